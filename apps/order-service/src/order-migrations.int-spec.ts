import { createTestDatabase, type TestDatabase } from '#testing';
import { DataSource } from 'typeorm';
import { orderMigrations } from '../../../migrations/order/index.js';
import { participantMigrations } from '../../../migrations/participant/index.js';

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

async function migrate(migrations: readonly (new () => object)[]): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: database.url,
    migrations: [...migrations],
    migrationsTransactionMode: 'each',
  });
  await dataSource.initialize();
  await dataSource.runMigrations();
  return dataSource;
}

it('A saga that was still owed before the event outbox is told of as an event', async () => {
  const old = await migrate([...participantMigrations.slice(0, 1), ...orderMigrations.slice(0, 2)]);
  const input = JSON.stringify({ orderId: 'o-1', lines: [], amount: 1 });
  await old.query(`insert into customer_order (id, lines, status) values ('o-1', '[]', 'pending')`);
  await old.query(`insert into saga_start (order_id, input) values ('o-1', $1)`, [input]);
  await old.destroy();

  const now = await migrate([...participantMigrations, ...orderMigrations]);

  const rows = await now.query('select event, key, data, must_be_heard from event_outbox');
  expect(rows).toEqual([{ event: 'order.placed', key: 'o-1', data: input, must_be_heard: true }]);
  await now.destroy();
});
