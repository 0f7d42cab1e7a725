import fc from 'fast-check';
import type { Pool } from 'pg';
import { createStorePool, type Reader } from '#database';
import { formatFilter, matches, parseFilter, type MatchedSaga, type SagaFilter } from '#filters';
import { matchedSaga } from '#live';
import { DefinitionStore, migrateConductorDatabase, StoredDefinitionSource } from '#persistence';
import { SagaCountQueries, SagaQueries, WaitingQueries } from '#queries';
import {
  assertProperty,
  createTestDatabase,
  propertyTimeMs,
  type TestDatabase,
} from '#testing-internal';
import { OutsideFacts } from '../waiting/outside-facts.js';
import { QueueFacts } from '../waiting/queue-facts.js';
import { SilentParticipants } from '../waiting/silent-participants.js';
import { WaitingTeller, waitingOf } from '../waiting/waiting-teller.js';
import { worlds, write, type World } from './random-world.fixture.js';

const settings = { runs: 25, runsMax: 100 };

let database: TestDatabase;
let pool: Pool;
/** As readers have it. */
const reader: Reader = {
  query: async <Result>(sql: string, parameters?: unknown[]) =>
    (await pool.query(sql, parameters)).rows as Result,
};

beforeAll(async () => {
  database = await createTestDatabase('conductor');
  await migrateConductorDatabase(database.url);
  pool = createStorePool(database.url, { connectionsMax: 3, queryTimeoutMs: 60_000 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A filter of values that some saga has, and of some that none has. */
function filterOf(terms: World['filters'][number], among: readonly MatchedSaga[]): SagaFilter {
  const texts = new Map<string, string>();
  for (const [name, one, two, isNegated] of terms) {
    const of = <Value>(values: readonly (Value | null | undefined)[]): string[] => {
      const known = values.filter((value) => value !== null && value !== undefined);
      return [one, two].map((at) => String(known[at % known.length] ?? 'none'));
    };
    const list = (values: readonly (string | null | undefined)[]): string =>
      (isNegated ? '!' : '') + [...new Set(of(values))].map(encodeURIComponent).join(',');
    const waiting = among.map((each) => each.waiting);
    const choices: readonly (readonly [string, string])[] = [
      ['waiting', list([...waiting, 'no-consumer', 'outbox', 'child', 'paused'])],
      ['waiting', list(waiting.some((code) => code !== null) ? waiting : ['lock'])],
      ['status', list(among.map(({ status }) => status))],
      ['definition', list(among.map(({ definition }) => definition.name))],
      ['version', isNegated ? '>1' : '1'],
      ['key', encodeURIComponent(of(among.map(({ key }) => key))[0] ?? '')],
      ['step', list(among.flatMap(({ activeSteps }) => activeSteps))],
      ['participant', list(among.flatMap(({ participants }) => participants))],
      ['error', list(among.map(({ error }) => error?.code))],
      ['attempts', `>=${of(among.map(({ attempts }) => attempts))[0] ?? '0'}`],
      ['age', isNegated ? '<12h' : '>12h'],
      ['unchanged', isNegated ? '<30m' : '>30m'],
      ['from', new Date(among[one % among.length]?.startedAt ?? 0).toISOString()],
      ['q', encodeURIComponent(of(['ONE', '%_É', 'broken', among[0]?.id, 'w'])[0] ?? '')],
      ['id', list(among.map(({ id }) => id))],
    ];
    const [chosen, value] = choices[name % choices.length] ?? ['q', 'x'];
    texts.set(chosen, value);
  }
  const { filter } = parseFilter([...texts].map((pair) => pair.join('=')).join('&'));
  // some contradict themselves, and are refused
  return filter ?? {};
}

describe('One text', () => {
  it(
    'given random sagas, pauses and queues, then a list, a count and a change find the same, and ' +
      'the detail says what the list says',
    async () => {
      const found = { codes: new Set<string>(), matches: 0, held: 0, severalPauses: 0 };
      await assertProperty(
        fc.asyncProperty(worlds, async (world) => {
          const { definitions, states, participants } = await write(world, pool, reader);
          const silent = world.silent.map((at) => participants[at % participants.length]);
          const queues = new QueueFacts({
            inspect: async (asked) =>
              new Map(
                asked.map((name) => [name, { ready: 1, consumers: silent.includes(name) ? 0 : 1 }]),
              ),
          });
          const source = new StoredDefinitionSource(new DefinitionStore(reader));
          const facts = new OutsideFacts({ waiting: new WaitingQueries(reader), queues });
          const teller = new WaitingTeller(source, facts);
          const look = () =>
            new SilentParticipants({ named: async () => participants }, queues).look();
          const lists = new SagaQueries(reader, reader, look);
          const counts = new SagaCountQueries(reader, look);
          const page = { limit: 200, beforeId: null };
          const lines = await lists.list({ filter: {}, ...page });
          const told = await teller.ofLines(lines, ({ summary }) => summary, null);
          const matched = await Promise.all(
            states.map(async (state) => {
              const definition =
                definitions.find(({ name }) => name === state.definition.name) ?? null;
              const inList = told.get(state.id) ?? null;
              const outside = await teller.outsideOf(state, definition, null);
              expect(waitingOf(state, definition, outside)).toEqual(inList);
              if (inList !== null) found.codes.add(inList.code);
              const paused = inList?.on.filter(({ code }) => code === 'paused') ?? [];
              for (const { step, direction } of state.held ?? []) {
                expect(paused).toContainEqual(expect.objectContaining({ step, direction }));
                expect(['paused', 'stuck']).toContain(inList?.code);
                found.held++;
              }
              if (paused.some(({ pauses }) => pauses.length > 1)) found.severalPauses++;
              return matchedSaga(state, definition, inList?.code ?? null);
            }),
          );
          for (const terms of world.filters) {
            const filter = filterOf(terms, matched);
            const wanted = matched.filter((saga) => matches(filter, saga, Date.now()));
            const ids = wanted.map(({ id }) => id).sort();
            const listed = await lists.list({ filter, ...page });
            expect([formatFilter(filter), listed.map(({ id }) => id).sort()]).toEqual([
              formatFilter(filter),
              ids,
            ]);
            const { count } = await counts.count(filter);
            expect([formatFilter(filter), count]).toEqual([formatFilter(filter), ids.length]);
            found.matches += ids.length;
          }
        }),
        settings,
      );
      expect(found.matches).toBeGreaterThan(100);
      expect(found.held).toBeGreaterThan(10);
      expect(found.severalPauses).toBeGreaterThan(0);
      for (const code of ['paused', 'no-consumer', 'outbox', 'child', 'executing', 'stuck']) {
        expect([...found.codes]).toContain(code);
      }
    },
    propertyTimeMs(settings),
  );
});
