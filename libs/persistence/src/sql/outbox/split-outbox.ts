import { SAGA_OF_ENTRY, batchEntries } from './batch-entries.js';

/**
 * $1 id of an outbox batch, $2 text[] of its messages that were confirmed. In one statement, so
 * that everybody sees each of the others in one of the two tables. Splitting a second time finds
 * no batch; a message that is in `outbox` already stays as it is there.
 */
export const SPLIT_OUTBOX = {
  name: 'split-outbox',
  text: `
    with batch as (
      delete from outbox_batch where id = $1::uuid
      returning message_ids, messages, lease_until, created_at),
    moved as (
      insert into outbox (message_id, saga_id, message, lease_until, created_at)
      select entry.message_id, ${SAGA_OF_ENTRY}::uuid, entry.message,
        batch.lease_until, batch.created_at
      from ${batchEntries('batch')}
      where entry.message_id <> all ($2::text[])
      on conflict do nothing)
    select from batch`,
};
