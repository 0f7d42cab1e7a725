/** No variable has such a name. */
export const ROOTS: ReadonlySet<string> = new Set(['input', 'saga', 'steps']);
