import { readRows, type Reader, writeRows } from '#database';

/** What an act was answered. */
export interface ActAnswer {
  readonly status: number;
  readonly location: string | null;
  /** JSON; null: it is not kept. */
  readonly body: string | null;
}

/** What was done under an idempotency key. */
export interface KeyedAct {
  /** A hash of the request. */
  readonly fingerprint: string;
  readonly at: Date;
  readonly ageMs: number;
  /** null: it has not been answered yet, its answer was lost, or it was long ago. */
  readonly answer: ActAnswer | null;
}

/** A longer body is not kept. */
export const ANSWER_BYTES_MAX = 256 * 1024;
/** For so long answers are kept. The key itself goes on with the record of the act. */
export const ANSWER_DAYS = 30;

/**
 * Acts by their idempotency keys. That an act was done under a key is on its record in the audit
 * log, which is written with the act; this adds what it was answered, and the keys of acts that
 * changed nothing.
 */
export class ActAnswers {
  constructor(private readonly writer: Reader) {}

  /** null: the key is free. @throws see `readRows` */
  async find(idempotencyKey: string): Promise<KeyedAct | null> {
    const [row] = await readRows<Row>(this.writer, FIND, [idempotencyKey]);
    if (row === undefined) return null;
    const { fingerprint, at, ageMs, status, location, body } = row;
    return { fingerprint, at, ageMs, answer: status === null ? null : { status, location, body } };
  }

  /**
   * false: the key has an answer already, which stays, or another request was done under it.
   * Deletes a few that are too old.
   * @throws see `writeRows`
   */
  async keep(idempotencyKey: string, fingerprint: string, answer: ActAnswer): Promise<boolean> {
    const { status, location, body } = answer;
    const kept = body !== null && Buffer.byteLength(body) > ANSWER_BYTES_MAX ? null : body;
    const values = [idempotencyKey, fingerprint, status, location, kept];
    const [row] = await writeRows<{ kept: number }>(this.writer, KEEP, values);
    return (row?.kept ?? 0) > 0;
  }
}

/** A record that was written under the key by a person's act; not its refusal. */
const FIND = `
  select coalesce(audited.fingerprint, answered.fingerprint) as fingerprint,
         coalesce(audited.at, answered.at) as at,
         extract(epoch from clock_timestamp() - coalesce(audited.at, answered.at))::float8 * 1000
           as "ageMs",
         answered.status, answered.location, answered.body
    from (select from (values (1)) as one) as one
    left join operator_audit audited on audited.idempotency_key = $1::text collate "C"
    left join act_answer answered
           on answered.idempotency_key = $1::text collate "C"
          and (audited.id is null or answered.fingerprint = audited.fingerprint)
   where audited.id is not null or answered.idempotency_key is not null`;

const KEEP = `
  with old as (
    delete from act_answer where idempotency_key in (
      select idempotency_key from act_answer
       where at < clock_timestamp() - interval '${ANSWER_DAYS} days'
       order by at limit 100 for update skip locked)),
  kept as (
    insert into act_answer (idempotency_key, fingerprint, status, location, body)
    select $1::text, $2::text, $3::int, $4, $5
     where not exists (
       select from operator_audit
        where idempotency_key = $1::text collate "C" and fingerprint <> $2::text)
    on conflict (idempotency_key) do nothing returning idempotency_key)
  select count(*)::int as kept from kept`;

interface Row {
  readonly fingerprint: string;
  readonly at: Date;
  readonly ageMs: number;
  readonly status: number | null;
  readonly location: string | null;
  readonly body: string | null;
}
