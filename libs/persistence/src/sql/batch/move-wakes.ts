/** $1: records of `id` and `wake_at` (ms since the epoch, or null) as JSON. No version moves. */
export const MOVE_WAKES = {
  name: 'move-wakes',
  text: `
    update saga set wake_at = to_timestamp(move.wake_at / 1000)
      from json_to_recordset($1::json) as move (id uuid, wake_at float8)
     where saga.id = move.id and saga.ended_at is null`,
};
