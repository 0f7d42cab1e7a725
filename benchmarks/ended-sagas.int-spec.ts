import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrateConductorDatabase } from '#persistence';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { copyEndedSagas } from './ended-sagas.js';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrateConductorDatabase(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`insert into saga_definition (name, version, hash, document)
    values ('order', 1, 'hash', '{}')`);
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

async function addEndedSaga(id: string, key: string): Promise<void> {
  const state = JSON.stringify({ id, key });
  await client.query(
    `insert into saga (id, definition_name, definition_version, key, idempotency_key, status,
       version, state, summary, ended_at)
     values ($1, 'order', 1, $2, $2, 'completed', 2, $3, '{}', clock_timestamp())`,
    [id, key, state],
  );
  await client.query(
    `insert into saga_event (saga_id, version, at, data)
     values ($1, 1, clock_timestamp(), $2), ($1, 2, clock_timestamp(), $2)`,
    [id, state],
  );
  await client.query('insert into saga_search (saga_id, content) values ($1, $2)', [id, key]);
}

it('nothing can be copied as long as no saga has ended', async () => {
  await expect(copyEndedSagas(database.url, { count: 1 })).rejects.toThrow('there is none to copy');
});

it('copies are ended sagas of the past, with own ids and keys, and all their rows', async () => {
  await addEndedSaga(randomUUID(), 'order-17');
  await addEndedSaga(randomUUID(), 'order-18');
  const progress: number[] = [];

  await copyEndedSagas(database.url, { count: 10, onProgress: (made) => progress.push(made) });

  const { rows } = await client.query<Record<string, unknown>>(`
    select saga.key, saga.status, saga.state::jsonb
             = jsonb_build_object('id', saga.id, 'key', saga.key) as is_own,
           saga.ended_at < clock_timestamp() - interval '8 days' as is_past,
           (select count(*)::int from saga_event where saga_id = saga.id) as events,
           (select content from saga_search where saga_id = saga.id) as content
      from saga where key like 'ended-%' order by id`);
  expect(rows).toEqual(
    Array.from({ length: 10 }, (_, index) => ({
      key: `ended-${index + 1}`,
      status: 'completed',
      is_own: true,
      is_past: true,
      events: 2,
      content: `ended-${index + 1}`,
    })),
  );
  expect(progress).toEqual([10]);
});
