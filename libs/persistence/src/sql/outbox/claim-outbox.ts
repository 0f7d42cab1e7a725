/**
 * $1 how many, $2 lease in ms, $3 bytes of messages, $4 after this id, or null. The first is
 * claimed however large it is; what does not fit is as free as before when the statement ends.
 * Materialised, or the planner may run the inner select twice.
 */
export const CLAIM_OUTBOX = {
  name: 'claim-outbox',
  text: `
    with free as materialized (
      select message_id, octet_length(message) as bytes from outbox
       where lease_until <= clock_timestamp() and message_id > coalesce($4::text, '')
       order by message_id limit $1 for update skip locked),
    sized as (
      select message_id, bytes, sum(bytes) over (order by message_id) as total from free),
    fitting as materialized (
      select message_id from sized where total <= $3::float8 or total = bytes)
    update outbox set
      lease_until = clock_timestamp() + $2::float8 * interval '1 millisecond', tries = tries + 1
      from fitting where outbox.message_id = fitting.message_id
    returning outbox.message_id, outbox.message, outbox.tries,
              (select count(*)::int from free) as free_count`,
};

export interface OutboxRow {
  readonly message_id: string;
  readonly message: string;
  readonly tries: number;
  readonly free_count: number;
}
