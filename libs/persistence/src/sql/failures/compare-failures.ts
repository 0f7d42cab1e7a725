/** What the states of these sagas ($1) say of troubles, beside what the rows say. */
const BESIDE = `
  select id, definition_name as definition, definition_version as version,
         (extract(epoch from updated_at) * 1000)::float8 as at,
         case when ended_at is null and position('"trouble":"' in summary) > 0
           then summary end as summary,
         coalesce((select array_agg(fingerprint) from saga_failure
                    where saga_failure.saga_id = saga.id and saga_failure.ended_at is null),
                  '{}') as known
    from saga where id = any($1::uuid[]) order by id`;

export const COMPARE_FAILURES = { name: 'compare-failures', text: BESIDE };

/** The same under their locks, in the order in which everybody takes them. */
export const LOCK_AND_COMPARE_FAILURES = {
  name: 'lock-and-compare-failures',
  text: `${BESIDE} for update of saga`,
};

export interface ComparedRow {
  readonly id: string;
  readonly definition: string;
  readonly version: number;
  readonly at: number;
  /** null: it is well. */
  readonly summary: string | null;
  readonly known: readonly string[];
}

/** Ends troubles of sagas that have ended, or are gone. $1 rows at most. */
export const END_FAILURES_OF_ENDED = {
  name: 'end-failures-of-ended',
  text: `
    with lost as (
      select saga_id, fingerprint from saga_failure
       where ended_at is null
         and not exists (select from saga where id = saga_id and saga.ended_at is null)
       limit $1 for update skip locked)
    update saga_failure set ended_at = clock_timestamp() from lost
     where saga_failure.saga_id = lost.saga_id and saga_failure.fingerprint = lost.fingerprint`,
};

/** $1 is done by whoever takes its turn; for $2 ms nobody else does. No row: somebody did. */
export const TAKE_TURN = {
  name: 'take-turn',
  text: `
    insert into turn (work, taken_at) values ($1, clock_timestamp())
    on conflict (work) do update set taken_at = excluded.taken_at
      where turn.taken_at < clock_timestamp() - $2::int * interval '1 millisecond'
    returning work`,
};
