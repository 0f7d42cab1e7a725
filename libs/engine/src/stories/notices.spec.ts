import {
  operatorAsks,
  refused,
  sagaSpecification,
  started,
  succeeded,
  undone,
} from '#testing-sagas';
import type { Decision } from '../state/decision.js';

const given = sagaSpecification({
  name: 'order',
  steps: [
    { name: 'create', command: 'order.create', compensation: 'order.cancel' },
    { name: 'pay', command: 'payment.take', kind: 'pivot' },
    { name: 'ship', command: 'shipping.ship', kind: 'retryable' },
  ],
  output: { parcel: '${steps.ship.output}' },
});

describe('What a saga tells of its life', () => {
  it('is that it began', () => {
    given().when(started({}, 'o-1')).thenTells('saga.started.order');
  });

  it('is nothing while it only goes on', () => {
    given(started()).when(succeeded('create')).thenTells();
  });

  it('is that it completed, with its output', () => {
    const { decision } = given(started({}, 'o-1'), succeeded('create'), succeeded('pay'))
      .when(succeeded('ship', 'p-1'))
      .thenTells('saga.completed.order');
    const [notice] = decision.type === 'transition' ? decision.notices : [];
    expect(notice).toMatchObject({
      data: {
        definition: 'order',
        definitionVersion: 1,
        key: 'o-1',
        status: 'completed',
        at: '2030-01-01T00:00:00.004Z',
        output: { parcel: 'p-1' },
      },
    });
  });

  it('is that it was compensated, and why', () => {
    const { decision } = given(started(), succeeded('create'), refused('pay', 'CARD_DECLINED'))
      .when(undone('create'))
      .thenTells('saga.compensated.order');
    const [notice] = decision.type === 'transition' ? decision.notices : [];
    expect(notice).toMatchObject({ data: { error: { code: 'CARD_DECLINED' } } });
  });

  it('is that it is stuck, once, and that it was abandoned', () => {
    const stuck = given(started(), succeeded('create'), succeeded('pay'));
    stuck.when(refused('ship')).thenTells('saga.stuck.order');
    given(started(), succeeded('create'), succeeded('pay'), refused('ship'))
      .when(operatorAsks({ name: 'abandon' }))
      .thenTells('saga.abandoned.order');
  });
});

describe('What `events` has the life-cycle events of a saga `include`', () => {
  const telling = sagaSpecification({
    name: 'order',
    events: { include: ['input'] },
    steps: [{ name: 'create', command: 'order.create', compensation: 'none' }],
    output: { id: '${input.id}' },
  });

  function dataOf({ decision }: { readonly decision: Decision }): readonly unknown[] {
    const notices = decision.type === 'transition' ? decision.notices : [];
    return notices.map((each) => ('data' in each ? each.data : null));
  }

  it('is the input, beside what they always carry', () => {
    const input = { id: 'o-1' };
    expect(dataOf(telling().when(started(input)))).toMatchObject([{ status: 'running', input }]);
    expect(dataOf(telling(started(input)).when(refused('create', 'NO')))).toMatchObject([
      { status: 'compensated', error: { code: 'NO' }, input },
    ]);
  });

  it.each([[{}], [{ events: {} }], [{ events: { include: [] } }]])(
    'is nothing when that is left out: %j',
    (events) => {
      const document = { name: 'order', ...events, steps: [{ name: 'rest', delay: '1s' }] };
      const told = dataOf(sagaSpecification(document)().when(started({ id: 'o-1' })));
      expect(told).toMatchObject([{ status: 'running' }]);
      expect(told).not.toMatchObject([{ input: {} }]);
    },
  );

  it('is left out, and that is said, when no listener could take it', () => {
    const large = { id: 'x'.repeat(1024 * 1024 - 1100) };
    expect(dataOf(telling().when(started(large)))).toMatchObject([
      { status: 'running', inputOmitted: true },
    ]);
    let deep: object = { id: 'x' };
    for (let level = 0; level < 62; level++) deep = { deep };
    const told = dataOf(telling().when(started(deep as never)));
    expect(told).toMatchObject([{ inputOmitted: true }]);
    expect(told).not.toMatchObject([{ input: {} }]);
  });

  it('is left out beside a large output, which is left out if it is too large by itself', () => {
    const half = 'x'.repeat(600_000);
    expect(dataOf(telling(started({ id: half })).when(succeeded('create')))).toMatchObject([
      { output: { id: half }, inputOmitted: true },
    ]);
    const nearly = 'x'.repeat(1024 * 1024 - 1100);
    expect(dataOf(telling(started({ id: nearly })).when(succeeded('create')))).toMatchObject([
      { outputOmitted: true, inputOmitted: true },
    ]);
  });
});

it('A saga that completed without an output says why', () => {
  const broken = sagaSpecification({
    name: 'order',
    steps: [{ name: 'create', command: 'order.create', compensation: 'none' }],
    output: '${input.nothing}',
  });
  const { decision } = broken(started({})).when(succeeded('create'));
  const [notice] = decision.type === 'transition' ? decision.notices : [];
  expect(notice).toMatchObject({ data: { output: null, error: { code: 'EXPRESSION_FAILED' } } });
});
