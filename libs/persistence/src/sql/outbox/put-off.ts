/** $1: records of `message_id`, `reason`, `retry_in_ms` as JSON. */
export const PUT_OFF = {
  name: 'put-off',
  text: `
    update outbox set
      last_error = failure.reason,
      lease_until = clock_timestamp() + failure.retry_in_ms * interval '1 millisecond'
      from json_to_recordset($1::json) as failure (
        message_id text, reason text, retry_in_ms float8)
     where outbox.message_id = failure.message_id`,
};
