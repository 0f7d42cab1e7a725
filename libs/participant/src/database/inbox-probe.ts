import { isTableThere, ParticipantMisconfiguredError } from '#duties';
import {
  asker,
  probeRow,
  STATEMENT_LIMIT_MS,
  type DatabaseConnections,
  type DatabaseProbe,
  type SqlClient,
} from '#transactions';
import type { DataSource } from 'typeorm';
import { connectionsOf } from './data-source-connections.js';

/** Asks whether the database of a data source can do what a command needs. */
export class InboxProbe implements DatabaseProbe {
  constructor(private readonly connections: DatabaseConnections) {}

  async check(): Promise<void> {
    const { text, values } = probeRow();
    await this.connections.use(async (client) => {
      await client.query('start transaction');
      await client.query(text, values);
      await client.query('rollback');
    });
  }

  /** Closes sessions that were left over from an outage and cannot write. */
  async closeReaders(): Promise<void> {
    await this.connections.sweep(checkWriter);
  }
}

/**
 * Checks at the start: a table that is missing now will not appear later. A database that is away
 * may come back, which is reported to `onAway`.
 *
 * @throws ParticipantMisconfiguredError
 */
export async function requireTable(
  dataSource: DataSource,
  table: 'inbox' | 'event_outbox',
  onAway: (error: unknown) => void,
): Promise<void> {
  if (!dataSource.isInitialized) {
    throw new ParticipantMisconfiguredError('initialize the data source first');
  }
  const connections = connectionsOf(dataSource);
  connections.limitConnecting();
  try {
    if (await isTableThere(asker(connections), table, STATEMENT_LIMIT_MS)) return;
  } catch (error) {
    onAway(error);
    return;
  }
  throw new ParticipantMisconfiguredError(
    `the table "${table}" is not there: run participantMigrations on the service's database`,
  );
}

async function checkWriter(client: SqlClient): Promise<void> {
  const { rows } = await client.query('show transaction_read_only');
  const [{ transaction_read_only: readOnly }] = rows as [
    { readonly transaction_read_only: string },
  ];
  if (readOnly === 'on')
    throw Object.assign(new Error('the session only reads'), { code: '25006' });
}
