import { compile, SagaRun } from '#testing-sagas';
import type { ReplyOutcome } from '../../state/saga-input.js';
import type { Pause, PauseScope } from '../../pausing/pauses.js';
import {
  NOTHING_KNOWN,
  tellWaiting,
  waitsOf,
  type Waiting,
  type WaitingOn,
} from '../../waiting/waiting.js';

/* Given a step that a pause holds, when something else goes on, then both are said. */

const BRANCHES = {
  name: 'trip',
  steps: [
    { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel' },
    { name: 'rent', after: [], command: 'cars.rent', compensation: 'cars.give-back' },
    { name: 'pay', after: ['book'], command: 'bank.pay', compensation: 'bank.refund' },
  ],
};
const OK = { type: 'succeeded', output: null } as const;
const NO = { type: 'refused', error: { code: 'DECLINED', message: 'no' } } as const;

function pauseOf(scope: PauseScope, more: Partial<Pause> = {}): Pause {
  return { id: 'p-1', scope, from: 0, to: null, withCompensations: false, ...more };
}

function told(run: SagaRun): Waiting {
  const { definition, state, at } = run;
  const waits = waitsOf(state);
  if (waits === null) throw new Error('it is open');
  const pauses = run.pauses.map((pause) => {
    return { pause, by: { actor: 'alice', reason: 'it moves' } };
  });
  return tellWaiting(waits, { sagaId: state.id, definition }, { ...NOTHING_KNOWN, pauses, at });
}

function brief({ code, step, direction }: WaitingOn): readonly unknown[] {
  return [code, step, direction];
}

function happened(run: SagaRun): readonly string[] {
  return (run.transitions.at(-1)?.events ?? []).map((event) => {
    return 'step' in event ? `${event.type} ${String(event.step)}` : event.type;
  });
}

function answer(run: SagaRun, name: string, outcome: ReplyOutcome): void {
  const command = run.inFlight.find(({ step }) => step === name);
  if (command === undefined) throw new Error(`${name} is not in flight`);
  run.answer(command, outcome);
}

/** `pay` is held, while `rent` is under way. */
function heldBeside(): SagaRun {
  const run = new SagaRun(compile(BRANCHES), {});
  run.pauses = [pauseOf({ definition: 'trip', step: 'pay' })];
  answer(run, 'book', OK);
  return run;
}

describe('A step that a pause keeps from beginning', () => {
  it('is said first, whatever else is under way, and stands in the history', () => {
    const run = heldBeside();
    const waiting = told(run);
    expect(happened(run)).toEqual(['step-succeeded book', 'step-held pay']);
    expect(waiting.on.map(brief)).toEqual([
      ['paused', 'pay', 'execute'],
      ['executing', 'rent', 'execute'],
    ]);
    expect(waiting.text).toMatch(
      /^pay is paused since .*: alice paused the step pay of trip \("it/,
    );
    expect(waiting.text).toMatch(/; 1 other wait beside it\.$/);
  });

  it('is let go when the pause is over, and begins', () => {
    const run = heldBeside();
    run.pauses = run.pauses.map((pause) => ({ ...pause, to: run.at }));
    run.take({ type: 'timer', at: run.at + 1, unsent: [] });
    expect(happened(run)).toEqual(['step-released pay', 'command-issued pay']);
    expect(run.state.held).toBeUndefined();
    expect(told(run).code).toBe('executing');
  });

  it('is no longer next when the saga goes back, and its undoing may be held in turn', () => {
    const run = heldBeside();
    run.pauses = [...run.pauses, pauseOf({ participant: 'hotel' }, { withCompensations: true })];
    answer(run, 'rent', NO);
    expect(happened(run)).toContain('step-released pay');
    expect(happened(run)).toContain('step-held book');
    expect(run.state.held).toMatchObject([{ step: 'book', direction: 'compensate' }]);
    expect(told(run).on.map(brief)).toContainEqual(['paused', 'book', 'compensate']);
    expect(told(run).text).toMatch(/^undoing book is paused since/);
  });

  it('is said when the saga itself is paused, and goes with it', () => {
    const run = new SagaRun(compile(BRANCHES), {});
    const by = { type: 'operator', actor: 'o', reason: 'r' } as const;
    run.take({ ...by, at: run.at + 1, action: { name: 'pause' } });
    answer(run, 'book', OK);
    expect(told(run).on.map(brief)).toEqual([
      ['paused', null, null],
      ['paused', 'pay', 'execute'],
      ['executing', 'rent', 'execute'],
    ]);
    run.take({ ...by, at: run.at + 1, action: { name: 'abandon' } });
    expect(run.state.held).toBeUndefined();
  });
});

describe('Several pauses', () => {
  const bank = { participant: 'bank' };
  const all = { definition: 'trip' };

  it('hold until the last one is over, and are all named', () => {
    const run = heldBeside();
    const [one, two] = [run.at + 10_000, run.at + 20_000];
    run.pauses = [pauseOf(all, { to: one }), pauseOf(bank, { id: 'p-2', to: two })];
    const [pay] = told(run).on;
    expect(pay).toMatchObject({ step: 'pay', until: two });
    expect(pay?.pauses.map(({ id }) => id)).toEqual(['p-2', 'p-1']);
    expect(told(run).text).toMatch(
      /: alice paused the participant bank \("it moves"\) and alice paused the definition trip/,
    );
  });

  it('have no end while one of them has none', () => {
    const run = heldBeside();
    run.pauses = [pauseOf(all, { to: run.at + 10_000 }), pauseOf(bank, { id: 'p-2' })];
    expect(told(run).on[0]).toMatchObject({ step: 'pay', until: null });
    expect(told(run).on[1]).toMatchObject({ step: 'rent', until: run.at + 10_000 });
    expect(told(run).text).toContain('paused the participant bank');
  });
});

const PAST = {
  name: 'trip',
  steps: [
    { name: 'pay', command: 'bank.pay', kind: 'pivot' },
    { name: 'ship', after: ['pay'], command: 'hotel.send', kind: 'retryable' },
    { name: 'tell', after: ['pay'], command: 'cars.tell', kind: 'retryable' },
  ],
};

describe('A saga that is stuck', () => {
  it.each([
    ['the definition trip', { definition: 'trip' }],
    ['the participant cars', { participant: 'cars' }],
  ])('says so first, and that %s is paused', (what, scope) => {
    const run = new SagaRun(compile(PAST), {});
    run.pauses = [pauseOf({ participant: 'cars' })];
    answer(run, 'pay', OK);
    answer(run, 'ship', NO);
    run.pauses = [pauseOf(scope)];
    const stuck = told(run);
    expect(stuck).toMatchObject({ code: 'stuck', until: null });
    expect(stuck.text).toContain(`; beside, alice paused ${what} ("it moves")`);
    expect(stuck.on.map(({ code }) => code)).toEqual(['stuck', 'paused']);
    expect(stuck.on[1]).toMatchObject({ step: 'tell', pauses: [{ id: 'p-1', scope }] });
  });

  it('says so where nothing else of it is under way, too', () => {
    const { steps } = PAST;
    const run = new SagaRun(compile({ ...PAST, steps: steps.slice(0, 2) }), {});
    answer(run, 'pay', OK);
    answer(run, 'ship', NO);
    run.pauses = [pauseOf({ definition: 'trip' })];
    expect(told(run).on.map(brief)).toEqual([
      ['stuck', 'ship', 'execute'],
      ['paused', null, null],
    ]);
    expect(told(run).text).toContain('; beside, alice paused the definition trip');
  });
});

describe('What is to be undone', () => {
  it('is not what was refused, though a fence is sent for it', () => {
    const run = new SagaRun(compile(BRANCHES), {});
    answer(run, 'book', OK);
    answer(run, 'pay', NO);
    expect(run.state.steps['pay']).toMatchObject({ status: 'compensating' });
    expect(waitsOf(run.state)?.undo).toEqual({ done: 0, of: 2 });
    answer(run, 'pay', OK);
    expect(run.state.steps['pay']).toMatchObject({ status: 'compensated' });
    expect(waitsOf(run.state)?.undo).toEqual({ done: 0, of: 2 });
  });
});
