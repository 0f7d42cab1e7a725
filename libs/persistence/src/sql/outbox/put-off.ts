/**
 * $1: records of `message_id`, `reason`, `retry_in_ms` as JSON. The array keeps messages from being
 * looked at that did not fail: the plan may be from when the outbox was empty.
 */
export const PUT_OFF = {
  name: 'put-off',
  text: `
    with failure as materialized (
      select message_id, reason, retry_in_ms from json_to_recordset($1::json) as failure (
        message_id text, reason text, retry_in_ms float8))
    update outbox set
      last_error = failure.reason,
      lease_until = clock_timestamp() + failure.retry_in_ms * interval '1 millisecond'
      from failure
     where outbox.message_id = any (array(select message_id from failure))
       and outbox.message_id = failure.message_id`,
};
