import { SAGA_OF_ENTRY } from '../outbox/batch-entries.js';

/**
 * $1 text[] of saga ids. A message id begins with its saga's id: one range of the key for each.
 * `offset 0` keeps it at that: else a plan from when the outbox was empty, which is how it is
 * mostly counted, compares every message of a full one with every saga.
 *
 * All outbox batches are looked through. They are few: what is confirmed goes within a moment, and
 * the rest is split when its lease ends, also while the broker is away; at most what was committed
 * in the last 10 s is there. `is true` keeps the sagas in a hash table. One statement, hence one
 * snapshot: a batch that is being split is seen as it was before, or its messages are.
 */
export const READ_UNSENT = {
  name: 'read-unsent',
  text: `
    with wanted as materialized (select id from unnest($1::text[]) as saga (id))
    select wanted.id as saga_id, entry.message_id
      from wanted cross join lateral (
        select message_id from outbox
         where outbox.message_id > wanted.id || '/' collate "C"
           and outbox.message_id < wanted.id || '0' collate "C"
        offset 0) as entry
    union all
    select ${SAGA_OF_ENTRY}, entry.message_id
      from outbox_batch, unnest(outbox_batch.message_ids) as entry (message_id)
     where (${SAGA_OF_ENTRY} in (select id from wanted)) is true`,
};

export interface UnsentRow {
  readonly saga_id: string;
  readonly message_id: string;
}
