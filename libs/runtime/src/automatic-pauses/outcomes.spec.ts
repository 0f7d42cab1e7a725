import { describeInput, type ReplyOutcome } from '#engine';
import { compile, SagaRun, type Taken } from '#testing-sagas';
import { outcomesOf, type AttemptOutcome } from './outcomes.js';

const DEFINITION = compile({
  name: 'trip',
  defaults: { retry: { maxAttempts: 2, nonRetryable: ['BAD_CARD'], jitter: 'none' } },
  steps: [
    {
      name: 'seats',
      command: 'bus.seat',
      compensation: 'bus.cancel',
      forEach: { items: '${[1, 2]}' },
    },
    { name: 'pay', command: 'bank.pay', kind: 'pivot' },
  ],
});

function outcomesIn({ input, before, decision }: Taken, wantsAnswers: boolean) {
  if (decision.type !== 'transition' || before === null) return [];
  const { state, events } = decision;
  const { id: sagaId, version, status } = state;
  const entry = { sagaId, version, at: input.at, input: describeInput(input), events };
  const history = [{ ...entry, statusBefore: before.status, status }];
  const updates = [{ state, before, versionBefore: before.version, wakeAt: null }];
  return outcomesOf({ history, updates }, { find: () => DEFINITION }, wantsAnswers);
}

/** Runs until `pay` is in flight, and gives what became of its attempt. */
function ofPay(end: (run: SagaRun) => void, wantsAnswers = true): readonly AttemptOutcome[] {
  let outcomes: readonly AttemptOutcome[] = [];
  const run = new SagaRun(DEFINITION, {}, (taken) => {
    outcomes = outcomesIn(taken, wantsAnswers);
  });
  for (const command of run.inFlight) run.answer(command, { type: 'succeeded', output: {} });
  end(run);
  return outcomes;
}

function answered(outcome: ReplyOutcome) {
  return (run: SagaRun): void => {
    const [pay] = run.inFlight;
    if (pay !== undefined) run.answer(pay, outcome);
  };
}

const error = (code: string) => ({ code, message: 'no' });
const PAY = { definition: 'trip', step: 'pay', participant: 'bank', direction: 'execute' };

describe('What becomes of an attempt', () => {
  it.each([
    ['an error', answered({ type: 'errored', error: error('DOWN') }), 'DOWN'],
    ['no reply in time', (run: SagaRun) => void run.passTime(), 'TIMEOUT'],
  ])('is a failure after %s', (_what, end, code) => {
    expect(ofPay(end)).toMatchObject([{ ...PAY, error: { code }, probeOf: null }]);
    expect(ofPay(end, false)).toMatchObject([{ ...PAY, error: { code } }]);
  });

  it.each([
    ['a success', answered({ type: 'succeeded', output: {} })],
    ['a refusal', answered({ type: 'refused', error: error('NO') })],
    ['an error with a final code', answered({ type: 'errored', error: error('BAD_CARD') })],
  ])('is an answer after %s, if anybody wants to know', (_what, end) => {
    expect(ofPay(end)).toMatchObject([{ ...PAY, error: null }]);
    expect(ofPay(end, false)).toEqual([]);
  });

  it('is told of the iteration of a loop under the name of its step', () => {
    let outcomes: readonly AttemptOutcome[] = [];
    const run = new SagaRun(DEFINITION, {}, (taken) => {
      outcomes = outcomesIn(taken, true);
    });
    const [, second] = run.inFlight;
    if (second === undefined) throw new Error('there are two');
    run.answer(second, { type: 'errored', error: error('DOWN') });
    expect(outcomes).toMatchObject([{ step: 'seats', participant: 'bus', issuedAt: run.at - 1 }]);
  });
});
