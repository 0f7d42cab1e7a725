import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { createStorePool, ReadPool } from '#database';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { raiseTickets } from './raise-tickets.js';

const BY = { actor: 'ann', via: 'cli', reason: 'restored to yesterday' } as const;

let database: TestDatabase;
let pool: Pool;
let writer: ReadPool;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url);
  writer = new ReadPool(database.url, { connectionsMax: 1 });
  await pool.query(`
    insert into saga_definition (name, version, hash, document) values ('sale', 1, 'h', '{}');
    insert into saga (id, definition_name, definition_version, status, version, state, summary)
    values ('01940000-0000-7000-8000-000000000001', 'sale', 1, 'running', 1, '{}', '{}')`);
});

afterAll(async () => {
  await writer?.close();
  await pool?.end();
  await database?.drop();
});

async function draw(key: string): Promise<number> {
  const { rows } = await pool.query<{ ticket: string }>(
    `insert into saga_lock (key, saga_id) values ($1, '01940000-0000-7000-8000-000000000001')
     returning ticket`,
    [key],
  );
  return Number(rows[0]?.ticket);
}

describe('Tickets of locks', () => {
  it('given a restore, when they are raised, then the next one is larger, on record', async () => {
    const first = await draw('a');
    expect(await raiseTickets(writer, 1_000_000, BY)).toEqual({ before: first, after: 1_000_000 });
    expect(await draw('b')).toBe(1_000_001);
    const { rows } = await pool.query(
      'select actor, via, action, reason, after from operator_audit order by at',
    );
    expect(rows).toEqual([{ ...BY, action: 'raise-tickets', after: '{"lastTicket" : 1000000}' }]);
  });

  it('given tickets that are further, when they are raised to less, then they stay', async () => {
    const last = await draw('c');
    expect(await raiseTickets(writer, 5, BY)).toEqual({ before: last, after: last });
    expect(await draw('d')).toBe(last + 1);
  });
});
