import { EffectCounts, findWrongEffects, mergeEffects } from './effects.js';

function sagas(...orders: readonly (readonly [orderId: string, isRefused: boolean])[]) {
  const counts = new EffectCounts();
  for (const [orderId, isRefused] of orders) counts.addSaga(orderId, isRefused);
  return counts;
}

describe('What participants did is held against the answers', () => {
  it('a completed saga did three steps, a refused one two compensations as well', () => {
    const effects = sagas(['order-7', false], ['order-10', true]).take();
    expect(effects).toEqual({
      'order.create': { count: 2, orders: 17 },
      'payment.charge': { count: 2, orders: 17 },
      'shipping.ship': { count: 2, orders: 17 },
      'payment.refund': { count: 1, orders: 10 },
      'order.cancel': { count: 1, orders: 10 },
    });
  });

  it('what was taken is not counted again', () => {
    const counts = sagas(['order-1', true]);
    counts.take();
    counts.addSaga('order-2', false);
    expect(counts.take()['order.create']).toEqual({ count: 1, orders: 2 });
  });

  it('three participants together did what one could have done', () => {
    const [order, payment] = [new EffectCounts(), new EffectCounts()];
    order.add('order.create', 'order-3');
    payment.add('payment.charge', 'order-3');
    order.add('order.create', 'order-4');
    expect(mergeEffects([order.take(), payment.take()])).toEqual({
      'order.create': { count: 2, orders: 7 },
      'payment.charge': { count: 1, orders: 3 },
    });
  });

  it('nothing is wrong when each command was carried out once for each of its orders', () => {
    const orders = [['order-1', false] as const, ['order-2', true] as const];
    expect(findWrongEffects(sagas(...orders).take(), sagas(...orders.toReversed()).take())).toEqual(
      [],
    );
  });

  it('a compensation that was answered and never ran is found', () => {
    const found = { ...sagas(['order-2', true]).take() };
    delete found['payment.refund'];
    expect(findWrongEffects(sagas(['order-2', true]).take(), found)).toEqual([
      'payment.refund was carried out 0 times for 1 sagas',
    ]);
  });

  it('so are a step that ran twice, and a compensation of a saga that nobody refused', () => {
    const found = sagas(['order-1', false]);
    found.add('payment.charge', 'order-1');
    found.add('order.cancel', 'order-1');
    expect(findWrongEffects(sagas(['order-1', false]).take(), found.take())).toEqual([
      'order.cancel was carried out 1 times for 0 sagas',
      'payment.charge was carried out 2 times for 1 sagas',
    ]);
  });

  it('so is a compensation of the wrong order', () => {
    const expected = sagas(['order-1', false], ['order-2', true]).take();
    const found = sagas(['order-1', true], ['order-2', false]).take();
    expect(findWrongEffects(expected, found)).toEqual([
      'order.cancel was carried out for other orders',
      'payment.refund was carried out for other orders',
    ]);
  });
});
