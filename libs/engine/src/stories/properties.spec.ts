import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  checkInvariants,
  compile,
  definitionDocuments,
  endFairly,
  outcomes,
  SagaRun,
  schedules,
  type ScheduleEntry,
} from '#testing-sagas';
import { type SagaDefinition, catchesCode, computeBackoffMs, computeIntervalMs } from '#definition';
import { nextWakeAt } from '../inputs/timers.js';
import type { Command } from '../state/decision.js';
import type { ReplyOutcome } from '../state/saga-input.js';

/**
 * Random definitions times random schedules of replies, duplicates, late and forged replies, timers
 * and operators. PB1 to PB9 are the numbers of the project's list of engine properties.
 */
const settings = { runs: 100, seededRuns: 300 };

const sagas = definitionDocuments.map(({ document, input, isSound }) => ({
  definition: compile(document),
  input,
  isSound,
  toString: () => JSON.stringify(document, null, 1),
}));

function runAll(
  { definition, input }: { definition: SagaDefinition; input: Readonly<Record<string, boolean>> },
  schedule: readonly ScheduleEntry[],
  onEach: (run: SagaRun) => void = () => undefined,
): SagaRun {
  const run = new SagaRun(definition, input, checkInvariants);
  for (const entry of schedule) {
    run.follow(entry);
    onEach(run);
  }
  return run;
}

const succeeds: ReplyOutcome = { type: 'succeeded', output: { id: 1 } };

describe('every saga, whatever happens to it', () => {
  it('PB1, PB2: never throws and keeps the invariants', () => {
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        runAll(saga, schedule);
      }),
      settings,
    );
  });

  it('PB1: has a state that survives JSON', () => {
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        const { state } = runAll(saga, schedule);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
      settings,
    );
  });

  it('PB3: takes the same reply or timer twice as once', () => {
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        const run = new SagaRun(saga.definition, saga.input, checkInvariants);
        for (const entry of schedule) {
          const input = run.inputOf(entry);
          run.take(input);
          if (input.type !== 'reply' && input.type !== 'timer') continue;
          const once = run.state;
          // a wait whose time was over before it began is due at once
          if (input.type === 'timer' && (nextWakeAt(once) ?? Infinity) <= input.at) continue;
          expect(run.take(input).type).toBe('ignored');
          expect(run.state).toBe(once);
        }
      }),
      settings,
    );
  });

  it('PB5: is what its history says, after every step', () => {
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        runAll(saga, schedule, (run) => expect(run.replay()).toEqual(run.state));
      }),
      settings,
    );
  });

  it('PB6: waits for a timer while it is open and not stuck', () => {
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        runAll(saga, schedule); // checkInvariants looks for the driver after each input
      }),
      settings,
    );
  });

  it('PB9: stays the same to the byte when a timer fires too early', () => {
    assertProperty(
      fc.property(sagas, schedules, (saga, schedule) => {
        const run = runAll(saga, schedule);
        run.follow({ type: 'stale-timer' });
        const before = JSON.stringify(run.state);
        run.follow({ type: 'stale-timer' });
        expect(JSON.stringify(run.state)).toBe(before);
      }),
      settings,
    );
  });
});

const soundSagas = sagas.filter(({ isSound }) => isSound);

