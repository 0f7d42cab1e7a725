import { compile, SagaRun } from '#testing-sagas';
import { checkMigration } from './check-migration.js';

function version(number: number, repeat: object) {
  const page = { name: 'page', command: 'book.page', compensation: 'none' };
  const steps = [{ ...page, repeat: { until: '${output.isLast}', ...repeat } }];
  return compile({ name: 'import', steps }, number);
}

describe('A saga in a `repeat`', () => {
  const run = new SagaRun(version(1, {}), {});
  const reasonsOf = (repeat: object) => {
    const check = checkMigration(run.state, run.definition, version(2, repeat));
    return check.fits ? [] : check.reasons.map(({ code, detail }) => [code, detail]);
  };

  it('STEP_LOOP_CHANGED: does not fit a version that collects: its output would be another', () => {
    expect(reasonsOf({ collect: true })).toEqual([
      ['STEP_LOOP_CHANGED', 'page has begun: it was a repeat, and would be a repeat that collects'],
    ]);
  });

  it('fits one whose condition asks for a signal, and takes that from then on', () => {
    const until = '${output.isLast || signals.stop != null}';
    expect(reasonsOf({ until })).toEqual([]);
    const migrated = new SagaRun(version(1, {}), {});
    const action = { name: 'migrate', toVersion: 2 } as const;
    const operator = { type: 'operator', action, actor: 'ann', reason: 'test' } as const;
    migrated.take({ ...operator, at: migrated.at + 1, target: version(2, { until }) });
    const signal = { type: 'signal', name: 'stop', id: 's', payload: null } as const;
    expect(migrated.take({ ...signal, at: migrated.at + 1 }).type).toBe('transition');
  });
});
