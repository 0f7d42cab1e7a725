/** $1 text[]: idempotency keys of operators' actions. */
export const READ_ACTIONS = {
  name: 'read-actions',
  text: `
    select idempotency_key, saga_id, fingerprint, status_after, version_after
      from operator_audit where idempotency_key = any($1::text[])`,
};

export interface ActionRow {
  readonly idempotency_key: string;
  readonly saga_id: string;
  readonly fingerprint: string;
  readonly status_after: string;
  readonly version_after: number;
}
