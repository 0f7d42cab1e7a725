/** $1: records as JSON. */
export const WRITE_AUDIT = {
  name: 'write-audit',
  text: `
    insert into operator_audit
      (id, at, actor, via, credential, action, saga_id, reason, request, preview_hash,
       operation_id, idempotency_key, fingerprint,
       status_before, version_before, status_after, version_after)
    select id, to_timestamp(at / 1000), actor, via, credential, action, saga_id, reason, request,
       preview_hash, operation_id, idempotency_key, fingerprint,
       status_before, version_before, status_after, version_after
      from json_to_recordset($1::json) as entry (
        id uuid, at float8, actor text, via text, credential text, action text, saga_id uuid,
        reason text, request text, preview_hash text, operation_id uuid, idempotency_key text,
        fingerprint text, status_before text, version_before integer, status_after text,
        version_after integer)`,
};
