import { fill, rulesBrokenBy } from './expression.fixture.js';

const INPUT = { id: 'o-1', qty: 3, price: 1.5, isGift: true, lines: [1, 2], none: null };

describe('A text is a template', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['$ {x} $x {', '$ {x} $x {'],
    ['order:${input.id}', 'order:o-1'],
    ['${input.id}-${input.qty}x${input.price}', 'o-1-3x1.5'],
    ['gift: ${input.isGift}', 'gift: true'],
    ['${1}${2}', '12'],
    ['$${input.id}', '${input.id}'],
    ['a $${b} ${input.id}', 'a ${b} o-1'],
    ['$$${input.id}', '$${input.id}'],
  ])('%j gives %j', (template, text) => {
    expect(fill(template, INPUT)).toBe(text);
  });

  it('one expression alone gives its typed value', () => {
    expect(fill('${input.qty}', INPUT)).toBe(3);
    expect(fill('${input.lines}', INPUT)).toEqual([1, 2]);
    expect(fill('${input.none}', INPUT)).toBeNull();
    expect(fill('${input}', INPUT)).toEqual(INPUT);
  });

  it.each([
    ['${"}"}', '}'],
    ["${'it\\'s }'}", "it's }"],
    ['${"""a"}b"""}', 'a"}b'],
    ["${r'}\\d'}", '}\\d'],
    ['${{"a": {"b": "}"}}["a"]["b"]}', '}'],
    ['${1 // }\n + 1}', 2],
    ['${ "${x}" }', '${x}'],
  ])('braces within an expression do not end it: %j', (template, value) => {
    expect(fill(template)).toBe(value);
  });

  it.each(['${', '${input.id', 'a ${"b}', '${{}', '${"""a"}', '${1 // }'])(
    'an expression without an end is refused: %j',
    (template) => {
      expect(rulesBrokenBy(template)).toEqual(['expression-syntax ']);
    },
  );

  it.each(['a ${input.lines}', 'a ${input}', 'a ${input.none}'])(
    'only texts, numbers and booleans can stand in a text: %j',
    (template) => {
      expect(() => fill(template, INPUT)).toThrow('string() cannot be applied to');
    },
  );

  it.each(['a ${[1]}', 'a ${{"a": 1}}', 'a ${null}'])('known early for %j', (template) => {
    expect(rulesBrokenBy(template)).toEqual(['expression-type ']);
  });
});

describe('A mapping is JSON with templates in it', () => {
  it('a value does not get the key by which its holder would reach a prototype', () => {
    const template = { constructor: '${input}' };
    expect(fill(template, { name: 'Ferrari' })).toEqual({ constructor: { name: 'Ferrari' } });
    expect(fill({ car: '${input}' }, { prototype: 1 })).toEqual({ car: { prototype: 1 } });
    expect(() => fill(template, { prototype: 1 })).toThrow('has a property "prototype"');
  });

  it('objects and lists of any depth; other values stay', () => {
    const template = { a: ['${input.qty}', { b: 'x${input.id}' }], c: 1, d: null, e: true };
    const filled = { a: [3, { b: 'xo-1' }], c: 1, d: null, e: true };
    expect(fill(template, INPUT)).toEqual(filled);
  });

  it('faults are told by place', () => {
    expect(rulesBrokenBy({ 'a/b': ['${', '${nobody}'] })).toEqual([
      'expression-syntax /a~1b/0',
      'expression-scope /a~1b/1',
    ]);
  });

  it('a key is no template', () => {
    expect(rulesBrokenBy({ '${input.id}': 1 })).toEqual(['expression-in-key /${input.id}']);
  });
});
