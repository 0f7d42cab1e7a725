import type { JsonObject } from '#protocol';
import { firstValueOf } from './first-value';
import { valueCheckOf } from './schema-check';
import { shapeOf } from './shape';

const ORDER = {
  type: 'object',
  required: ['orderId', 'address', 'kind'],
  properties: {
    orderId: { type: 'string', minLength: 1 },
    amount: { type: 'number', default: 1 },
    express: { type: 'boolean' },
    kind: { const: 'order' },
    address: { $ref: '#/$defs/address' },
    note: { type: ['string', 'null'] },
  },
  $defs: { address: { type: 'object', required: ['town'], properties: { town: {} } } },
} as const;

describe('The form of a schema', () => {
  it('given an object, then each member has its own field', () => {
    const shape = shapeOf(ORDER, ORDER);
    if (shape.kind !== 'members') throw new Error(shape.kind);
    const kinds = shape.members.map(({ name, schema }) => {
      const { kind, mayBeNull } = shapeOf(schema, ORDER);
      return [name, kind, mayBeNull];
    });
    expect(kinds).toEqual([
      ['orderId', 'text', false],
      ['amount', 'number', false],
      ['express', 'flag', false],
      ['kind', 'choice', false],
      ['address', 'members', false],
      ['note', 'text', true],
    ]);
  });

  it('given what has to be there and defaults, then a form begins with them', () => {
    expect(firstValueOf(ORDER, ORDER)).toEqual({ amount: 1, kind: 'order', address: {} });
  });

  it.each([
    [
      'a reference to itself',
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } },
      /nowhere/,
    ],
    ['a reference elsewhere', { $ref: 'https://example.com/schema' }, /nowhere/],
    ['many fields', { properties: manyFields(61) }, /61 fields/],
    ['many values', { enum: Array.from({ length: 201 }, (_, index) => index) }, /201 values/],
    ['conditions', { type: 'object', properties: { a: {} }, if: {} }, /its own values/],
    ['anything', {}, /several types/],
  ])('given %s, then it is written as JSON, and says why', (_name, schema, why) => {
    expect(shapeOf(schema, schema)).toMatchObject({
      kind: 'json',
      why: expect.stringMatching(why),
    });
  });

  it('given a schema that holds itself, then nobody looks deeper than is shown', () => {
    const tree = {
      type: 'object',
      required: ['left'],
      properties: { left: { $ref: '#/$defs/t' } },
    };
    const schema = { ...tree, $defs: { t: tree } };
    expect(JSON.stringify(firstValueOf(schema, schema)).match(/left/g)).toHaveLength(3);
  });

  it('given many fields at each of many levels, then a form begins with few of them', () => {
    const names = Object.keys(manyFields(60));
    const properties = Object.fromEntries(names.map((name) => [name, { $ref: '#/$defs/t' }]));
    const level = { type: 'object', required: names, properties };
    const schema = { ...level, $defs: { t: level } };
    expect(JSON.stringify(firstValueOf(schema, schema)).match(/:/g)?.length).toBeLessThan(200);
  });

  it('given a value that does not fit, then each fault is where its field is', () => {
    expect(valueCheckOf(ORDER)({ orderId: '', kind: 'order', address: {} })).toEqual([
      { path: '/orderId', message: 'String is too short (0 < 1).' },
      { path: '/address/town', message: 'has to be there' },
    ]);
  });
});

function manyFields(count: number): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, {}]));
}
