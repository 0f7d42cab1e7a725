import { DataSource } from 'typeorm';
import { participantMigrations } from '../../migrations/participant/index.js';
import { createTestDatabase, type TestDatabase } from '#testing-internal';

describe('Events in an outbox from before unroutable events had that name', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: participantMigrations,
      migrationsTransactionMode: 'each',
    });
    await dataSource.initialize();
    await dataSource.runMigrations();
    const first = participantMigrations.findIndex(({ name }) => name.includes('NameUnroutable'));
    for (let left = participantMigrations.length - first; left > 0; left -= 1) {
      await dataSource.undoLastMigration();
    }
    await dataSource.query(
      `insert into event_outbox (event_id, event, data, must_be_heard, trouble)
       values (gen_random_uuid(), 'a.kept', '{}', true, 'unheard'),
              (gen_random_uuid(), 'a.waiting', '{}', false, 'unsent'),
              (gen_random_uuid(), 'a.new', '{}', false, null)`,
    );
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('have it afterwards, and are as before when the migration is taken back', async () => {
    const rows = 'select event, trouble from event_outbox order by position';
    const before = await dataSource.query<object[]>(rows);
    expect(before).toContainEqual({ event: 'a.kept', trouble: 'unheard' });

    await dataSource.runMigrations();
    expect(await dataSource.query(rows)).toEqual([
      { event: 'a.kept', trouble: 'unroutable' },
      { event: 'a.waiting', trouble: 'unsent' },
      { event: 'a.new', trouble: null },
    ]);
    const kept = await dataSource.query<object[]>(
      'select event from event_outbox where must_be_routed',
    );
    expect(kept).toEqual([{ event: 'a.kept' }]);

    await dataSource.undoLastMigration();
    expect(await dataSource.query(rows)).toEqual(before);
  });
});
