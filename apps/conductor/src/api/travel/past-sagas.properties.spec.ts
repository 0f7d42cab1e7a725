import fc from 'fast-check';
import type { SagaState } from '#engine';
import type { RecordedTransition } from '#queries';
import { assertProperty, propertyTimeMs } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';
import { PAST_LIMITS, PastSagas } from './past-sagas.js';

const sagas = definitionDocuments.map(({ document, input }) => ({
  definition: compile(document),
  input,
  toString: () => JSON.stringify(document, null, 1),
}));

const runs = { runs: 150 };
const pages = fc.integer({ min: 1, max: 9 });

interface Written {
  /** By version, from 1. */
  readonly states: readonly SagaState[];
  readonly transitions: readonly RecordedTransition[];
}

const written = fc.tuple(sagas, schedules).map(([{ definition, input }, schedule]): Written => {
  const states: SagaState[] = [];
  const run = new SagaRun(definition, input, ({ decision, after }) => {
    if (decision.type === 'transition') states.push(after);
  });
  for (const entry of schedule) run.follow(entry);
  const transitions = run.transitions.map(({ at, events }, place): RecordedTransition => {
    const data = JSON.parse(JSON.stringify({ events })) as Pick<RecordedTransition, 'events'>;
    return { version: place + 1, at: new Date(at), input: { type: 'timer' }, ...data };
  });
  return { states, transitions };
});

/** Reads as the database does. */
function historyOf(transitions: readonly RecordedTransition[]) {
  return {
    transitions: (_id: string, { after, limit }: { after: number | null; limit: number }) => {
      const rest = transitions.filter(({ version }) => version > (after ?? 0));
      return Promise.resolve({ rows: rest.slice(0, limit), hasMore: rest.length > limit });
    },
  };
}

describe('A saga as it was', () => {
  it(
    'is in every version what was written then, however it is read',
    async () => {
      const property = fc.asyncProperty(
        written,
        pages,
        async ({ states, transitions }, pageMax) => {
          const past = new PastSagas(historyOf(transitions), { ...PAST_LIMITS, pageMax });
          for (const state of states) expect(await past.at(state.id, state.version)).toEqual(state);
        },
      );
      await assertProperty(property, runs);
    },
    propertyTimeMs(runs),
  );

  it(
    'is not shown once a part of what led to it is gone',
    async () => {
      const property = fc.asyncProperty(written, pages, async ({ states, transitions }, gap) => {
        const left = transitions.filter(({ version }) => version !== gap);
        const past = new PastSagas(historyOf(left));
        for (const { id, version } of states) {
          const shown = past.at(id, version);
          if (version < gap) expect((await shown).version).toBe(version);
          else await expect(shown).rejects.toMatchObject({ code: 'HISTORY_INCOMPLETE' });
        }
      });
      await assertProperty(property, runs);
    },
    propertyTimeMs(runs),
  );

  it('is not rebuilt from more than its limits allow', async () => {
    const transitions = endlessly(30);
    const past = (limits: object) =>
      new PastSagas(historyOf(transitions), { ...PAST_LIMITS, ...limits }).at('a', 30);
    expect(await past({})).toMatchObject({ version: 30 });
    await expect(past({ transitionsMax: 29 })).rejects.toMatchObject({ code: 'HISTORY_TOO_LONG' });
    await expect(past({ timeMaxMs: 0 })).rejects.toMatchObject({ code: 'READ_TOO_SLOW' });
  });
});

/** A saga to which nothing happens, so many times. */
function endlessly(count: number): readonly RecordedTransition[] {
  const run = new SagaRun(compile(DELAY), {});
  const [start] = run.transitions;
  if (start === undefined) throw new Error('nothing was written');
  const at = new Date(start.at);
  return Array.from({ length: count }, (_, place): RecordedTransition => {
    const events = place === 0 ? start.events : [];
    return { version: place + 1, at, input: { type: 'timer' }, events };
  });
}

const DELAY = { name: 'delay', steps: [{ name: 'rest', delay: '1h' }] };
