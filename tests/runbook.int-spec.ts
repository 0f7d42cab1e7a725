import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { conductorMigrations } from '../migrations/conductor/index.js';
import { participantMigrations } from '../migrations/participant/index.js';
import { root } from './architecture/files.js';

/** What OPERATIONS tells people to type into psql. */
const runbook = readFileSync(join(root, 'docs/OPERATIONS.md'), 'utf8');
const scripts = [...runbook.matchAll(/```sql\n(.*?)```/gs)].map(([, sql = '']) => sql);

describe('The SQL of the runbook', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      // both kinds of database in one: they share no names
      migrations: [...conductorMigrations, ...participantMigrations],
      migrationsTransactionMode: 'each',
    });
    await dataSource.initialize();
    await dataSource.runMigrations();
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('only looks: whatever changes something is a call, or a command', () => {
    const CHANGES = /\b(?:insert into|update \w+ set|delete from|alter \w+|truncate|drop \w+)\b/i;
    expect(scripts.filter((sql) => CHANGES.test(sql))).toEqual([]);
    expect(runbook.split('\n').filter((line) => CHANGES.test(line))).toEqual([]);
  });

  it('is there', () => expect(scripts.length).toBeGreaterThan(5));

  it.each(scripts)('works with the tables as they are: %s', async (sql) => {
    await expect(dataSource.query(sql).then(() => 'done')).resolves.toBe('done');
  });
});
