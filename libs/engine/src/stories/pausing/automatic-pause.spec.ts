import { compile, SagaRun } from '#testing-sagas';
import type { Pause, PauseScope } from '../../pausing/pauses.js';
import type { Decision } from '../../state/decision.js';

const ATTEMPTS = { maxAttempts: 3, initialInterval: '10s', jitter: 'none' };
const NO_UNDO = { compensation: 'none' };
const TRIP = {
  name: 'trip',
  deadline: '1h',
  defaults: { retry: ATTEMPTS, timeout: '1m', compensation: { retry: ATTEMPTS } },
  steps: [
    { name: 'book', command: 'hotel.book', compensation: 'hotel.cancel' },
    { name: 'rate', command: 'hotel.rate', catch: 'any', after: ['book'], ...NO_UNDO },
    { name: 'pay', command: 'bank.pay', after: ['book'], ...NO_UNDO },
    { name: 'stay', command: 'hotel.stay', after: ['pay'], ...NO_UNDO },
  ],
};
const ERROR = { type: 'errored', error: { code: 'AWAY', message: 'away' } } as const;
const PAUSE = 'f0000000-0000-4000-8000-000000000001';
const HOTEL = { participant: 'hotel' };

function automatic(run: SagaRun, scope: PauseScope = HOTEL): Pause {
  return { id: PAUSE, scope, from: run.at, to: null, withCompensations: false, isAutomatic: true };
}

/** `book` was answered with an error, and then attempts of `hotel` were paused. */
function held(): SagaRun {
  const run = new SagaRun(compile(TRIP), {});
  run.answer(first(run), ERROR);
  run.pauses = [automatic(run)];
  return run;
}

function first(run: SagaRun) {
  const [command] = run.inFlight;
  if (command === undefined) throw new Error('nothing is in flight');
  return command;
}

function probe(run: SagaRun, inMs = 60_000, mayResend = false): Decision {
  const at = run.at + inMs;
  return run.take({ type: 'timer', at, unsent: [], probe: { pauseId: PAUSE, mayResend } });
}

function leftOf(run: SagaRun, step: string): number | null {
  const state = run.state.steps[step];
  return state !== undefined && 'exchange' in state ? state.exchange.attemptsLeft : null;
}

describe('A probe of an automatic pause', () => {
  it('sends the attempt that is held, which is one more than the saga has', () => {
    const run = held();
    expect(leftOf(run, 'book')).toBe(2);
    const decision = probe(run);
    expect(decision).toMatchObject({
      events: [
        { type: 'clocks-moved' },
        { type: 'command-issued', step: 'book', attempt: 2, attemptsLeft: 2, probe: PAUSE },
      ],
    });
    expect(run.replay()).toEqual(run.state);
  });

  it.each([1, 5, 20])('leaves it the attempts that it had after %d that failed', (probes) => {
    const run = held();
    for (let count = 0; count < probes; count++) {
      probe(run);
      run.answer(first(run), ERROR);
    }
    expect(leftOf(run, 'book')).toBe(2);
    run.pauses = run.pauses.map((pause) => ({ ...pause, to: run.at + 1 }));
    run.take({ type: 'timer', at: run.at + 1, unsent: [] });
    expect(run.passTime()).toBe(true);
    expect(leftOf(run, 'book')).toBe(1);
    expect(run.state.status).toBe('running');
  });

  it('has no timeout: its clock stands still, and so does the deadline', () => {
    const run = held();
    probe(run);
    const deadline = run.state.deadlineAt ?? 0;
    expect(run.passTime()).toBe(false);
    run.take({ type: 'timer', at: run.at + 3 * 3_600_000, unsent: [] });
    expect(run.state.status).toBe('running');
    run.answer(first(run), { type: 'succeeded', output: {} });
    expect((run.state.deadlineAt ?? 0) - deadline).toBe(3 * 3_600_000 + 1);
  });

  it('begins the step that is next, once, if nothing is held', () => {
    const run = new SagaRun(compile(TRIP), {});
    run.answer(first(run), { type: 'succeeded', output: {} });
    run.pauses = [automatic(run)];
    const pay = run.inFlight.find(({ step }) => step === 'pay');
    if (pay === undefined) throw new Error('pay is in flight');
    run.answer(pay, { type: 'succeeded', output: {} });
    expect(run.state.steps['stay']?.status).toBe('pending');
    probe(run);
    expect(leftOf(run, 'stay')).toBe(3);
    probe(run);
    expect(run.sent.filter(({ step }) => step === 'stay').length).toBe(1);
  });

  it('sends a command that is under way once more, if it may and nothing is held', () => {
    const run = new SagaRun(compile(TRIP), {});
    run.pauses = [automatic(run)];
    expect(probe(run)).toEqual({ type: 'ignored', reason: 'nothing-due' });
    expect(probe(run, 1, true)).toMatchObject({
      commands: [{ step: 'book', attempt: 1 }],
      events: [
        { type: 'clocks-moved' },
        { type: 'commands-resent', probe: { pause: PAUSE, step: 'book' } },
      ],
    });
    expect(run.state.steps['book']).toMatchObject({ exchange: { probe: PAUSE, attempt: 1 } });
    expect(run.replay()).toEqual(run.state);
  });

  it.each([
    ['the saga is paused itself', { definition: 'trip' }],
    ['a person paused the participant', HOTEL],
  ])('lets nothing through while %s', (_why, scope) => {
    const run = held();
    const other = { id: 'p-2', scope, from: run.at, to: null, withCompensations: false };
    run.pauses = [...run.pauses, other];
    const sent = run.sent.length;
    probe(run);
    expect(run.sent.length).toBe(sent);
  });

  it('lets nothing through a pause that a person made, or that is over', () => {
    const run = held();
    run.pauses = [{ ...automatic(run), isAutomatic: false }];
    const sent = run.sent.length;
    probe(run);
    expect(run.sent.length).toBe(sent);
  });
});

describe('An automatic pause', () => {
  it('does not hold a step whose failure is caught, nor what undoes', () => {
    const run = new SagaRun(compile(TRIP), {});
    run.answer(first(run), { type: 'succeeded', output: {} });
    run.pauses = [automatic(run)];
    const rate = run.inFlight.find(({ step }) => step === 'rate');
    if (rate === undefined) throw new Error('rate is in flight');
    run.answer(rate, ERROR);
    expect(run.passTime()).toBe(true);
    expect(run.inFlight.map(({ step }) => step)).toContain('rate');
    const action = { name: 'cancel' } as const;
    run.take({ type: 'operator', at: run.at + 1, action, actor: 'ann', reason: 'test' });
    for (const command of run.inFlight) run.answer(command, { type: 'succeeded', output: {} });
    expect(run.sent.map(({ command }) => command)).toContain('hotel.cancel');
  });
});
