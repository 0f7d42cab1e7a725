import fc from 'fast-check';
import { openEventWaits } from '#engine';
import { assertProperty } from '#testing-internal';
import { checkInvariants, compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';

const RUNS = { runs: 500 };
const KEYS = ['mine', 'mine', 'another'] as const;

interface Step {
  readonly name: string;
  readonly wait?: { readonly timeout: string; readonly onTimeout: string };
  readonly [field: string]: unknown;
}

/** Every wait and every delay becomes a wait for an event; every second one is choosy. */
function withEvents(document: object): object {
  const { steps, ...rest } = document as { readonly steps: readonly Step[] };
  return {
    ...rest,
    steps: steps.map((step, index) => {
      const { wait, delay, ...others } = step;
      if (wait === undefined && delay === undefined) return step;
      const { timeout = '1m', onTimeout = 'continue' } = wait ?? {};
      const event = { event: 'part.came', key: 'mine', eventKey: '${data.key}' };
      const where = index % 2 === 0 ? {} : { where: '${data.id % 2 == 0}' };
      return { ...others, wait: { ...event, ...where, timeout, onTimeout } };
    }),
  };
}

/** Events that arrive between two entries of a schedule. */
const arrivals = fc.array(
  fc.record({
    after: fc.nat(8),
    events: fc.array(fc.record({ id: fc.nat(6), key: fc.constantFrom(...KEYS) }), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  { minLength: 4, maxLength: 10 },
);

type Arrivals = typeof arrivals extends fc.Arbitrary<infer Value> ? Value : never;

/** The store wakes the saga, and offers each of its waits these events. */
function offer(run: SagaRun, events: Arrivals[number]['events']): void {
  const at = run.at + 1;
  const offered = openEventWaits(run.state).flatMap(({ step }) =>
    events.map(({ id, key }) => {
      return { step, id: `e-${id}-${key}`, at, data: { id, key, saga: run.state.id } };
    }),
  );
  run.take({ type: 'timer', at, unsent: [], events: offered });
}

describe('A random saga that waits for events', () => {
  let taken = 0;

  it('takes only its own, each once, and keeps the invariants and its history', () => {
    assertProperty(
      fc.property(definitionDocuments, schedules, arrivals, (random, schedule, arriving) => {
        const definition = compile(withEvents(random.document));
        const run = new SagaRun(definition, random.input, checkInvariants);
        for (const [index, entry] of schedule.slice(0, 20).entries()) {
          run.follow(entry);
          for (const { after, events } of arriving) if (after === index) offer(run, events);
        }
        const ids = run.transitions.flatMap(({ events }) =>
          events.flatMap((event) => (event.type === 'event-taken' ? [event] : [])),
        );
        expect(new Set(ids.map(({ id }) => id)).size).toBe(ids.length);
        for (const { data } of ids) expect(data).toMatchObject({ key: 'mine' });
        expect(run.replay()).toEqual(run.state);
        taken += ids.length;
      }),
      RUNS,
    );
    expect(taken).toBeGreaterThan(20);
  });
});
