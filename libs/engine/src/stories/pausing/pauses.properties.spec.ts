import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import {
  checkInvariants,
  compile,
  definitionDocuments,
  endFairly,
  SagaRun,
  schedules,
  type ScheduleEntry,
  type Taken,
} from '#testing-sagas';
import { nextWakeAt } from '../../inputs/timers.js';
import type { Pause, PauseScope } from '../../pausing/pauses.js';
import { covers } from '../../pausing/pauses.js';
import type { SagaInput } from '../../state/saga-input.js';

const settings = { runs: 100, seededRuns: 300 };

const sagas = definitionDocuments.map(({ document, input, isSound }) => ({
  definition: compile(document),
  input,
  isSound,
  toString: () => JSON.stringify(document, null, 1),
}));

/** How often a child is asked again depends on how long it takes, and is no clock of a saga. */
const childless = sagas.filter(({ definition: { steps } }) =>
  steps.every((step) => step.type !== 'command' || step.child === null),
);

/** Before which inputs of a schedule the saga is paused, and for how long. */
const pauses = fc.array(
  fc.record({ before: fc.nat(20), ms: fc.constantFrom(1, 999, 60_000, 40 * 86_400_000) }),
  { minLength: 1, maxLength: 3 },
);
type Paused = readonly { readonly before: number; readonly ms: number }[];

/** By how much everything is later, and from which instant of the undisturbed saga on. */
interface Shift {
  readonly from: number;
  readonly ms: number;
}

/** The same, with its instants as they are after the pauses. */
function later<Value>(value: Value, shifts: readonly Shift[]): Value {
  return mapInstants(value, (instant, key) => {
    const isArrival = key === 'events';
    const felt = shifts.filter(({ from }) => isArrival || instant > from);
    return instant + felt.reduce((sum, { ms }) => sum + ms, 0);
  }) as Value;
}

/** All instants of an input or a state are in fields whose names end like this. */
const INSTANT = /^at$|At$|^since$|^countedTo$/;

function mapInstants(
  value: unknown,
  map: (instant: number, within: string) => number,
  within = '',
): unknown {
  if (Array.isArray(value)) return value.map((each) => mapInstants(each, map, within));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (key === 'payload' || key === 'output' || key === 'data') return [key, each];
      const isInstant = typeof each === 'number' && INSTANT.test(key);
      const inside = within === 'events' ? within : key;
      return [key, isInstant ? map(each, within) : mapInstants(each, map, inside)];
    }),
  );
}

/**
 * What a pause leaves as it was: all but the count of transitions, the pauses themselves, and how
 * often a lock is looked at.
 */
function comparable({ state }: SagaRun): object {
  const { version: _version, updatedAt: _updatedAt, stood: _stood, ...facts } = state;
  const locks = facts.locks.map(({ checkAt: _checkAt, dueAt, ...lock }) =>
    lock.status === 'waiting' ? { ...lock, dueAt } : lock,
  );
  return { ...facts, locks };
}

/** Runs the schedule, and the same with silent pauses, and compares the two after each input. */
function expectShifted(
  saga: { definition: SagaRun['definition']; input: Readonly<Record<string, boolean>> },
  schedule: readonly ScheduleEntry[],
  paused: Paused,
  pause: (run: SagaRun, ms: number) => void,
): void {
  const [plain, held] = [0, 1].map(() => new SagaRun(saga.definition, saga.input)) as [
    SagaRun,
    SagaRun,
  ];
  const shifts: Shift[] = [];
  for (const [index, entry] of schedule.entries()) {
    for (const { ms } of paused.filter(({ before }) => before === index)) {
      if (held.state.endedAt !== null) return;
      pause(held, ms);
      shifts.push({ from: plain.at, ms });
    }
    const input = plain.inputOf(entry);
    plain.take(input);
    const { type } = held.take(later(input, shifts));
    if (type !== 'transition') continue;
    expect(comparable(held)).toEqual(later(comparable(plain), shifts));
  }
  if (plain.state.locks.some(({ status }) => status === 'waiting')) return;
  const [wakeAt, heldWakeAt] = [plain, held].map((run) => {
    const { definition, at } = run;
    return nextWakeAt(run.state, { definition, at, pauses: run.pauses });
  });
  const expected = (wakeAt ?? null) === null ? null : later({ wakeAt }, shifts).wakeAt;
  expect(heldWakeAt).toBe(expected);
}

function operate(run: SagaRun, name: 'pause' | 'resume', at: number): void {
  const action = { name } as const;
  const decision = run.take({ type: 'operator', at, action, actor: 'ann', reason: 'test' });
  expect(decision.type).toBe('transition');
}

describe('a saga that was paused while nothing came', () => {
  it('is the one that was not, later by the length of its pauses', () => {
    assertProperty(
      fc.property(childless, schedules, pauses, (saga, schedule, paused) => {
        expectShifted(saga, schedule, paused, (run, ms) => {
          const count = run.sent.length;
          operate(run, 'pause', run.at);
          operate(run, 'resume', run.at + ms);
          expect(run.sent.length).toBe(count);
        });
      }),
      settings,
    );
  });

  it('is so too when its definition was paused, and nobody woke it', () => {
    assertProperty(
      fc.property(childless, schedules, pauses, (saga, schedule, paused) => {
        expectShifted(saga, schedule, paused, (run, ms) => {
          const from = Math.max(run.at, ...run.pauses.map(({ to }) => to ?? 0));
          const scope = { definition: run.definition.name };
          const of = { id: String(run.pauses.length), scope, withCompensations: false };
          run.pauses = [...run.pauses, { ...of, from, to: from + ms }];
        });
      }),
      settings,
    );
  });
});

