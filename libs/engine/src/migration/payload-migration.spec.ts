import { compile, SagaRun } from '#testing-sagas';
import type { JsonValue } from '#protocol';
import { checkMigration } from './check-migration.js';

const ask = { name: 'ask', command: 'desk.ask', compensation: 'none' };
const pay = { name: 'pay', command: 'bank.pay', compensation: 'bank.back' };

function version(number: number, payloadSchema?: JsonValue) {
  const schema = payloadSchema === undefined ? {} : { payloadSchema };
  const wait = { signal: 'approval', ...schema };
  return compile({ name: 'loan', steps: [ask, { name: 'approve', wait }, pay] }, number);
}

function signal(run: SagaRun, payload: JsonValue): void {
  run.take({ type: 'signal', at: run.at + 1, name: 'approval', id: 's-1', payload });
}

function answer(run: SagaRun): void {
  const [command] = run.inFlight;
  if (command) run.answer(command, { type: 'succeeded', output: null });
}

function reasons(run: SagaRun, payloadSchema: JsonValue) {
  const check = checkMigration(run.state, run.definition, version(2, payloadSchema));
  return check.fits ? [] : check.reasons.map(({ code, step }) => `${code} ${step}`);
}

describe('A saga whose wait gets another `payloadSchema`', () => {
  it('OUTPUT_DOES_NOT_FIT: when the signal that was taken does not fit it', () => {
    const run = new SagaRun(version(1), {});
    answer(run);
    signal(run, { by: 'ann' });
    expect(reasons(run, { type: 'string' })).toEqual(['OUTPUT_DOES_NOT_FIT approve']);
    expect(reasons(run, { type: 'object' })).toEqual([]);
  });

  it('SIGNAL_DOES_NOT_FIT: when one that is kept does not fit it', () => {
    const run = new SagaRun(version(1), {});
    signal(run, { by: 'ann' });
    expect(reasons(run, { type: 'string' })).toEqual(['SIGNAL_DOES_NOT_FIT approve']);
    expect(reasons(run, { type: 'object' })).toEqual([]);
  });

  it('fits when it only waits, and when an operator skipped the wait', () => {
    const run = new SagaRun(version(1), {});
    answer(run);
    expect(reasons(run, { type: 'string' })).toEqual([]);
    const action = { name: 'skip', step: 'approve' } as const;
    run.take({ type: 'operator', at: run.at + 1, action, actor: 'ann', reason: 'test' });
    expect(reasons(run, { type: 'string' })).toEqual([]);
  });
});
