/** $1 uuid[], $2 text[]: sagas with one of these ids or idempotency keys. */
export const FIND_STARTS = {
  name: 'find-starts',
  text: `
    select id, idempotency_key, fingerprint from saga where id = any($1::uuid[])
    union
    select id, idempotency_key, fingerprint from saga where idempotency_key = any($2::text[])`,
};

export interface FoundStartRow {
  readonly id: string;
  readonly idempotency_key: string | null;
  readonly fingerprint: string | null;
}
