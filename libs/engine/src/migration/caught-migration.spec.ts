import { compile, SagaRun } from '#testing-sagas';
import { checkMigration } from './check-migration.js';

const steps = [
  {
    name: 'create',
    command: 'order.create',
    compensation: 'order.reject',
    catch: 'any',
    retry: { maxAttempts: 1 },
  },
  { name: 'approve', wait: { signal: 'approval' } },
];

describe('A saga whose step failed and is being undone, to be caught', () => {
  it('STEP_BEING_CAUGHT: does not fit another version', () => {
    const run = new SagaRun(compile({ name: 'order', steps }), {});
    run.follow({ type: 'timer', lateMs: 0, isUnsent: false });
    expect(run.state.steps['create']).toMatchObject({ status: 'compensating' });
    const check = checkMigration(run.state, run.definition, compile({ name: 'order', steps }, 2));
    expect(check).toMatchObject({ reasons: [{ code: 'STEP_BEING_CAUGHT', step: 'create' }] });
  });
});
