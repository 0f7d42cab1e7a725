import { checkedData, EventUnusableError, type DomainEvent } from './domain-event.js';

const PLACED: DomainEvent = { event: 'order.placed', data: { orderId: 'o-1' } };
const nested = (depth: number): DomainEvent['data'] => (depth === 0 ? 1 : [nested(depth - 1)]);

describe('An event', () => {
  it.each<DomainEvent>([
    PLACED,
    { event: 'placed', data: null },
    { event: 'order-line.v2.price_changed', data: [1, 'two'], key: 'o-1' },
    { event: 'sagas.counted', data: nested(30) },
  ])('may be %j', (event) => {
    expect(checkedData(event, 'id')).toBe(JSON.stringify(event.data));
  });

  it.each<[string, DomainEvent]>([
    ['without a name', { ...PLACED, event: '' }],
    ['whose name is a pattern', { ...PLACED, event: 'order.*' }],
    ['whose name has an empty word', { ...PLACED, event: 'order..placed' }],
    ['whose name is too long for a routing key', { ...PLACED, event: 'a'.repeat(201) }],
    ['that passes for one of the conductor', { ...PLACED, event: 'saga.completed.order' }],
    ['with an empty key', { ...PLACED, key: '' }],
    ['with a key that cannot be stored', { ...PLACED, key: 'a\0' }],
    ['nested too deep', { ...PLACED, data: nested(32) }],
    ['that is too large', { ...PLACED, data: 'x'.repeat(1024 * 1024) }],
    ['with a text that cannot be stored', { ...PLACED, data: 'a\0' }],
    ['with a number that JSON does not have', { ...PLACED, data: { total: NaN } }],
    ['with a Map', { ...PLACED, data: { byId: new Map() } as unknown as string }],
    ['with a BigInt', { ...PLACED, data: [5n] as unknown as string }],
    ['whose data are no JSON', { ...PLACED, data: (() => 1) as unknown as string }],
  ])('%s is refused', (_what, event) => {
    expect(() => checkedData(event, 'id')).toThrow(EventUnusableError);
  });
});
