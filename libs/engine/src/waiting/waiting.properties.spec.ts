import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, SagaRun, schedules } from '#testing-sagas';
import { decide } from '../decide.js';
import { nextWakeAt } from '../inputs/timers.js';
import type { SagaState } from '../state/saga-state.js';
import { NOTHING_KNOWN, tellWaiting, waitsOf, type Waiting } from './waiting.js';
import type { SagaDefinition } from '#definition';

/** Every state that random sagas come to, whatever happens to them. */
const settings = { runs: 100, seededRuns: 300 };

const sagas = definitionDocuments.map(({ document, input }) => ({
  definition: compile(document),
  input,
  toString: () => JSON.stringify(document, null, 1),
}));

function waitingOf(state: SagaState, definition: SagaDefinition | null): Waiting | null {
  const waits = waitsOf(state);
  return waits && tellWaiting(waits, { sagaId: state.id, definition }, NOTHING_KNOWN);
}

/** Calls back with each state that a saga comes to, and counts them. */
function eachState(
  check: (state: SagaState, definition: SagaDefinition, waiting: Waiting | null) => void,
): void {
  assertProperty(
    fc.property(sagas, schedules, (saga, schedule) => {
      const run = new SagaRun(saga.definition, saga.input, ({ after }) => {
        check(after, saga.definition, waitingOf(after, saga.definition));
      });
      for (const entry of schedule) run.follow(entry);
    }),
    settings,
  );
}

function isRejecting({ status, onBusy }: SagaState['locks'][number]): boolean {
  return status === 'waiting' && onBusy === 'reject';
}

describe('Whatever happens to a saga', () => {
  it('it says what it waits for while it is open, and nothing once it has ended', () => {
    const codes = new Set<string>();
    eachState((state, _definition, waiting) => {
      expect(waiting === null).toBe(state.endedAt !== null);
      if (waiting === null) return;
      codes.add(waiting.code);
      expect(waiting.text).toMatch(/^\S.*\.$/u);
      expect(waiting.text.length).toBeLessThanOrEqual(300);
      expect(waiting.on.length).toBeGreaterThan(0);
      expect(waiting.on[0]).toMatchObject({ code: waiting.code, since: waiting.since });
      expect(waiting.since).toBeLessThanOrEqual(state.updatedAt);
      expect(waiting.since).toBeGreaterThanOrEqual(state.startedAt);
    });
    // or the property would say little
    expect([...codes].sort()).toEqual([
      'back-off',
      'child',
      'event',
      'executing',
      'inquiry',
      'lock',
      'signal',
      'stuck',
      'timer',
    ]);
  });

  it('it is stuck by its status exactly when it says so first', () => {
    eachState((state, _definition, waiting) => {
      expect(waiting?.code === 'stuck').toBe(state.status === 'stuck');
    });
  });

  it('it says so without its definition too', () => {
    eachState((state) => {
      const waiting = waitingOf(state, null);
      expect(waiting === null).toBe(state.endedAt !== null);
      if (waiting !== null) expect(waiting.text.length).toBeLessThanOrEqual(300);
    });
  });

  it('something happens by itself at the instant that it names, and nothing before', () => {
    eachState((state, definition, waiting) => {
      if (waiting === null) return;
      const { until } = waiting;
      const wakeAt = nextWakeAt(state);
      if (until === null) {
        expect(wakeAt).toBeNull();
        return;
      }
      const timer = (at: number) =>
        decide(definition, state, { type: 'timer', at, unsent: [], heldLocks: [] });
      expect(wakeAt).not.toBeNull();
      expect(wakeAt).toBeLessThanOrEqual(until);
      expect(timer(until).type).toBe('transition');
      // whoever does not wait for a lock is told so whenever the saga is woken
      if (state.locks.some(isRejecting)) return;
      // to look at a lock again is nothing that happens to the saga
      const before = timer(until - 1);
      if (before.type === 'transition') {
        expect(before.events.map(({ type }) => type)).toEqual(['locks-awaited']);
      }
    });
  });
});
