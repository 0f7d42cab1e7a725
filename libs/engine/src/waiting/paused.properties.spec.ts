import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';
import { decide } from '../decide.js';
import type { Pause, PauseScope } from '../pausing/pauses.js';
import type { SagaState } from '../state/saga-state.js';
import { NOTHING_KNOWN, tellWaiting, waitsOf, type Waiting } from './waiting.js';

/* Whatever is paused, in every state that a random saga comes to, its sentence is true. */

const settings = { runs: 100 };
const DAY_MS = 86_400_000;

const sagas = definitionDocuments.map(({ document, input }) => ({
  definition: compile(document),
  input,
  toString: () => JSON.stringify(document, null, 1),
}));
const pausesAsked = fc.array(
  fc.record({
    kind: fc.constantFrom('definition', 'step', 'participant'),
    step: fc.nat(20),
    fromMs: fc.constantFrom(0, 5, 2_000),
    ms: fc.constantFrom(null, 10, 60_000, 40 * DAY_MS),
    withCompensations: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

type Asked = typeof pausesAsked extends fc.Arbitrary<infer Value> ? Value : never;

function pausesOf({ definition, at }: SagaRun, asked: Asked): readonly Pause[] {
  return asked.map(({ kind, step: index, fromMs, ms, withCompensations }, number) => {
    const step = definition.steps[index % definition.steps.length];
    const participant = step?.type === 'command' ? step.participant : 'part';
    const { name } = definition;
    const scopes: Readonly<Record<typeof kind, PauseScope>> = {
      definition: { definition: name },
      step: { definition: name, step: step?.name ?? '' },
      participant: { participant },
    };
    const from = at + fromMs;
    const to = ms === null ? null : from + ms;
    return { id: `p-${number}`, scope: scopes[kind], from, to, withCompensations };
  });
}

/** What it says at an instant, while nothing happens to it. */
function toldAt({ definition, state, pauses }: SagaRun, at: number): Waiting | null {
  const waits = waitsOf(state);
  const known = pauses
    .filter(({ from }) => from <= at)
    .map((pause) => ({ pause, by: { actor: 'alice', reason: 'r' } }));
  const outside = { ...NOTHING_KNOWN, pauses: known, at };
  return waits && tellWaiting(waits, { sagaId: state.id, definition }, outside);
}

function happensAt({ definition, state, pauses }: SagaRun, at: number): boolean {
  const timer = { type: 'timer', at, unsent: [], heldLocks: [] } as const;
  const decision = decide(definition, state, timer, pauses);
  if (decision.type !== 'transition') return false;
  // that a clock was moved changes what is said
  return decision.events.some(({ type }) => type !== 'locks-awaited');
}

/** Calls back with each state that a saga comes to while something may be paused. */
function eachState(check: (run: SagaRun, state: SagaState, waiting: Waiting) => void): void {
  assertProperty(
    fc.property(sagas, schedules, pausesAsked, (saga, schedule, asked) => {
      const run = new SagaRun(saga.definition, saga.input);
      run.pauses = pausesOf(run, asked);
      for (const entry of schedule) {
        run.follow(entry);
        const waiting = toldAt(run, run.at);
        expect(waiting === null).toBe(run.state.endedAt !== null);
        if (waiting !== null) check(run, run.state, waiting);
      }
    }),
    settings,
  );
}

describe('Whatever is paused', () => {
  it('there is a sentence, and what is held and named is `paused` in it', () => {
    let count = 0;
    eachState((_run, state, { text, on }) => {
      expect(text).toMatch(/^\S.*\.$/u);
      expect(text.length).toBeLessThanOrEqual(300);
      const paused = on.filter(({ code }) => code === 'paused');
      for (const { step, direction } of state.held ?? []) {
        expect(paused).toContainEqual(expect.objectContaining({ step, direction }));
        count++;
      }
      for (const each of paused) expect(each.until === null || each.pauses.length > 0).toBe(true);
    });
    expect(count).toBeGreaterThan(100);
  });

  it('at the instant that it names something happens, or it says something else', () => {
    const met = { changes: 0, events: 0, nothing: 0 };
    eachState((run, _state, { until, text }) => {
      if (until === null) {
        met.nothing++;
        return;
      }
      // then the deadline stands still with what may be undone later, which no sentence has
      const { abort, deadlineAt, steps } = run.state;
      const isGoingBack = abort !== null || Object.values(steps).some(({ catching }) => catching);
      if (isGoingBack && deadlineAt !== null) return;
      const at = Math.max(until, run.at);
      const isChanged = toldAt(run, at)?.text !== text;
      if (isChanged) met.changes++;
      else {
        expect(happensAt(run, at)).toBe(true);
        met.events++;
      }
    });
    for (const count of Object.values(met)) expect(count).toBeGreaterThan(50);
  });

  it('nothing happens by itself where it names no instant, while the same is paused', () => {
    eachState((run, state, { until }) => {
      const isOpenEnded = run.pauses.every(({ from, to }) => to === null && from <= run.at);
      const isLocked = state.locks.some(({ status }) => status === 'waiting');
      if (until !== null || !isOpenEnded || isLocked) return;
      expect(happensAt(run, run.at + 400 * DAY_MS)).toBe(false);
    });
  });
});
