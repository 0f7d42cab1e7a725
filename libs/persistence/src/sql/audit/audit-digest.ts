/**
 * SHA-256 of what a record of the audit log says, as the chain of hashes has it
 * (docs/decisions/0099): the UTF-8 of a JSON array with these columns in this order, as PostgreSQL
 * writes it. The order never changes, and a column that is added is not in it.
 */
export const AUDIT_DIGEST = `sha256(convert_to(json_build_array(
  id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, via, credential,
  action, saga_id, definition_name, subject_kind, subject_id, reason, request, idempotency_key,
  fingerprint, outcome, refusal, times, preview_hash, operation_id, before, after, status_before,
  version_before, status_after, version_after)::text, 'UTF8'))`;

/** The hash of a record from the hash before, its place and its digest, as SQL. */
export function sealHash(before: string, seq: string, digest: string): string {
  return `sha256(${before} || int8send(${seq}) || ${digest})`;
}

/** What stands before the first record. */
export const FIRST_HASH = '00'.repeat(32);
