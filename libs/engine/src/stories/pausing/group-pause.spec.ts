import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compile, definitionDocuments, endFairly, SagaRun, schedules } from '#testing-sagas';
import { nextWakeAt } from '../../inputs/timers.js';
import { troubleAt } from '../../pausing/groups.js';
import { heldBy } from '../../pausing/holds.js';
import type { Pause } from '../../pausing/pauses.js';
import type { Direction } from '../../state/saga-state.js';

const settings = { runs: 300 };
const HOUR_MS = 3_600_000;
const RETRY = { maxAttempts: 3, initialInterval: '10s', jitter: 'none' };
const TRIP = {
  name: 'trip',
  deadline: '1h',
  defaults: { retry: RETRY, timeout: '1m', compensation: { retry: RETRY } },
  steps: [
    { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel' },
    { name: 'pay', command: 'bank.pay', compensation: 'none' },
  ],
};
const AWAY = { type: 'errored', error: { code: 'AWAY', message: 'away' } } as const;
const BROKEN = { type: 'errored', error: { code: 'BROKEN', message: 'broken' } } as const;
const NO = { type: 'refused', error: { code: 'NO', message: 'no' } } as const;

/** A pause of those that are AWAY when they book. */
function ofAway(run: SagaRun, direction: Direction = 'execute', step = 'book'): Pause {
  const place = { definition: run.definition.name, step, direction };
  const scope = { failureGroup: 'aaaaaaaaaaaaaaaa', place };
  const isOfGroup: Pause['isOfGroup'] = (error) => error?.code === 'AWAY';
  return { id: 'p', scope, from: run.at, to: null, withCompensations: false, isOfGroup };
}

function answered(...outcomes: readonly Parameters<SagaRun['answer']>[1][]): SagaRun {
  const run = new SagaRun(compile(TRIP), {});
  for (const outcome of outcomes) run.answer(first(run), outcome);
  return run;
}

function first(run: SagaRun) {
  const [command] = run.inFlight;
  if (command === undefined) throw new Error('nothing is in flight');
  return command;
}

function wakeAtOf(run: SagaRun): number | null {
  const { definition, at, pauses } = run;
  return nextWakeAt(run.state, { definition, at, pauses });
}

function holdersOf({ definition, state, at, pauses }: SagaRun): number {
  return heldBy({ definition, state, at }, pauses).length;
}

describe('A pause of a group of failures', () => {
  it('holds the next attempt, the back-off and the deadline of a saga that is in it', () => {
    const run = answered(AWAY);
    run.pauses = [ofAway(run)];
    const due = wakeAtOf(answered(AWAY)) ?? 0;
    const { deadlineAt, updatedAt } = run.state;
    expect([holdersOf(run), wakeAtOf(run)]).toEqual([1, null]);
    run.take({ type: 'timer', at: updatedAt + HOUR_MS, unsent: [] });
    expect(run.sent.length).toBe(1);
    run.pauses = run.pauses.map((pause) => ({ ...pause, to: run.at }));
    expect(wakeAtOf(run)).toBe(due + HOUR_MS);
    expect(run.passTime()).toBe(true);
    expect(run.state.deadlineAt).toBe((deadlineAt ?? 0) + HOUR_MS);
    expect(run.sent.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  it('holds nothing of a saga with another error, or at another step', () => {
    const run = answered(BROKEN);
    run.pauses = [ofAway(run)];
    expect(holdersOf(run)).toBe(0);
    expect(run.passTime()).toBe(true);
    expect(run.sent.length).toBe(2);
    const paying = answered({ type: 'succeeded', output: {} }, AWAY);
    paying.pauses = [ofAway(paying)];
    expect(holdersOf(paying)).toBe(0);
  });

  it('holds a saga from when it comes to the group, and its clocks from then on', () => {
    const run = answered();
    run.pauses = [ofAway(run)];
    run.take({ type: 'timer', at: run.at + 30_000, unsent: [] });
    expect(holdersOf(run)).toBe(0);
    run.answer(first(run), AWAY);
    expect(holdersOf(run)).toBe(1);
    const dueAt = answered(AWAY).state.steps['book'];
    const own = run.state.steps['book'];
    if (own === undefined || !('exchange' in own) || !dueAt || !('exchange' in dueAt)) {
      throw new Error('it backs off');
    }
    // nothing of the pause before it came counts
    expect(own.exchange.dueAt - run.state.updatedAt).toBe(10_000);
    run.take({ type: 'timer', at: run.at + HOUR_MS, unsent: [] });
    run.pauses = run.pauses.map((pause) => ({ ...pause, to: run.at }));
    expect((wakeAtOf(run) ?? 0) - run.at).toBe(10_000);
  });

  it('lets a saga go that comes to another error while it is held', () => {
    const run = answered(AWAY);
    run.passTime();
    run.pauses = [ofAway(run)];
    expect(holdersOf(run)).toBe(1);
    run.answer(first(run), BROKEN);
    expect(holdersOf(run)).toBe(0);
    expect(run.passTime()).toBe(true);
    expect(run.sent.length).toBe(3);
  });

  it('of those who execute holds no undo, and of those who undo holds these', () => {
    const undoing = () => {
      const run = answered(AWAY);
      run.passTime();
      run.answer(first(run), { type: 'succeeded', output: {} });
      run.answer(first(run), NO);
      return run;
    };
    const run = undoing();
    run.pauses = [ofAway(run)];
    expect(first(run).direction).toBe('compensate');
    run.answer(first(run), AWAY);
    expect(holdersOf(run)).toBe(0);
    expect(run.passTime()).toBe(true);
    const held = undoing();
    held.pauses = [ofAway(held, 'compensate')];
    held.answer(first(held), AWAY);
    expect([holdersOf(held), held.passTime()]).toEqual([1, false]);
  });
});

describe('A pause of any group, whatever happens to a saga', () => {
  const sagas = definitionDocuments.map(({ document, input }) => ({
    definition: compile(document),
    input,
    toString: () => JSON.stringify(document, null, 1),
  }));
  const directions = fc.constantFrom<Direction[]>('execute', 'compensate');

  it('issues nothing of what is in it, and lets everything end when it is over', () => {
    let held = 0;
    const args = [sagas, schedules, schedules, fc.nat(7), directions] as const;
    assertProperty(
      fc.property(...args, (saga, before, during, choice, direction) => {
        let active: Pause | null = null;
        const run = new SagaRun(saga.definition, saga.input, ({ before: was, decision }) => {
          if (active === null || was === null || decision.type !== 'transition') return;
          for (const command of decision.commands) {
            const step = saga.definition.stepByName.get(command.step);
            if (step?.type !== 'command' || step.loop !== null) continue;
            const own = was.steps[step.name];
            const isSame = own?.iteration === command.iteration;
            const trouble = isSame ? troubleAt(was, step) : null;
            const isNew = (own?.attempts[command.direction] ?? 0) < command.attempt;
            if (!isNew || trouble === null || step.name !== at) continue;
            expect([trouble.direction, command.direction]).not.toEqual([direction, direction]);
          }
        });
        const { steps } = saga.definition;
        const at = steps[choice % steps.length]?.name ?? '';
        for (const entry of before) run.follow(entry);
        active = { ...ofAway(run, direction, at), isOfGroup: () => true };
        run.pauses = [active];
        for (const entry of during) run.follow(entry);
        if (holdersOf(run) > 0) held++;
        expect(run.replay()).toEqual(run.state);
        run.pauses = [{ ...active, to: run.at + 1 }];
        active = null;
        if (run.state.endedAt !== null) return;
        run.take({ type: 'timer', at: run.at + 1, unsent: [], heldLocks: [] });
        const isAtEnd = () => run.state.endedAt !== null || run.state.status === 'stuck';
        for (let round = 0; round < 100 && !isAtEnd(); round++) {
          if (endFairly(run) === 0 && !isAtEnd()) expect(run.passTime()).toBe(true);
        }
        expect(isAtEnd()).toBe(true);
      }),
      settings,
    );
    expect(held).toBeGreaterThan(0);
  });
});
