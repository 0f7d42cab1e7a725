import { differencesOf } from './difference';

describe('The difference of two values', () => {
  it('given values that are the same, when they are compared, then there is none', () => {
    const value = { a: [1, { b: null }], c: 'x' };
    expect(differencesOf(value, structuredClone(value))).toEqual([]);
  });

  it('given a part that is new, when they are compared, then it is one, with its path', () => {
    const before = { steps: { ship: { status: 'executing', output: null } } };
    const output = { trackingId: 'T-1', parcels: [1, 2] };
    const after = { steps: { ship: { status: 'succeeded', output } }, output: 'all' };
    expect(differencesOf(before, after)).toEqual([
      {
        path: 'steps.ship.status',
        kind: 'changed',
        before: 'executing',
        after: 'succeeded',
      },
      { path: 'steps.ship.output', kind: 'changed', before: null, after: output },
      { path: 'output', kind: 'added', before: undefined, after: 'all' },
    ]);
  });

  it('given lists, when one is longer, then the places tell which is new', () => {
    expect(differencesOf({ items: [1, 2] }, { items: [1, 3, 4] })).toEqual([
      { path: 'items[1]', kind: 'changed', before: 2, after: 3 },
      { path: 'items[2]', kind: 'added', before: undefined, after: 4 },
    ]);
  });

  it('given names that are no words, when they are told, then they are quoted', () => {
    const paths = differencesOf({}, { 'a b': 1, 'reserve[0]': 2, '': 3 }).map(({ path }) => path);
    expect(paths).toEqual(['["a b"]', 'reserve[0]', '[""]']);
  });

  it('given null, when it is compared with an object, then the whole is changed', () => {
    expect(differencesOf(null, {})).toEqual([
      { path: '', kind: 'changed', before: null, after: {} },
    ]);
  });
});
