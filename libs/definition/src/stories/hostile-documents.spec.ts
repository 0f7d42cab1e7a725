import { compile, document, faultsOf, step } from './document.fixture.js';

describe('A hostile document is answered, never thrown at', () => {
  const deep = (levels: number): unknown => {
    let nested: unknown = 1;
    for (let level = 0; level < levels; level++) nested = [nested];
    return nested;
  };
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;
  const many = (count: number, more: object) =>
    Array.from({ length: count }, (_, at) => ({ ...step(`s${at}`), ...more }));

  it.each<[string, unknown, string]>([
    ['100,000 levels', deep(100_000), 'definition-depth '],
    ['a loop', loop, 'definition-depth '],
    ['a million items', { steps: Array(1_000_000).fill(0) }, 'definition-size '],
    ['256 KiB of text', document({ description: 'x'.repeat(262_144) }), 'definition-size '],
    ['a key that reaches prototypes', JSON.parse('{"__proto__":{}}'), 'forbidden-key '],
    [
      'such a key within',
      document({ output: { constructor: { prototype: 1 } } }),
      'forbidden-key /output/constructor',
    ],
    ['NUL', document({ description: 'a\0' }), 'unstorable-text /description'],
    ['half a surrogate pair', document({ output: '\ud800' }), 'unstorable-text /output'],
    ['no JSON', document({ output: undefined as never }), 'not-json /output'],
    ['a function', () => 1, 'not-json '],
    ['nothing', undefined, 'not-json '],
    ['a text', 'sale', 'type '],
    ['a list', [], 'type '],
  ])('%s', (_, posted, fault) => {
    expect(faultsOf(posted)).toEqual([fault]);
  });

  it('definition-depth: 32 levels are fine, 33 are not', () => {
    expect(faultsOf(document({ output: deep(31) as never }))).toEqual([]);
    expect(faultsOf(document({ output: deep(32) as never }))).toEqual(['definition-depth ']);
  });

  it('definition-size: 256 KiB as UTF-8 are fine, a byte more is not', () => {
    const rest = JSON.stringify(document({ output: '' })).length;
    const chars = 256 * 1024 - rest;
    expect(faultsOf(document({ output: 'x'.repeat(chars) }))).toEqual([]);
    const more = `é${'x'.repeat(chars - 1)}`;
    expect(faultsOf(document({ output: more }))).toEqual(['definition-size ']);
  });

  it('steps-limit: of 2,000 steps those beyond the limit are not looked at', () => {
    const faults = faultsOf(document({ steps: many(2000, { compensation: 'shop.undo', x: 1 }) }));
    expect(faults).toHaveLength(201);
    expect(faults[0]).toBe('steps-limit /steps');
  });

  it('200 steps with every edge there can be compile', () => {
    const steps = Array.from({ length: 200 }, (_, at) =>
      step(`s${at}`, { after: Array.from({ length: at }, (_, each) => `s${each}`) }),
    );
    expect(compile(document({ steps })).steps[0]?.dependents).toHaveLength(199);
  });
});
