import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { JsonObject, JsonValue } from '#protocol';
import { typeOfSchema } from './schema-type.js';
import { nameOfKinds, type ValueType } from './value-type.js';

/** Those that say something of the type of a value, and some that do not. */
const WORDS = [
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'prefixItems',
  'anyOf',
  'oneOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'enum',
  'const',
  '$ref',
  '$defs',
  'format',
  'minLength',
  'minimum',
  'patternProperties',
  'description',
];

const nameOf = (schema: JsonValue) => nameOfKinds(typeOfSchema(schema).kinds);

/** The property at the end of a path. */
function propertyAt(schema: JsonValue, ...path: readonly string[]): ValueType {
  return path.reduce((type, name) => type.property(name).type, typeOfSchema(schema));
}

describe('A schema allows kinds of values', () => {
  it.each<[string, JsonValue]>([
    ['any JSON value', true],
    ['any JSON value', {}],
    ['nothing', false],
    ['any JSON value', 'no schema'],
    ['a number', { type: 'integer' }],
    ['a string or null', { type: ['string', 'null'] }],
    ['a number or a string', { enum: [1, 'a'] }],
    ['a list', { const: [1] }],
    ['a string', { type: 'string', enum: [1, 'a'] }],
    ['a string or null', { anyOf: [{ type: 'string' }, { const: null }] }],
    ['a number', { oneOf: [{ type: 'number', minimum: 1 }, { type: 'integer' }] }],
    ['any JSON value', { anyOf: [{ type: 'string' }, {}] }],
    ['a string', { allOf: [{ type: ['string', 'null'] }, { type: ['string', 'number'] }] }],
    ['nothing', { allOf: [{ type: 'string' }, { type: 'number' }] }],
    ['a boolean', { $ref: '#/$defs/flag', $defs: { flag: { type: 'boolean' } } }],
    ['any JSON value', { $ref: '#/$defs/nowhere' }],
    ['any JSON value', { $ref: 'elsewhere.json' }],
    ['any JSON value', { not: { type: 'string' } }],
    ['any JSON value', { minimum: 1 }],
    ['a number or a string', { if: {}, then: { type: 'string' }, else: { type: 'number' } }],
    ['any JSON value', { if: { type: 'string' }, then: { minLength: 1 } }],
    ['any JSON value', { type: 'unheard-of' }],
  ])('%s: %j', (name, schema) => {
    expect(nameOf(schema)).toBe(name);
  });
});

describe('What is within', () => {
  it('items are one of those in front, or of the rest', () => {
    const { items } = typeOfSchema({ prefixItems: [{ type: 'string' }], items: { type: 'null' } });
    expect(nameOfKinds(items().kinds)).toBe('a string or null');
  });

  it('where several schemas look at an object all of them hold', () => {
    const schema = {
      properties: { a: { type: ['string', 'number'] } },
      allOf: [{ properties: { a: { type: ['string', 'null'] } }, required: ['a'] }],
    };
    expect(typeOfSchema(schema).property('a')).toMatchObject({ isRequired: true, isListed: true });
    expect(nameOfKinds(propertyAt(schema, 'a').kinds)).toBe('a string');
  });

  it('where one of several holds, a property is required when each of them requires it', () => {
    const one = { properties: { a: { type: 'string' } }, required: ['a'] };
    const other = { properties: { a: { type: 'null' }, b: true }, required: ['a', 'b'] };
    const type = typeOfSchema({ oneOf: [one, other] });
    expect(type.property('a').isRequired).toBe(true);
    expect(type.property('b')).toMatchObject({ isRequired: false, isListed: true });
    expect(nameOfKinds(type.property('a').type.kinds)).toBe('a string or null');
  });

  it('a closed object has no others, an open one may, and a map has some of one type', () => {
    const has = (additionalProperties: JsonValue) =>
      typeOfSchema({ properties: { a: true }, additionalProperties }).property('b');
    expect(has(false).type.kinds).toBe(0);
    expect(has(true)).toMatchObject({ isListed: false });
    expect(nameOfKinds(has(true).type.kinds)).toBe('any JSON value');
    expect(has({ type: 'number' })).toMatchObject({ isListed: true, isRequired: false });
    expect(nameOfKinds(has({ type: 'number' }).type.kinds)).toBe('a number');
  });

  it('a condition may bring properties with it', () => {
    const schema = {
      properties: { kind: { type: 'string' } },
      if: { properties: { kind: { const: 'gift' } } },
      then: { properties: { text: { type: 'string' } }, required: ['text'] },
      dependentSchemas: { kind: { properties: { more: true } } },
    };
    const type = typeOfSchema(schema);
    expect(type.property('text')).toMatchObject({ isListed: true, isRequired: false });
    expect(type.property('more')).toMatchObject({ isListed: true });
    expect(type.property('txet')).toMatchObject({ isListed: false });
  });
});

describe('A schema that nobody checked', () => {
  it('may refer to itself', () => {
    const tree = { properties: { next: { $ref: '#/$defs/tree' }, name: { type: 'string' } } };
    const schema = { $ref: '#/$defs/tree', $defs: { tree } };
    const deep = propertyAt(schema, ...Array.from({ length: 500 }, () => 'next'), 'name');
    expect(nameOfKinds(deep.kinds)).toBe('a string');
    const loop = { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#/$defs/a' }] } } };
    expect(nameOf(loop)).toBe('any JSON value');
  });

  it('is read once, also where it names each part twice', () => {
    const names = Array.from({ length: 30 }, (_, level) => `level${level}`);
    const twice = (level: number): JsonValue => {
      const ref = { $ref: `#/$defs/level${level + 1}` };
      return { allOf: [{ ...ref }, { ...ref }], properties: { a: { anyOf: [ref, { ...ref }] } } };
    };
    const $defs = Object.fromEntries(names.map((name, level) => [name, twice(level)]));
    const schema = { $ref: '#/$defs/level0', $defs };
    // each level doubles the ways to the last one: 2^30 of them
    expect(propertyAt(schema, 'a', 'a', 'a').kinds).toBeGreaterThan(0);
  });

  it('may be deep and wide', () => {
    let deep: JsonValue = { type: 'string' };
    for (let level = 0; level < 5000; level++) deep = { allOf: [deep] };
    expect(nameOf(deep)).toBe('any JSON value');
    const wide = { anyOf: Array.from({ length: 50_000 }, () => ({ properties: { a: true } })) };
    expect(nameOf(wide)).toBe('any JSON value');
  });

  it('whatever it is, has a type', () => {
    const keyword = fc.constantFrom(...WORDS, 'a');
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<JsonValue>(true, false, null, 1, 'object', 'array', '#/$defs/a', 'a'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(keyword, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    assertProperty(
      fc.property(tree, (schema) => {
        const type = typeOfSchema({ ...(schema as JsonObject), $defs: { a: schema } });
        expect(nameOfKinds(type.property('a').type.property('a').type.kinds)).not.toBe('');
        expect(nameOfKinds(type.items().items().kinds)).not.toBe('');
      }),
    );
  });
});
