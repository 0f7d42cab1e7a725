import pg from 'pg';
import { DataSource } from 'typeorm';
import { conductorMigrations } from '../../migrations/conductor/index.js';
import { createTestDatabase, eventually, type TestDatabase } from '#testing-internal';

describe('Sagas that waited before their codes had a column', () => {
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
    await dataSource.query(
      `insert into saga_definition (name, version, hash, document) values ('old', 1, 'h', '{}')`,
    );
  });

  beforeEach(async () => {
    const first = conductorMigrations.findIndex(({ name }) => name.startsWith('KeepWaitingCodes'));
    for (let left = conductorMigrations.length - first; left > 0; left -= 1) {
      await dataSource.undoLastMigration();
    }
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('have it after the migration, and those that execute or have ended have none', async () => {
    await dataSource.query(`
      insert into saga (id, definition_name, definition_version, status, version, state, summary,
        ended_at)
      select gen_random_uuid(), 'old', 1, case n % 3 when 0 then 'abandoned' else 'running' end, 1,
             '{}', case n % 3 when 1 then '{"waiting":"","direction":"forward"}'
                  else '{"waiting":"signal","direction":"forward"}' end,
             case n % 3 when 0 then now() end
        from generate_series(1, 6300) as n`);
    await dataSource.runMigrations();
    const counted = await dataSource.query(
      `select status, waiting, count(*)::int as sagas from saga group by 1, 2 order by 1, 2`,
    );
    expect(counted).toEqual([
      { status: 'abandoned', waiting: null, sagas: 2100 },
      { status: 'running', waiting: 'signal', sagas: 2100 },
      { status: 'running', waiting: null, sagas: 2100 },
    ]);
  });

  it('are waited for while a dump reads them, and nobody stands behind the migration', async () => {
    const dump = new pg.Client({ connectionString: database.url });
    await dump.connect();
    await dump.query('begin');
    await dump.query('lock table saga in access share mode');
    const migrated = dataSource.runMigrations();
    const isPausing = `select from pg_stat_activity
      where datname = current_database() and state = 'active' and query like 'select pg_sleep(%'`;
    await eventually(
      () => dataSource.query<unknown[]>(isPausing),
      ({ length }) => length === 1,
    );
    await dump.query('commit');
    await dump.end();
    expect((await migrated).map(({ name }) => name)).toContain('KeepWaitingCodes0000000000155');
    const [{ timeout }] = await dataSource.query(
      `select current_setting('lock_timeout') as timeout`,
    );
    expect(timeout).toBe('0');
  });
});