/** Commands that are not those of attempts before. */
function newCommands({ decision }: Taken, run: SagaRun) {
  if (decision.type !== 'transition') return [];
  return decision.commands.filter(({ messageId }) => {
    return run.sent.filter((sent) => sent.messageId === messageId).length === 1;
  });
}

describe('a paused saga, whatever happens to it', () => {
  const phases = fc.tuple(schedules, schedules, schedules);

  it('issues nothing, publishes nothing and does not end but by an operator', () => {
    assertProperty(
      fc.property(sagas, phases, (saga, [before, during, after]) => {
        let isPaused = false;
        const run = new SagaRun(saga.definition, saga.input, (taken, self) => {
          checkInvariants(taken, self);
          if (isPaused) expectSilence(taken, self);
        });
        for (const entry of before) run.follow(entry);
        if (run.state.endedAt !== null) return;
        operate(run, 'pause', run.at);
        isPaused = true;
        for (const entry of during) run.follow(entry);
        expect(run.replay()).toEqual(run.state);
        if (run.state.endedAt !== null) return;
        isPaused = false;
        const resume = { name: 'resume' } as const;
        run.take({ type: 'operator', at: run.at + 1, action: resume, actor: 'a', reason: 'b' });
        for (const entry of after) run.follow(entry);
        expect(run.replay()).toEqual(run.state);
      }),
      settings,
    );
  });

  it('ends completed when it is resumed and nobody says no', () => {
    const sound = sagas.filter(({ isSound }) => isSound);
    assertProperty(
      fc.property(sound, fc.nat(6), fc.nat(6), (saga, turns, during) => {
        const run = new SagaRun(saga.definition, saga.input, checkInvariants);
        const plain = new SagaRun(saga.definition, saga.input);
        endFairly(plain);
        endFairly(run, { turnsMax: turns });
        if (run.state.endedAt !== null) return;
        operate(run, 'pause', run.at);
        for (const command of run.inFlight.slice(0, during)) {
          run.answer(command, { type: 'succeeded', output: { id: 1 } });
        }
        operate(run, 'resume', run.at + 1);
        endFairly(run);
        expect(run.state.status).toBe(plain.state.status);
        expect(idsOf(run)).toEqual(idsOf(plain));
      }),
      settings,
    );
  });
});

function idsOf({ sent }: SagaRun): readonly string[] {
  return [...new Set(sent.map(({ messageId }) => messageId))].sort();
}

function expectSilence(taken: Taken, run: SagaRun): void {
  expect(newCommands(taken, run)).toEqual([]);
  const { decision, input, after } = taken;
  if (decision.type !== 'transition') return;
  expect(decision.events.map(({ type }) => type)).not.toContain('event-published');
  if (input.type !== 'operator') expect(after.endedAt).toBeNull();
}

describe('a pause of more than one saga', () => {
  const scopes = fc.constantFrom('definition', 'step', 'participant');

  function scopeIn(run: SagaRun, kind: string, choice: number): PauseScope {
    const { name, steps } = run.definition;
    const step = steps[choice % steps.length];
    if (kind === 'definition' || step === undefined) return { definition: name };
    if (kind === 'step' || step.type !== 'command') return { definition: name, step: step.name };
    return { participant: step.participant };
  }

  it('holds what it covers, and lets everything end when it is over', () => {
    const args = [sagas, schedules, schedules, scopes, fc.nat(7), fc.boolean()] as const;
    assertProperty(
      fc.property(...args, (saga, before, during, kind, choice, withCompensations) => {
        let active: Pause | null = null;
        const run = new SagaRun(saga.definition, saga.input, (taken, self) => {
          if (active !== null) expectHeld(taken, self, active);
        });
        for (const entry of before) run.follow(entry);
        const scope = scopeIn(run, kind, choice);
        active = { id: 'p', scope, from: run.at, to: null, withCompensations };
        run.pauses = [active];
        for (const entry of during) run.follow(entry);
        expect(run.replay()).toEqual(run.state);
        run.pauses = [{ ...active, to: run.at + 1 }];
        active = null;
        if (run.state.endedAt !== null) return;
        run.take({ type: 'timer', at: run.at + 1, unsent: [], heldLocks: [] } as SagaInput);
        // what waits for an attempt gets it, and every attempt is answered
        const isAtEnd = () => run.state.endedAt !== null || run.state.status === 'stuck';
        for (let round = 0; round < 100 && !isAtEnd(); round++) {
          if (endFairly(run) === 0 && !isAtEnd()) expect(run.passTime()).toBe(true);
        }
        expect(isAtEnd()).toBe(true);
      }),
      settings,
    );
  });

  function expectHeld(taken: Taken, run: SagaRun, pause: Pause): void {
    for (const command of newCommands(taken, run)) {
      const step = run.definition.stepByName.get(command.step);
      const isCovered =
        step !== undefined && covers(pause, run.definition, step, command.direction);
      expect(isCovered ? command : null).toBeNull();
    }
  }
});
