import pg from 'pg';
import { createTestDatabase, eventually, type TestDatabase } from '#testing-internal';
import { createStorePool } from '#database';
import { migrateConductorDatabase } from '../conductor-data-source.js';
import { EndedTally } from './ended-tally.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url);
  await pool.query(`insert into saga_definition (name, version, hash, document)
    values ('a', 1, 'h1', '{}'), ('a', 2, 'h2', '{}'), ('b', 1, 'h', '{}')`);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query('delete from saga');
  await pool.query('delete from ended_tally');
  await pool.query(`update ended_tally_mark
    set until = '-infinity', next = null, horizon = null`);
});

interface Ended {
  readonly definition?: string;
  readonly version?: number;
  readonly status?: string;
  /** How long ago it ended, in s; null: it has not. */
  readonly ago: number | null;
  readonly count?: number;
}

async function add(
  { definition = 'a', version = 1, status, ago, count = 1 }: Ended,
  client: pg.ClientBase | pg.Pool = pool,
): Promise<void> {
  await client.query(
    `insert into saga (id, definition_name, definition_version, status, version, state, summary,
       created_at, ended_at)
     select gen_random_uuid(), $1, $2, $3, 1, '{}', '{}', now() - interval '2 days',
       clock_timestamp() - $4::float8 * interval '1 s' - n * interval '1 ms'
       from generate_series(1, $5) as n`,
    [definition, version, status ?? (ago === null ? 'running' : 'completed'), ago, count],
  );
}

/** The tally and what has ended since its mark, as the counts put it. */
async function counted(): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ name: string; sagas: number }>(
    `select name, sum(sagas)::int as sagas from (
       select definition_name || definition_version || status as name, sagas from ended_tally
       union all
       select definition_name || definition_version || status, 1 from saga
        where ended_at >= (select until from ended_tally_mark)) as ended
      group by 1 having sum(sagas) <> 0 order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, sagas }) => [name, sagas]));
}

async function truth(): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ name: string; sagas: number }>(
    `select definition_name || definition_version || status as name, count(*)::int as sagas
       from saga where ended_at is not null group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, sagas }) => [name, sagas]));
}

async function untallied(longerAgo = `interval '0'`): Promise<number> {
  const { rows } = await pool.query<{ sagas: number }>(
    `select count(*)::int as sagas from saga
      where ended_at >= (select until from ended_tally_mark) and ended_at < now() - ${longerAgo}`,
  );
  return rows[0]?.sagas ?? 0;
}

/** Until all that ended longer ago is in it: transactions of other tests may keep it waiting. */
async function advance(tally = new EndedTally(pool)): Promise<void> {
  await eventually(
    async () => {
      while (await tally.advance());
      return untallied(OLD);
    },
    (sagas) => sagas === 0,
  );
}

const OLD = `interval '40 s'`;

