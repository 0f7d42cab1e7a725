import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { openConductorDataSource, migrateConductorDatabase } from '../conductor-data-source.js';
import { ParticipantStore } from './participant-store.js';

let database: TestDatabase;
let dataSource: DataSource;
let store: ParticipantStore;

beforeEach(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  dataSource = await openConductorDataSource(database.url);
  store = new ParticipantStore(dataSource);
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

const describeAs = (
  own: { readonly instance?: string; readonly envelopes?: number },
  { sentAt = Date.now() as number | null, account = null as string | null } = {},
) => store.keep({ participant: 'payment', commands: [], ...own }, sentAt, account);

/** As if it had come so much earlier. */
const age = (instance: string, seconds: number) =>
  dataSource.query(
    `update participant_instance set seen_at = seen_at - $2 * interval '1 second'
      where instance = $1`,
    [instance, seconds],
  );

const live = async () => (await store.liveInstances()).get('payment') ?? null;

describe('The live processes of a participant', () => {
  it('are counted, and the smallest number of commands is that of all of them', async () => {
    await describeAs({ instance: 'a', envelopes: 50 });
    expect(await live()).toEqual({ count: 1, envelopes: 50 });
    await describeAs({ instance: 'b', envelopes: 20 });
    expect(await live()).toEqual({ count: 2, envelopes: 20 });
    await describeAs({ instance: 'b', envelopes: 60 });
    expect(await live()).toEqual({ count: 2, envelopes: 50 });
    await store.keep({ participant: 'order', commands: [], envelopes: 9 }, null, null);
    expect(await store.liveInstances()).toEqual(
      new Map([
        ['order', { count: 1, envelopes: 9 }],
        ['payment', { count: 2, envelopes: 50 }],
      ]),
    );
  });

  it('take none when one of them says nothing of it', async () => {
    await describeAs({ instance: 'a', envelopes: 50 });
    await describeAs({});
    expect(await live()).toEqual({ count: 2, envelopes: 0 });
  });

  it('are those that were heard of within two and a half minutes', async () => {
    await describeAs({ instance: 'a', envelopes: 50 });
    await describeAs({ instance: 'b', envelopes: 0 });
    await age('b', 149);
    expect(await live()).toEqual({ count: 2, envelopes: 0 });
    await age('b', 2);
    expect(await live()).toEqual({ count: 1, envelopes: 50 });
    await describeAs({ instance: 'b', envelopes: 50 });
    expect(await live()).toEqual({ count: 2, envelopes: 50 });
  });

  it('are not those whose description waited for long', async () => {
    await describeAs({ instance: 'a', envelopes: 50 }, { sentAt: Date.now() - 3_600_000 });
    expect(await live()).toBeNull();
    await describeAs({ instance: 'b', envelopes: 50 }, { sentAt: Date.now() - 300_000 });
    expect(await live()).toEqual({ count: 1, envelopes: 50 });
    await describeAs({ instance: 'c', envelopes: 50 }, { sentAt: Date.now() + 3_600_000 });
    expect(await live()).toEqual({ count: 2, envelopes: 50 });
  });

  it('are not those of another account', async () => {
    await describeAs({ instance: 'a', envelopes: 50 }, { account: 'payment' });
    expect(await describeAs({ instance: 'b' })).toBe(false);
    expect(await live()).toEqual({ count: 1, envelopes: 50 });
  });

  it('are shown in the list', async () => {
    await describeAs({ instance: 'a', envelopes: 50 });
    await store.keep({ participant: 'order', commands: [] }, null, null);
    await age('', 200);
    const { rows } = await store.list({ afterName: null, limit: 10 });
    expect(rows).toMatchObject([
      { participant: 'order', live: null },
      { participant: 'payment', live: { count: 1, envelopes: 50 } },
    ]);
  });
});

describe('Rows of processes', () => {
  const rows = async () =>
    (
      await dataSource.query<{ instance: string }[]>(
        'select instance from participant_instance order by instance',
      )
    ).map(({ instance }) => instance);

  it('go when they are not live, with the next description', async () => {
    await describeAs({ instance: 'a' });
    await age('a', 200);
    await describeAs({ instance: 'b' });
    expect(await rows()).toEqual(['b']);
  });

  it('are bounded, however many names there are: the oldest go', async () => {
    await describeAs({ instance: 'first' });
    await dataSource.query(
      `insert into participant_instance (participant, instance, envelopes, seen_at)
       select 'payment', 'i-' || n, 50, clock_timestamp() - (500 - n) * interval '1 ms'
         from generate_series(1, 500) n`,
    );
    await describeAs({ instance: 'last' });
    const left = await rows();
    expect(left.length).toBeLessThanOrEqual(201);
    expect(left).toEqual(expect.arrayContaining(['i-500', 'last']));
    expect(left).not.toContain('i-1');
  });

  it('take the largest number that a description may say', async () => {
    await describeAs({ instance: 'a', envelopes: Number.MAX_SAFE_INTEGER });
    expect(await live()).toEqual({ count: 1, envelopes: 200 });
  });

  it('go with the description', async () => {
    await describeAs({ instance: 'a' });
    await dataSource.query('delete from participant_description');
    expect(await rows()).toEqual([]);
  });

  it('are written by descriptions that come at once', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `i-${index}`);
    await Promise.all(names.map((instance) => describeAs({ instance, envelopes: 50 })));
    expect(await live()).toEqual({ count: 20, envelopes: 50 });
  });
});
