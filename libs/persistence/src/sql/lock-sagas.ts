/**
 * $1 uuid[]. Locks sagas in order of id, and reads them under the lock. Always gives a row: with no
 * saga found it carries the clock alone. The clock is read while the locked rows are handed on, so
 * the greatest `at` lies after the last lock.
 */
export const LOCK_SAGAS = {
  name: 'lock-sagas',
  text: `
    with locked as materialized (
      select id, state, wake_at from saga where id = any($1::uuid[]) order by id for update)
    select locked.id, locked.state,
           date_part('epoch', locked.wake_at) * 1000 as wake_at,
           date_part('epoch', clock_timestamp()) * 1000 as at
      from (select 1) as clock left join locked on true`,
};

export interface LockedRow {
  readonly id: string | null;
  readonly state: string;
  readonly wake_at: number | null;
  readonly at: number;
}
