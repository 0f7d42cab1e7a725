import { randomBytes, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { DatabaseConnections } from './database-connections.js';
import { ParticipantMisconfiguredError } from '../settings/participant-options.js';
import type { SqlClient } from './sql-client.js';

/** Random bytes, which cannot be compressed: more than is left on a full disk. */
const PROBE_BYTES = 192 * 1_024;

/**
 * Asks whether the database can do what a command needs. `select 1` would also succeed on a
 * standby, on a read-only server, and on one whose disk is full.
 */
export class DatabaseProbe {
  constructor(private readonly connections: DatabaseConnections) {}

  /** Writes a large row into the inbox and deletes it. @throws the error that prevents it */
  async check(): Promise<void> {
    const noise = randomBytes(PROBE_BYTES).toString('base64');
    const key = `probe/${randomUUID()}`;
    await this.connections.use(async (client) => {
      await client.query('start transaction');
      await client.query(WRITE, [key, noise]);
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
  const connections = new DatabaseConnections(dataSource);
  connections.limitConnecting();
  try {
    const { rows } = await connections.query('select to_regclass($1) as found', [table]);
    if ((rows[0] as { readonly found: unknown }).found !== null) return;
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

const WRITE = `
  insert into inbox (idempotency_key, outcome, command, output)
  values ($1, 'fenced', 'probe', $2)`;
