import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { root } from './architecture/files.js';
import { dumpSchema } from './schema/dump.js';

type Migrations = readonly (new () => object)[];

const owners = readdirSync(join(root, 'migrations'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(owners)('The tables of %s', (owner) => {
  const file = join(root, 'migrations', owner, 'schema.sql');
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    const migrations = await readMigrations(owner);
    dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      migrations: [...migrations],
      migrationsTransactionMode: 'each',
    });
    await dataSource.initialize();
  });

  afterAll(async () => {
    await dataSource?.destroy();
    await database?.drop();
  });

  it('are what schema.sql shows (UPDATE_SCHEMA=1 writes it anew)', async () => {
    await dataSource.runMigrations();
    const tables = await dumpSchema(dataSource);
    const schema = `-- what the migrations make; compared by a test\n\n${tables}`;
    if (process.env['UPDATE_SCHEMA']) writeFileSync(file, schema);
    expect(schema).toBe(existsSync(file) ? readFileSync(file, 'utf8') : 'no schema.sql');
  });

  it('have keys that compare by bytes, whatever the collation of the database', async () => {
    await dataSource.runMigrations();
    const indexes: unknown[] = await dataSource.query(
      `select i.indexrelid::regclass::text as index from pg_index i
         join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
        where a.amname = 'btree'
          and exists (select from unnest(indcollation) as used (id) where id = 100)`,
    );
    expect(indexes).toEqual([]);
  });

  it('go without a trace when all migrations are taken back, and come again', async () => {
    const before = await dumpSchema(dataSource);
    for (let left = dataSource.migrations.length; left > 0; left -= 1) {
      await dataSource.undoLastMigration();
    }
    expect(await dumpSchema(dataSource)).toBe('');
    await dataSource.runMigrations();
    expect(await dumpSchema(dataSource)).toBe(before);
  });
});

/** The one list that an owner's index exports. */
async function readMigrations(owner: string): Promise<Migrations> {
  const module = (await import(`../migrations/${owner}/index.js`)) as Record<string, Migrations>;
  const [migrations, ...others] = Object.values(module);
  if (!migrations || others.length > 0) throw new Error(`${owner}: one list of migrations, please`);
  return migrations;
}
