import { compile, SagaRun } from '#testing-sagas';
import { checkMigration } from './check-migration.js';

const tell = (more: object = {}) => ({
  name: 'tell',
  publish: { event: 'order.priced' },
  compensation: { publish: { event: 'order.unpriced' } },
  ...more,
});
const order = (step: object, version: number) =>
  compile({ name: 'order', steps: [step, { name: 'rest', delay: '1h' }] }, version);

describe('A saga that has published an event', () => {
  const run = new SagaRun(order(tell(), 1), {});
  const reasonsFor = (step: object) => checkMigration(run.state, run.definition, order(step, 2));

  it('fits a version with other data', () => {
    const data = { data: { now: 'more' } };
    const compensation = { publish: { event: 'order.unpriced', ...data } };
    expect(reasonsFor(tell({ publish: { event: 'order.priced', ...data }, compensation }))).toEqual(
      {
        fits: true,
      },
    );
  });

  it('STEP_ACTION_CHANGED: does not fit one with another event', () => {
    expect(reasonsFor(tell({ publish: { event: 'order.other' } }))).toMatchObject({
      reasons: [
        {
          code: 'STEP_ACTION_CHANGED',
          detail: 'tell has begun: it was publish order.priced, and would be publish order.other',
        },
      ],
    });
  });

  it.each([
    ['another one', { publish: { event: 'order.other' } }, 'order.other'],
    ['none', 'none', 'nothing'],
  ])('STEP_COMPENSATION_CHANGED: nor one with %s to take it back', (_, compensation, by) => {
    expect(reasonsFor(tell({ compensation }))).toMatchObject({
      reasons: [
        {
          code: 'STEP_COMPENSATION_CHANGED',
          detail: `tell has begun: it was undone by order.unpriced, and would be undone by ${by}`,
        },
      ],
    });
  });
});