describe('a saga whose participants answer', () => {
  it('PB7: ends within a bound, completed when nobody says no', () => {
    assertProperty(
      fc.property(soundSagas, (saga) => {
        const run = new SagaRun(saga.definition, saga.input, checkInvariants);
        const turns = endFairly(run);
        expect(run.state.status).toBe('completed');
        // an iteration of a loop is one more step
        expect(turns).toBeLessThanOrEqual(Object.keys(run.state.steps).length);
      }),
      settings,
    );
  });

  it('PB7: ends compensated when one step before the pivot says no', () => {
    assertProperty(
      fc.property(soundSagas, fc.nat(20), (saga, index) => {
        const run = new SagaRun(saga.definition, saga.input, checkInvariants);
        const candidates = saga.definition.steps.filter(({ kind }) => kind !== 'retryable');
        const refused = candidates[index % candidates.length];
        const refusing = refused?.name;
        endFairly(run, {
          outcome: ({ step, direction }) =>
            step === refusing && direction === 'execute' ? refusal : succeeds,
        });
        const wasAsked = run.sent.some(({ step }) => step === refusing);
        const isCaught = catchesCode(refused?.catches ?? null, 'NO');
        const goesBack = wasAsked && !isCaught;
        expect(run.state.status).toBe(goesBack ? 'compensated' : 'completed');
      }),
      settings,
    );
  });

  it('PB4: ends the same whichever of two parallel branches answers first', () => {
    assertProperty(
      fc.property(soundSagas, fc.nat(6), outcomes, outcomes, (saga, warmUp, first, second) => {
        const [left, right] = ['left', 'right'].map(() => warmedUp(saga, warmUp));
        const pair = left?.inFlight.slice(0, 2) ?? [];
        if (!left || !right || pair.length < 2) return;
        const answers = pair.map((command, index) => ({
          command,
          outcome: index === 0 ? first : second,
        }));
        answerAll(left, answers);
        answerAll(right, [...answers].reverse());
        expect(finalStatus(left)).toBe(finalStatus(right));
      }),
      settings,
    );
  });
});

const refusal: ReplyOutcome = { type: 'refused', error: { code: 'NO', message: 'no' } };

function warmedUp(
  saga: { definition: SagaDefinition; input: Readonly<Record<string, boolean>> },
  turns: number,
): SagaRun {
  const run = new SagaRun(saga.definition, saga.input, checkInvariants);
  for (let turn = 0; turn < turns && run.inFlight.length === 1; turn++) {
    answerAll(run, [{ command: run.inFlight[0] as Command, outcome: succeeds }]);
  }
  return run;
}

function answerAll(
  run: SagaRun,
  answers: readonly { readonly command: Command; readonly outcome: ReplyOutcome }[],
): void {
  for (const { command, outcome } of answers) {
    const { step, iteration, direction, attempt } = command;
    const at = run.at + 1;
    run.take({ type: 'reply', at, step, iteration, direction, attempt, outcome });
  }
}

/** Everything still open succeeds; what backs off gets its time. */
function finalStatus(run: SagaRun): string {
  for (let turn = 0; turn < 200 && run.state.endedAt === null; turn++) {
    const [command] = run.inFlight;
    if (command) answerAll(run, [{ command, outcome: succeeds }]);
    else run.follow({ type: 'timer', lateMs: 0, isUnsent: false });
  }
  return run.state.status;
}

describe('the back-off (PB8)', () => {
  const policies = fc.record({
    maxAttempts: fc.integer({ min: 1, max: 1000 }),
    initialIntervalMs: fc.integer({ min: 1, max: 86_400_000 }),
    backoffCoefficient: fc.double({ min: 1, max: 100, noNaN: true }),
    maxIntervalMs: fc.integer({ min: 1, max: 31_536_000_000 }),
    jitter: fc.constantFrom('full' as const, 'none' as const),
    nonRetryable: fc.constant([]),
  });

  it('is finite, positive and never above its maximum, up to a million attempts', () => {
    assertProperty(
      fc.property(policies, fc.integer({ min: 1, max: 1_000_000 }), (policy, failures) => {
        const delayMs = computeBackoffMs(policy, failures, `seed/${failures}`);
        expect(delayMs).toBeGreaterThan(0);
        expect(delayMs).toBeLessThanOrEqual(policy.maxIntervalMs);
      }),
      settings,
    );
  });

  it('never shrinks before jitter', () => {
    assertProperty(
      fc.property(policies, fc.integer({ min: 1, max: 1_000_000 }), (policy, failures) => {
        const shorter = computeIntervalMs(policy, failures);
        expect(computeIntervalMs(policy, failures + 1)).toBeGreaterThanOrEqual(shorter);
      }),
      settings,
    );
  });
});
