/** True for Nest's replacement of an error when ParticipantModule is not there to preserve it. */
export function isHiddenByNest(thrown: unknown): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const { status, code } = thrown as { readonly status?: unknown; readonly code?: unknown };
  return status === 'error' && code === undefined;
}
