import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { openConductorDataSource, migrateConductorDatabase } from '../conductor-data-source.js';
import { DefinitionStore } from './definition-store.js';

const BY = { actor: 'ann', reason: 'because' };
const HOUR_MS = 3_600_000;

describe('What definitions wait for', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let store: DefinitionStore;

  beforeAll(async () => {
    database = await createTestDatabase('conductor');
    await migrateConductorDatabase(database.url);
    dataSource = await openConductorDataSource(database.url);
    store = new DefinitionStore(dataSource);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  let posted = 0;
  const post = async (
    name: string,
    waits: readonly { readonly event: string; readonly eventKey: string }[],
    eventTtl?: string,
  ): Promise<number> => {
    const steps = waits.map((wait, index) => ({ name: `w${index}`, wait: { ...wait, key: 'k' } }));
    const document = JSON.stringify({
      name,
      steps,
      ...(eventTtl === undefined ? {} : { eventTtl }),
    });
    const hash = `hash-${++posted}`;
    return (await store.save({ name, hash, document, triggerEvent: null, by: BY })).version;
  };
  const startSaga = (name: string, version: number) =>
    dataSource.query(
      `insert into saga (id, definition_name, definition_version, status, version, state, summary)
       values (gen_random_uuid(), $1, $2, 'running', 1, '{}', '{}')`,
      [name, version],
    );

  it('is every event that a step of theirs names, each way to its key once', async () => {
    await post('two', [
      { event: 'two.a', eventKey: '${data.x}' },
      { event: 'two.a', eventKey: '${data.y}' },
      { event: 'two.a', eventKey: '${data.x}' },
      { event: 'two.b', eventKey: '${data.z}' },
    ]);
    const ways = await store.awaitedBy('two.a');
    expect(ways.map(({ eventKey }) => eventKey)).toEqual(['${data.x}', '${data.y}']);
    expect(ways[0]).toMatchObject({ name: 'two', version: 1, isCurrent: true, ttlMs: HOUR_MS });
    expect(await store.awaitedBy('two.c')).toEqual([]);
    expect(await store.awaitedEvents()).toEqual(expect.arrayContaining(['two.a', 'two.b']));
  });

  it('is what older versions wait for too, as long as they are not retired', async () => {
    await post('older', [{ event: 'older.a', eventKey: '${data.old}' }], '2h');
    await post('older', [{ event: 'older.a', eventKey: '${data.new}' }], '90s');
    await post('older', [{ event: 'older.a', eventKey: '${data.new}' }]);
    expect(await store.awaitedBy('older.a')).toEqual([
      {
        ...{ name: 'older', version: 3, isCurrent: true },
        ...{ eventKey: '${data.new}', ttlMs: HOUR_MS },
      },
      {
        ...{ name: 'older', version: 1, isCurrent: false },
        ...{ eventKey: '${data.old}', ttlMs: 2 * HOUR_MS },
      },
    ]);
    await store.retire('older', 1, BY);
    const ways = await store.awaitedBy('older.a');
    expect(ways.map(({ version }) => version)).toEqual([3]);
  });

  it('is what a retired version waits for while it has open sagas', async () => {
    const version = await post('open', [{ event: 'open.a', eventKey: '${data.old}' }]);
    await startSaga('open', version);
    await store.retire('open', version, BY);
    expect(await store.awaitedBy('open.a')).toHaveLength(1);
    expect(await store.awaitedEvents()).toContain('open.a');
    await dataSource.query(
      `update saga set status = 'completed', ended_at = now(), version = 2
        where definition_name = 'open'`,
    );
    expect(await store.awaitedBy('open.a')).toEqual([]);
    expect(await store.awaitedEvents()).not.toContain('open.a');
  });
});
