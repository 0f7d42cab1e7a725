import { BEFORE_ALL_IDS } from '../before-all-ids.js';

/**
 * $1 event, $2 key, $3 uuid or null: sagas after this one, $4 how many. Makes sagas that wait for
 * the event due now. It waits for rows that others have locked, in order of id as everybody does,
 * and so holds no lock of a key.
 */
export const WAKE_WAITING = {
  name: 'wake-waiting',
  text: `
    with waiting as materialized (
      select distinct saga_id from event_wait
       where event = $1 and key = $2 and saga_id > coalesce($3::uuid, ${BEFORE_ALL_IDS})
       order by saga_id limit $4),
    due as materialized (
      select id from saga
       where id = any (array(select saga_id from waiting)) and ended_at is null
       order by id for update),
    woken as (
      update saga set wake_at = least(wake_at, clock_timestamp())
        where id = any (array(select id from due)))
    select saga_id from waiting order by saga_id`,
};

export interface WaitingRow {
  readonly saga_id: string;
}
