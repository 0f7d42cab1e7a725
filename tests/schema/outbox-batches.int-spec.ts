import { DataSource } from 'typeorm';
import { conductorMigrations } from '../../migrations/conductor/index.js';
import { createTestDatabase, type TestDatabase } from '#testing-internal';

const SAGA = '01a22654-ddd5-7474-a0ba-37030bb9aa9e';

describe('An outbox with batches', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: conductorMigrations,
      migrationsTransactionMode: 'each',
    });
    await dataSource.initialize();
    await dataSource.runMigrations();
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('has a row for each message again when the migration is taken back', async () => {
    const ids = [`${SAGA}/a/0/execute/1`, `${SAGA}/1/started`];
    await dataSource.query(
      `insert into outbox_batch (id, message_ids, messages, lease_until, created_at)
       values (gen_random_uuid(), $1, e'{"a":1}\\n{"b":2}', '2026-01-02Z', '2026-01-01Z')`,
      [ids],
    );
    const later = conductorMigrations.findIndex(({ name }) =>
      name.startsWith('CreateOutboxBatches'),
    );
    for (let left = conductorMigrations.length - later; left > 0; left -= 1) {
      await dataSource.undoLastMigration();
    }
    const rows = `select message_id, saga_id, message, lease_until = '2026-01-02Z' as leased,
      created_at = '2026-01-01Z' as dated, tries from outbox order by message_id desc`;
    const common = { saga_id: SAGA, leased: true, dated: true, tries: 0 };
    expect(await dataSource.query(rows)).toEqual([
      { ...common, message_id: ids[0], message: '{"a":1}' },
      { ...common, message_id: ids[1], message: '{"b":2}' },
    ]);
  });
});
