import type { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { createStorePool, type Reader } from '#database';
import { DefinitionStore } from './definition-store.js';

const VERSIONS = 1_000;

describe('A list of definitions', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    pool = createStorePool(database.url, { connectionsMax: 2, queryTimeoutMs: 60_000 });
    await pool.query(
      `insert into saga_definition (name, version, hash, document)
       select name, version, version::text,
              json_build_object('description', name || ' ' || version,
                                'more', repeat(md5(version::text), 20))::text
         from unnest(array['a', 'b-many', 'c-many', 'd']) as name,
              generate_series(1,
                case when name like '%-many' then ${VERSIONS} else 1 end) as version`,
    );
    await pool.query('vacuum analyze saga_definition');
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  /** A reader who has no right to see a document, and who asks for the plans of its statements. */
  function blindReader(plans: string[]): Reader {
    const query = async <Result>(sql: string, parameters: unknown[] = []): Promise<Result> => {
      const client = await pool.connect();
      try {
        const columns = await client.query<{ names: string }>(
          `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
            where attrelid = 'saga_definition'::regclass and attnum > 0 and attname <> 'document'`,
        );
        await client.query('begin');
        await client.query('create role blind');
        const names = columns.rows[0]?.names ?? '';
        await client.query(`grant select (${names}) on saga_definition to blind`);
        await client.query('set local enable_seqscan = on; set local enable_hashjoin = on');
        await client.query('set local role blind');
        const plan = await client.query<Record<string, string>>(`explain ${sql}`, parameters);
        plans.push(...plan.rows.map((row) => row['QUERY PLAN'] ?? ''));
        return (await client.query(sql, parameters)).rows as Result;
      } finally {
        await client.query('rollback');
        client.release();
      }
    };
    return { query };
  }

  it('shows each name with its newest version, and reads no document', async () => {
    // given names of which two have many versions, and a reader who may see no document
    const store = new DefinitionStore(blindReader([]));
    // when it lists them in pages
    const first = await store.list({ afterName: null, limit: 3 });
    const second = await store.list({ afterName: 'c-many', limit: 3 });
    // then nothing is missing
    expect(first).toMatchObject([
      { name: 'a', version: 1, description: 'a 1', versions: 1 },
      { name: 'b-many', version: VERSIONS, description: 'b-many 1000', versions: VERSIONS },
      { name: 'c-many', version: VERSIONS, description: 'c-many 1000', versions: VERSIONS },
    ]);
    expect(second).toMatchObject([{ name: 'd', version: 1, description: 'd 1', versions: 1 }]);
  });

  it('finds names first, however many versions each has', async () => {
    const plans: string[] = [];
    await new DefinitionStore(blindReader(plans)).list({ afterName: null, limit: 1 });
    expect(plans.join('\n')).not.toMatch(/Seq Scan on saga_definition/);
    expect(plans.join('\n')).toMatch(/Recursive Union/);
  });

  it('shows none where a document has none', async () => {
    await pool.query(`insert into saga_definition (name, version, hash, document)
      values ('e', 1, 'h', '{}')`);
    const [listed] = await new DefinitionStore(plainReader()).list({ afterName: 'd', limit: 2 });
    expect(listed).toMatchObject({ name: 'e', description: null, retiredAt: null });
  });

  const plainReader = (): Reader => ({
    query: async <Result>(sql: string, parameters: unknown[] = []) =>
      (await pool.query(sql, parameters)).rows as Result,
  });
});
