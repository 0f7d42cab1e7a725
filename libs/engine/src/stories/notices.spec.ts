import {
  operatorAsks,
  refused,
  sagaSpecification,
  started,
  succeeded,
  undone,
} from '#testing-sagas';

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
