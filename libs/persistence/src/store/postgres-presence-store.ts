import type { Pool, PoolClient } from 'pg';
import { outagesKnown } from '#runtime';
import type { KnownPresence, PresenceStore, PresenceWrites } from '#ports';
import { ADD_OUTAGES } from '../sql/presence/add-outages.js';
import { LOCK_PRESENCE, NOTE_REPLICA } from '../sql/presence/note-replica.js';
import { READ_OUTAGES, type OutageRow } from '../sql/presence/read-outages.js';
import { READ_REPLICAS, type ReplicaRow } from '../sql/presence/read-replicas.js';
import {
  LEASE_REPLY_QUEUES,
  READ_REPLY_QUEUES,
  type ReplyQueueRow,
} from '../sql/presence/reply-queues.js';
import { TOUCH_REPLICA, type TouchedRow } from '../sql/presence/touch-replica.js';
import { StatementBatch } from './statement-batch.js';
import { StoreConnections } from './store-connections.js';

type KnownReplicas = Omit<KnownPresence, 'replyQueues'>;

/** Replicas and outages in Postgres, on the connections of `createStorePool`. */
export class PostgresPresenceStore implements PresenceStore {
  private readonly connections: StoreConnections;

  /** `version`: of the release that reports; null: it does not say. */
  constructor(
    pool: Pool,
    private readonly version: string | null = null,
  ) {
    this.connections = new StoreConnections(pool);
  }

  async touch(beat: Parameters<PresenceStore['touch']>[0]): Promise<KnownPresence | null> {
    const values = [beat.id, beat.brokerLostForMs, beat.gapMs];
    const { rows } = await this.connections.run<TouchedRow>({ ...TOUCH_REPLICA, values });
    const [first] = rows;
    if (!first?.is_touched) return null;
    return { ...replicasKnown(rows), replyQueues: first.reply_queues };
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
    const values = [id, seenAt, brokerLostAt, hasLeft, gone, readsEnvelopes, this.version];
    statements.add({ ...NOTE_REPLICA, values });
    if (outages.length > 0) statements.add({ ...ADD_OUTAGES, values: [JSON.stringify(outages)] });
    if (replyQueues.length > 0) {
      statements.add({ ...LEASE_REPLY_QUEUES, values: [JSON.stringify(replyQueues)] });
    }
    statements.add('commit');
    await statements.execute({ endsWithCommit: true });
  }
}

/** Reads what was away, with whatever else the batch does; asked for once that was executed. */
export function addOutages(statements: StatementBatch): () => ReturnType<typeof outagesKnown> {
  const replicas = statements.add<ReplicaRow>({ ...READ_REPLICAS, values: [] });
  const outages = statements.add<OutageRow>({ ...READ_OUTAGES, values: [] });
  return () => {
    const past = outages().rows.map(({ began_at: from, ended_at: to }) => ({ from, to }));
    const known = outagesKnown(replicasKnown(replicas().rows), past);
    // instants of a saga are whole milliseconds
    return known.map(({ from, to }) => ({ from: Math.floor(from), to: Math.ceil(to) }));
  };
}

function replicasKnown(rows: readonly ReplicaRow[]): KnownReplicas {
  const replicas = rows.flatMap((row) => {
    const { id, seen_at: seenAt, broker_lost_at: brokerLostAt } = row;
    if (id === null) return [];
    const { has_left: hasLeft, reads_envelopes: readsEnvelopes } = row;
    return [{ id, seenAt, brokerLostAt, hasLeft, readsEnvelopes }];
  });
  return { at: rows[0]?.at ?? 0, replicas };
}
