/** Where each part is kept, from the root. */
export const CLIENT_SOURCES: Readonly<Record<'schema' | 'classes' | 'table', string>>;

/** The parts of the client that follow from the OpenAPI document, by path from the root. */
export function clientSources(document: object): Promise<Readonly<Record<string, string>>>;
