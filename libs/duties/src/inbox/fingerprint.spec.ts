import { fingerprintOf } from './fingerprint.js';

it('the order of keys makes no difference, at any depth', () => {
  const one = fingerprintOf('payment.take', { a: 1, b: [{ c: 2, d: 3 }] });
  const other = fingerprintOf('payment.take', { b: [{ d: 3, c: 2 }], a: 1 });
  expect(one).toEqual(other);
  expect(one).toHaveLength(32);
});

it.each([
  ['another value', 'payment.take', { a: 2, b: [1, 2] }],
  ['another order of a list', 'payment.take', { a: 1, b: [2, 1] }],
  ['a key more', 'payment.take', { a: 1, b: [1, 2], c: null }],
  ['a text for a number', 'payment.take', { a: '1', b: [1, 2] }],
  ['another command', 'payment.give', { a: 1, b: [1, 2] }],
])('%s makes another fingerprint', (_, pattern, data) => {
  const one = fingerprintOf('payment.take', { a: 1, b: [1, 2] });
  expect(fingerprintOf(pattern, data)).not.toEqual(one);
});
