import type { ReplicaRow } from './read-replicas.js';
import type { ReplyQueueRow } from './reply-queues.js';

/**
 * Reads and writes in one statement what a replica reports when nothing has to be decided: $1 uuid,
 * $2 ms without the broker, or null, $3 how old its last report may be, in ms. What is read is from
 * before the write, the replica's own row too. A row for each replica, as READ_REPLICAS has it.
 */
export const TOUCH_REPLICA = {
  name: 'touch-replica',
  text: `
    with touched as (
      update replica set seen_at = clock_timestamp(),
             broker_lost_at = clock_timestamp() - $2::float8 * interval '1 millisecond'
       where id = $1 and not has_left and reads_envelopes
         and seen_at >= clock_timestamp() - $3::float8 * interval '1 millisecond'
      returning id)
    select replica.id, replica.has_left, replica.reads_envelopes,
           date_part('epoch', replica.seen_at) * 1000 as seen_at,
           date_part('epoch', replica.broker_lost_at) * 1000 as broker_lost_at,
           date_part('epoch', clock_timestamp()) * 1000 as at,
           exists (select from touched) as is_touched,
           (select coalesce(json_agg(json_build_object('number', number, 'replica', replica,
                      'fence', fence, 'isHome', is_home) order by number), '[]')
              from reply_queue) as reply_queues
      from (select 1) as clock left join replica on true`,
};

export interface TouchedRow extends ReplicaRow {
  readonly is_touched: boolean;
  readonly reply_queues: readonly ReplyQueueRow[];
}
