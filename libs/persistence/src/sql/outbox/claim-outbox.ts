import { SAGA_OF_ENTRY, batchEntries } from './batch-entries.js';

/**
 * $1 how many, $2 lease in ms, $3 bytes of messages, $4 after this id, or null, $5 how many outbox
 * batches. The first is claimed however large it is; what does not fit is as free as before when
 * the statement ends. Materialised, or the planner may run the inner select twice. By an array of
 * ids: a join may be planned while the outbox is empty, and then compares all of a full one with
 * each.
 *
 * Outbox batches whose lease has expired are split with it, so that an idle process has one
 * statement for both; a later claim finds what was in them. They are not many, and have no index:
 * each is deleted or split within a lease and a moment.
 */
export const CLAIM_OUTBOX = {
  name: 'claim-outbox',
  text: `
    with expired as materialized (
      select id, octet_length(messages) as bytes, lease_until from outbox_batch
       where lease_until <= clock_timestamp()
       order by lease_until, id limit $5 for update skip locked),
    expired_sized as (
      select id, bytes, sum(bytes) over (order by lease_until, id) as total from expired),
    batch as (
      delete from outbox_batch
       where id = any (array(
         select id from expired_sized where total <= $3::float8 or total = bytes))
      returning message_ids, messages, lease_until, created_at),
    moved as (
      insert into outbox (message_id, saga_id, message, lease_until, created_at)
      select entry.message_id, ${SAGA_OF_ENTRY}::uuid, entry.message,
        batch.lease_until, batch.created_at
      from ${batchEntries('batch')}
      on conflict do nothing),
    free as materialized (
      select message_id, octet_length(message) as bytes from outbox
       where lease_until <= clock_timestamp() and message_id > coalesce($4::text, '')
       order by message_id limit $1 for update skip locked),
    sized as (
      select message_id, bytes, sum(bytes) over (order by message_id) as total from free),
    fitting as materialized (
      select message_id from sized where total <= $3::float8 or total = bytes),
    claimed as (
      update outbox set
        lease_until = clock_timestamp() + $2::float8 * interval '1 millisecond', tries = tries + 1
        where outbox.message_id = any (array(select message_id from fitting))
      returning outbox.message_id, outbox.message, outbox.tries)
    select claimed.*, (select count(*)::int from free) as free_count, exists (select from batch)
      as has_split
      from (select) as one left join claimed on true`,
};

/** One at least; without an entry its id is null. */
export interface ClaimedRow {
  readonly message_id: string | null;
  readonly message: string;
  readonly tries: number;
  readonly free_count: number;
  readonly has_split: boolean;
}
