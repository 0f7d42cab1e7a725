import type { Pool, PoolClient } from 'pg';
import {
  outagesKnown,
  type KnownPresence,
  type PresenceStore,
  type PresenceWrites,
} from '#saga-runtime';
import { ADD_OUTAGES } from '../sql/add-outages.js';
import { LOCK_PRESENCE, NOTE_REPLICA } from '../sql/note-replica.js';
import { READ_OUTAGES, type OutageRow } from '../sql/read-outages.js';
import { READ_REPLICAS, type ReplicaRow } from '../sql/read-replicas.js';
import { Flight } from './flight.js';
import { StoreConnections } from './store-connections.js';

/** Which replicas are there, on the connections of `createStorePool`. */
export class PostgresPresenceStore implements PresenceStore {
  private readonly connections: StoreConnections;

  constructor(pool: Pool) {
    this.connections = new StoreConnections(pool);
  }

  note(decide: (known: KnownPresence) => PresenceWrites): Promise<void> {
    return this.connections.use(async (client) => {
      const reading = new Flight(client);
      reading.add('begin');
      reading.add({ ...LOCK_PRESENCE, values: [] });
      const replicas = reading.add<ReplicaRow>({ ...READ_REPLICAS, values: [] });
      await reading.land();
      await write(client, decide(knownPresence(replicas().rows)));
    });
  }
}

/** Reads, with whatever else the flight does, what was away; to be asked for once it landed. */
export function addOutages(flight: Flight): () => ReturnType<typeof outagesKnown> {
  const replicas = flight.add<ReplicaRow>({ ...READ_REPLICAS, values: [] });
  const outages = flight.add<OutageRow>({ ...READ_OUTAGES, values: [] });
  return () => {
    const past = outages().rows.map(({ began_at: from, ended_at: to }) => ({ from, to }));
    const known = outagesKnown(knownPresence(replicas().rows), past);
    // instants of a saga are whole milliseconds
    return known.map(({ from, to }) => ({ from: Math.floor(from), to: Math.ceil(to) }));
  };
}

async function write(client: PoolClient, writes: PresenceWrites): Promise<void> {
  const { replica, gone, outages } = writes;
  const { id, seenAt, brokerLostAt, hasLeft } = replica;
  const flight = new Flight(client);
  flight.add({ ...NOTE_REPLICA, values: [id, seenAt, brokerLostAt, hasLeft, gone] });
  if (outages.length > 0) flight.add({ ...ADD_OUTAGES, values: [JSON.stringify(outages)] });
  flight.add('commit');
  await flight.land({ endsWithCommit: true });
}

function knownPresence(rows: readonly ReplicaRow[]): KnownPresence {
  const replicas = rows.flatMap(({ id, seen_at, broker_lost_at, has_left }) => {
    if (id === null) return [];
    return [{ id, seenAt: seen_at, brokerLostAt: broker_lost_at, hasLeft: has_left }];
  });
  return { at: rows[0]?.at ?? 0, replicas };
}