describe('The tally of ended sagas', () => {
  it('given sagas from before it, when it advances, then it has all but the latest', async () => {
    await add({ ago: 3600, count: 30 });
    await add({ ago: 60, count: 5, definition: 'b', status: 'compensated' });
    await add({ ago: 3600, count: 3, version: 2, status: 'abandoned' });
    await add({ ago: 1, count: 2 });
    await add({ ago: null, count: 4 });
    await advance();
    expect(await untallied()).toBe(2);
    expect(await counted()).toEqual({ a1completed: 32, a2abandoned: 3, b1compensated: 5 });
  });

  it('given more than a portion, when it advances, then portion by portion', async () => {
    await add({ ago: 3600, count: 100 });
    const tally = new EndedTally(pool, 30);
    await eventually(
      () => tally.advance(),
      (isMore) => isMore,
    );
    expect(await untallied()).toBe(70);
    expect(await counted()).toEqual(await truth());
    await advance(tally);
    expect([await untallied(), await counted()]).toEqual([0, { a1completed: 100 }]);
  });

  it('given a portion that ended at one instant, when it advances, then it has them', async () => {
    await add({ ago: 3600, count: 50 });
    await pool.query('alter table saga disable trigger user');
    await pool.query(`update saga set ended_at = '2026-01-01' where ended_at is not null`);
    await pool.query('alter table saga enable trigger user');
    await advance(new EndedTally(pool, 10));
    expect([await untallied(), await counted()]).toEqual([0, { a1completed: 50 }]);
  });

  it('given a transaction that still writes, when the mark would pass it, it waits', async () => {
    await add({ ago: 3600, count: 3 });
    const writer = new pg.Client({ connectionString: database.url });
    await writer.connect();
    try {
      await writer.query('begin');
      await writer.query('select pg_current_xact_id()');
      // the mark is set after the writer began: it must not move before the writer is over
      const tally = new EndedTally(pool);
      for (let round = 0; round < 5; round++) expect(await tally.advance()).toBe(false);
      expect(await untallied()).toBe(3);
      await writer.query('commit');
      await advance();
      expect([await untallied(), await counted()]).toEqual([0, { a1completed: 3 }]);
    } finally {
      await writer.end();
    }
  });

  it('given an end that is written late, when the mark has passed it, then it counts', async () => {
    await add({ ago: 60, count: 3 });
    await add({ ago: null });
    await advance();
    await add({ ago: 120, status: 'abandoned' });
    await pool.query(
      `update saga set status = 'completed', ended_at = now() - interval '90 s', version = 2
        where ended_at is null`,
    );
    expect(await counted()).toEqual({ a1abandoned: 1, a1completed: 4 });
    await advance();
    expect(await counted()).toEqual(await truth());
  });

  it('given a child that is undone after its end, then it counts as what it comes to', async () => {
    await add({ ago: 60, count: 3 });
    await advance();
    await pool.query('alter table saga disable trigger user');
    await pool.query(
      `update saga set parent_id = gen_random_uuid() where id in (select id from saga limit 2)`,
    );
    await pool.query('alter table saga enable trigger user');
    await pool.query(`update saga set status = 'compensating', ended_at = null, version = 2
      where parent_id is not null`);
    expect(await counted()).toEqual({ a1completed: 1 });
    await pool.query(`update saga set status = 'compensated', ended_at = clock_timestamp(),
      version = 3 where parent_id is not null`);
    expect(await counted()).toEqual({ a1compensated: 2, a1completed: 1 });
    await advance();
    expect(await counted()).toEqual(await truth());
  });

  it('given sagas that are deleted, on both sides of the mark, they do not count', async () => {
    await add({ ago: 60, count: 30 });
    await add({ ago: 1, count: 10 });
    await advance();
    await pool.query(
      `delete from saga where id in (select id from saga order by ended_at limit 5)`,
    );
    await pool.query(
      `delete from saga where id in (select id from saga order by ended_at desc limit 5)`,
    );
    expect(await counted()).toEqual({ a1completed: 30 });
    await pool.query('delete from saga');
    await advance();
    expect(await counted()).toEqual({});
  });

  it('given a horizon of another server, when it advances, then it sets a new one', async () => {
    await add({ ago: 60, count: 3 });
    await pool.query(`update ended_tally_mark set next = now(), horizon = '999999999999'`);
    await advance();
    expect([await untallied(), await counted()]).toEqual([0, { a1completed: 3 }]);
  });

  it('given replicas and writers, when all go on at once, then nothing is lost', async () => {
    const tally = new EndedTally(pool, 20);
    const rounds = Array.from({ length: 30 }, (_each, round) => round);
    await Promise.all([
      ...rounds.map((round) => add({ ago: 15 + round * 3, count: 7, version: 1 + (round % 2) })),
      ...rounds.map(() => tally.advance()),
      ...rounds.map((round) =>
        pool.query(`delete from saga where id in (select id from saga limit $1)`, [round % 3]),
      ),
    ]);
    expect(await counted()).toEqual(await truth());
    await advance(tally);
    expect(await counted()).toEqual(await truth());
  });

  it('given nothing that has ended, when it advances, then it writes nothing', async () => {
    await add({ ago: null });
    const mark = () => pool.query('select xmin, until, next from ended_tally_mark');
    const { rows: before } = await mark();
    expect(await new EndedTally(pool).advance()).toBe(false);
    expect((await mark()).rows).toEqual(before);
  });
});
