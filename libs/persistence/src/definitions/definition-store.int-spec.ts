import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '#testing-internal';
import { openConductorDataSource, migrateConductorDatabase } from '../conductor-data-source.js';
import { sharedSetting } from '#database';
import { DefinitionResolver } from './definition-resolver.js';
import { DefinitionStore } from './definition-store.js';
import { StoredDefinitionSource } from './stored-definition-source.js';

const BY = { actor: 'ann', reason: 'because' };

let database: TestDatabase;
let dataSource: DataSource;
let store: DefinitionStore;
let resolver: DefinitionResolver;

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  dataSource = await openConductorDataSource(database.url);
  store = new DefinitionStore(dataSource);
  resolver = new DefinitionResolver(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

function save(name: string, hash: string, triggerEvent: string | null = null) {
  return store.save({ name, hash, document: JSON.stringify({ name, hash }), triggerEvent, by: BY });
}

describe('Stored definitions', () => {
  it('different contents saved at once get versions without gap or repeat', async () => {
    const saved = await Promise.all(
      Array.from({ length: 30 }, (_, index) => save('raced', `hash-${index % 15}`)),
    );
    expect(saved.filter(({ isNew }) => isNew)).toHaveLength(15);
    const versions = (await store.versionsOf('raced')).map(({ version }) => version);
    expect(versions).toEqual(Array.from({ length: 15 }, (_, index) => 15 - index));
  });

  it('a retired one stays as it is, and keeps the time at which it was retired', async () => {
    await save('retired', 'hash');
    const first = await store.retire('retired', 1, BY);
    const second = await store.retire('retired', 1, BY);
    expect(first?.retiredAt).toBeInstanceOf(Date);
    expect(second).toEqual(first);
    expect(await store.retire('retired', 2, BY)).toBeNull();
  });

  it('one with an expression that would be refused today still runs', async () => {
    const act = { name: 'act', command: 'shop.act', compensation: 'none' };
    const document = {
      name: 'earlier',
      inputSchema: { properties: { a: { type: 'string' } }, required: ['a'], type: 'object' },
      steps: [{ ...act, input: { x: '${input.a * 2}' } }],
    };
    const posted = { name: 'earlier', hash: 'hash', document: JSON.stringify(document) };
    await store.save({ ...posted, triggerEvent: null, by: BY });
    const loaded = await new StoredDefinitionSource(store).load('earlier', 1);
    expect(loaded?.steps).toHaveLength(1);
  });
});

describe('Resolving the version for a start', () => {
  it('finds the latest that is not retired, or the one asked for', async () => {
    for (const hash of ['one', 'two', 'three']) await save('resolved', hash);
    await store.retire('resolved', 3, BY);
    const answers = await Promise.all([
      resolver.resolve('resolved', null),
      resolver.resolve('resolved', 1),
      resolver.resolve('resolved', 3),
      resolver.resolve('resolved', 4),
      resolver.resolve('nobody', null),
    ]);
    expect(answers).toEqual([
      { type: 'found', version: 2 },
      { type: 'found', version: 1 },
      { type: 'retired', version: 3 },
      { type: 'unknown' },
      { type: 'unknown' },
    ]);
  });

  it('knows of a retirement as soon as it is done', async () => {
    await save('fresh', 'hash');
    const inUse = setInterval(() => void resolver.resolve('fresh', null), 1);
    try {
      for (let version = 1; version <= 20; version++) {
        await save('fresh', `hash-${version}`);
        const { version: latest } = (await store.find('fresh')) ?? { version: 0 };
        expect(await resolver.resolve('fresh', null)).toEqual({ type: 'found', version: latest });
        await store.retire('fresh', latest, BY);
        expect(await resolver.resolve('fresh', latest)).toMatchObject({ type: 'retired' });
      }
    } finally {
      clearInterval(inUse);
    }
  });

  it('tells everybody who asked when the database cannot answer', async () => {
    const other = await openConductorDataSource(database.url);
    const cut = new DefinitionResolver(other);
    await other.destroy();
    const answers = await Promise.allSettled([cut.resolve('a', null), cut.resolve('b', null)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('A shared setting', () => {
  it('is the same for all who make it at once', async () => {
    let made = 0;
    const make = (): string => `value-${++made}`;
    const values = await Promise.all(
      Array.from({ length: 10 }, () => sharedSetting(dataSource, 'secret', make)),
    );
    expect(new Set(values).size).toBe(1);
    expect(await sharedSetting(dataSource, 'secret', make)).toBe(values[0]);
  });
});
