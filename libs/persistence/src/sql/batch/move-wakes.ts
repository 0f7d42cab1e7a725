/**
 * $1: records of `id` and `wake_at` (ms since the epoch, or null) as JSON. No version moves. The
 * array keeps sagas from being looked at that are not asked for, whenever the plan was made.
 */
export const MOVE_WAKES = {
  name: 'move-wakes',
  text: `
    with move as materialized (
      select id, wake_at from json_to_recordset($1::json) as move (id uuid, wake_at float8))
    update saga set wake_at = to_timestamp(move.wake_at / 1000) from move
     where saga.id = any (array(select id from move)) and saga.id = move.id
       and saga.ended_at is null`,
};
