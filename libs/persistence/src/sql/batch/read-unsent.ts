import { SAGA_OF_ENTRY } from '../outbox/batch-entries.js';

/**
 * $1 text[] of saga ids. A message id begins with its saga's id: one range of the key for each.
 *
 * All outbox batches are looked through. They are few: what is confirmed goes within a moment, and
 * the rest is split when its lease ends, also while the broker is away; at most what was committed
 * in the last 10 s is there. One statement, hence one snapshot: a batch that is being split is
 * seen as it was before, or its messages are.
 */
export const READ_UNSENT = {
  name: 'read-unsent',
  text: `
    with wanted as materialized (select id from unnest($1::text[]) as saga (id))
    select wanted.id as saga_id, outbox.message_id
      from wanted
      join outbox on outbox.message_id > wanted.id || '/' collate "C"
                 and outbox.message_id < wanted.id || '0' collate "C"
    union all
    select wanted.id, entry.message_id
      from outbox_batch, unnest(outbox_batch.message_ids) as entry (message_id)
      join wanted on wanted.id = ${SAGA_OF_ENTRY}`,
};

export interface UnsentRow {
  readonly saga_id: string;
  readonly message_id: string;
}
