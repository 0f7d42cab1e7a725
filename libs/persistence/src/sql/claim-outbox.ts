/** $1 how many, $2 lease in ms. Materialised, or the planner may run the inner select twice. */
export const CLAIM_OUTBOX = {
  name: 'claim-outbox',
  text: `
    with free as materialized (
      select message_id from outbox
       where lease_until <= clock_timestamp()
       order by message_id limit $1 for update skip locked)
    update outbox set
      lease_until = clock_timestamp() + $2::float8 * interval '1 millisecond', tries = tries + 1
      from free where outbox.message_id = free.message_id
    returning outbox.message_id, outbox.message, outbox.tries`,
};

export interface OutboxRow {
  readonly message_id: string;
  readonly message: string;
  readonly tries: number;
}
