import { UnwritableError, writeJson } from './write-json.js';

class Receipt {
  constructor(readonly id: string) {}
}

describe('What a handler gives is written', () => {
  it.each<[string, unknown, string]>([
    ['JSON', { a: [1, null, 'x'] }, '{"a":[1,null,"x"]}'],
    ['a date', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['an object of a class', new Receipt('r-1'), '{"id":"r-1"}'],
    ['a property that is undefined', { a: undefined, b: 1 }, '{"b":1}'],
    ['what toJSON says', { toJSON: () => ({ a: 1 }) }, '{"a":1}'],
    [
      'one object twice',
      ((one) => ({ a: one, b: [one] }))({ c: 1 }),
      '{"a":{"c":1},"b":[{"c":1}]}',
    ],
  ])('%s', (_, value, text) => {
    expect(writeJson(value)).toBe(text);
  });
});

describe('What JSON would lose is an error that says where it is', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = { circle };

  it.each<[string, unknown]>([
    ['NaN at /total', { total: NaN }],
    ['Infinity at /lines/1/price', { lines: [{ price: 1 }, { price: Infinity }] }],
    ['-Infinity at its root', -Infinity],
    ['a bigint at /id', { id: 5n }],
    ['a function at its root', () => 1],
    ['a function at /then', { then: () => 1 }],
    ['a symbol at /a~1b', { 'a/b': Symbol('x') }],
    ['a Map at /byId', { byId: new Map([['a', 1]]) }],
    ['a Set at /ids', { ids: new Set([1]) }],
    ['a Promise at /later', { later: Promise.resolve(1) }],
    ['an Error at /reason', { reason: new Error('no') }],
    ['an invalid Date at /at', { at: new Date(NaN) }],
    ['NaN at /money/amount', { money: { toJSON: () => ({ amount: NaN }) } }],
    ['cannot be written', circle],
    [
      'cannot be written',
      {
        toJSON: () => {
          throw new Error('no');
        },
      },
    ],
  ])('%s', (what, value) => {
    expect(() => writeJson(value)).toThrow(UnwritableError);
    expect(() => writeJson(value)).toThrow(what);
  });
});
