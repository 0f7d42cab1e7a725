/** $1: records as JSON, each identity once, in order of the primary key. */
export const COUNT_IGNORED = {
  name: 'count-ignored',
  text: `
    insert into ignored_reply
      (saga_id, step, iteration, direction, attempt, outcome, reason, times)
    select saga_id, step, iteration, direction, attempt, outcome, reason, times
      from json_to_recordset($1::json) as reply (
        saga_id uuid, step text, iteration integer, direction text, attempt integer,
        outcome text, reason text, times integer)
    on conflict (saga_id, step, iteration, direction, attempt, outcome, reason)
    do update set times = ignored_reply.times + excluded.times, last_at = clock_timestamp()`,
};
