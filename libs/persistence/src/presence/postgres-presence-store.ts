import type { Pool, PoolClient } from 'pg';
import type { KnownPresence, PresenceStore, PresenceWrites } from '#ports';
import type { TableLimitsOptions } from '../limits/table-limits.js';
import { pulseOf, pulseValues } from '../pulse/postgres-pulse-store.js';
import { ADD_OUTAGES } from '../sql/presence/add-outages.js';
import { LOCK_PRESENCE, NOTE_REPLICA } from '../sql/presence/note-replica.js';
import { READ_REPLICAS, type ReplicaRow } from '../sql/presence/read-replicas.js';
import {
  LEASE_REPLY_QUEUES,
  READ_REPLY_QUEUES,
  type ReplyQueueRow,
} from '../sql/presence/reply-queues.js';
import { TOUCH_REPLICA, type TouchedRow } from '../sql/presence/touch-replica.js';
import { replicasKnown } from '../store/presence-records.js';
import { StatementBatch } from '../store/statement-batch.js';
import { StoreConnections } from '../store/store-connections.js';

export interface PresenceStoreOptions {
  /** What the pulse that comes with a report looks at. */
  readonly limits: TableLimitsOptions;
  /** Version of the release that reports; left out: it does not say. */
  readonly version?: string | null;
}

/** Replicas and outages in Postgres, on the connections of `createStorePool`. */
export class PostgresPresenceStore implements PresenceStore {
  private readonly connections: StoreConnections;

  constructor(
    pool: Pool,
    private readonly options: PresenceStoreOptions,
  ) {
    this.connections = new StoreConnections(pool);
  }

  async touch(beat: Parameters<PresenceStore['touch']>[0]): ReturnType<PresenceStore['touch']> {
    const { id, brokerLostForMs, gapMs } = beat;
    const values = [id, brokerLostForMs, gapMs, ...pulseValues(beat, this.options.limits)];
    const { rows } = await this.connections.run<TouchedRow>({ ...TOUCH_REPLICA, values });
    const [first] = rows;
    if (!first) throw new Error('a left join gives one row at least');
    const pulse = pulseOf(first);
    if (!first.is_touched) return { known: null, pulse };
    return { known: { ...replicasKnown(rows), replyQueues: first.reply_queues }, pulse };
  }

  note(decide: (known: KnownPresence) => PresenceWrites): Promise<void> {
    return this.connections.use(async (client) => {
      const reading = new StatementBatch(client);
      reading.add('begin');
      reading.add({ ...LOCK_PRESENCE, values: [] });
      const replicas = reading.add<ReplicaRow>({ ...READ_REPLICAS, values: [] });
      const replyQueues = reading.add<ReplyQueueRow>({ ...READ_REPLY_QUEUES, values: [] });
      await reading.execute();
      const known = { ...replicasKnown(replicas().rows), replyQueues: replyQueues().rows };
      await this.write(client, decide(known));
    });
  }

  private async write(client: PoolClient, writes: PresenceWrites): Promise<void> {
    const { replica, gone, outages, replyQueues } = writes;
    const { id, seenAt, brokerLostAt, hasLeft, readsEnvelopes } = replica;
    const statements = new StatementBatch(client);
    const values = [
      id,
      seenAt,
      brokerLostAt,
      hasLeft,
      gone,
      readsEnvelopes,
      this.options.version ?? null,
    ];
    statements.add({ ...NOTE_REPLICA, values });
    if (outages.length > 0) statements.add({ ...ADD_OUTAGES, values: [JSON.stringify(outages)] });
    if (replyQueues.length > 0) {
      statements.add({ ...LEASE_REPLY_QUEUES, values: [JSON.stringify(replyQueues)] });
    }
    statements.add('commit');
    await statements.execute({ endsWithCommit: true });
  }
}
