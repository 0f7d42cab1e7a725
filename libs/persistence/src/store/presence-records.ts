import { outagesKnown } from '#runtime';
import type { KnownPresence } from '#ports';
import { READ_OUTAGES, type OutageRow } from '../sql/presence/read-outages.js';
import { READ_REPLICAS, type ReplicaRow } from '../sql/presence/read-replicas.js';
import type { StatementBatch } from './statement-batch.js';

type KnownReplicas = Omit<KnownPresence, 'replyQueues'>;

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

export function replicasKnown(rows: readonly ReplicaRow[]): KnownReplicas {
  const replicas = rows.flatMap((row) => {
    const { id, seen_at: seenAt, broker_lost_at: brokerLostAt } = row;
    if (id === null) return [];
    const { has_left: hasLeft, reads_envelopes: readsEnvelopes } = row;
    return [{ id, seenAt, brokerLostAt, hasLeft, readsEnvelopes }];
  });
  return { at: rows[0]?.at ?? 0, replicas };
}
