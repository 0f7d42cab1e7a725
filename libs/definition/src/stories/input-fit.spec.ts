import type { JsonObject, JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { document, step } from './document.fixture.js';

const inputSchema = {
  type: 'object',
  required: ['orderId', 'qty', 'lines', 'note'],
  properties: {
    orderId: { type: 'string' },
    qty: { type: 'number' },
    lines: {
      type: 'array',
      items: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } },
    },
    note: { type: ['string', 'null'] },
  },
};

const takes: JsonObject = {
  type: 'object',
  required: ['id', 'amount'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    amount: { $ref: '#/$defs/amount' },
    address: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
    codes: { type: 'array', items: { type: 'number' } },
  },
  $defs: { amount: { type: 'number' } },
};
const right = { id: '${input.orderId}', amount: '${input.qty * 2}' };

/** `<rule> <path>: <message>` of each warning for a step with this input. */
function warnings(input: JsonValue, more: JsonObject = {}, schema: JsonValue = takes) {
  const steps = [step('pay', { input, ...more })];
  const inputSchemas = new Map([['shop.pay', schema]]);
  const result = compileDefinition(document({ inputSchema, steps }), 1, { inputSchemas });
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.definition.warnings.map(({ rule, path, message }) => {
    return `${rule} ${path}: ${message}`;
  });
}

const at = (path: string, message: string) =>
  `input-does-not-fit /steps/0/input${path}: for shop.pay this ${message}`;

describe('An input that never fits what its command takes', () => {
  it.each<[string, JsonValue, string]>([
    [
      'an expression of a wrong type',
      { ...right, id: '${input.qty}' },
      at('/id', 'is a number, needed is a string'),
    ],
    [
      'a value of a wrong type',
      { ...right, amount: '12' },
      at('/amount', 'is a string, needed is a number'),
    ],
    [
      'a text around a number',
      { ...right, amount: '${input.qty} €' },
      at('/amount', 'is a string, needed is a number'),
    ],
    ['a required property left out', { id: 'a' }, at('', 'has no "amount", which is required')],
    [
      'one left out further within',
      { ...right, address: {} },
      at('/address', 'has no "city", which is required'),
    ],
    [
      'a property that is not taken',
      { ...right, colour: 'red' },
      at('/colour', 'is not accepted at all'),
    ],
    [
      'an item of a wrong type',
      { ...right, codes: ['a', 'b'] },
      at('/codes/0', 'is a string, needed is a number'),
    ],
    ['no object at all', '${input.lines}', at('', 'is a list, needed is an object')],
  ])('%s', (_, input, warning) => {
    expect(warnings(input)).toContain(warning);
  });

  it('nothing is given to a command that requires something', () => {
    const steps = [step('pay')];
    const inputSchemas = new Map([['shop.pay', takes]]);
    const result = compileDefinition(document({ steps }), 1, { inputSchemas });
    const rules = result.ok && result.definition.warnings.map(({ rule }) => rule);
    expect(rules).toEqual(['input-does-not-fit', 'input-does-not-fit']);
  });

  it('of an iteration', () => {
    const forEach = { items: '${input.lines}', as: 'line' };
    expect(warnings({ ...right, amount: '${line.sku}' }, { forEach })).toEqual([
      at('/amount', 'is a string, needed is a number'),
    ]);
  });

  it('of a compensation: its own, or the step’s', () => {
    const undo = 'for shop.pay this has no "amount", which is required';
    const own = { compensation: { command: 'shop.pay', input: { id: 'a' } } };
    expect(warnings(right, own)).toEqual([
      `input-does-not-fit /steps/0/compensation/input: ${undo}`,
    ]);
    const inputSchemas = new Map([['shop.undo', takes]]);
    const steps = [step('pay', { input: { id: 'a' }, compensation: 'shop.undo' })];
    const result = compileDefinition(document({ steps }), 1, { inputSchemas });
    expect(result.ok && result.definition.warnings).toMatchObject([
      { path: '/steps/0/input', message: 'for shop.undo this has no "amount", which is required' },
    ]);
  });
});

describe('An input that may fit', () => {
  it.each<[string, JsonValue]>([
    ['the right types', right],
    ['what is optional', { ...right, address: { city: 'Oslo' }, codes: [1, '${input.qty}'] }],
    ['what nothing is known of', { ...right, id: '${dyn(input.qty)}' }],
    ['an object that an expression gives', '${input}'],
    ['one of several types that fits', { ...right, id: '${input.note}' }],
  ])('%s', (_, input) => {
    expect(warnings(input)).toEqual([]);
  });

  it.each<[JsonValue]>([
    [true],
    [{}],
    [{ type: 'object' }],
    [{ anyOf: [takes, { type: 'object' }] }],
  ])('whatever it is, where the schema says %j', (schema) => {
    expect(warnings({ any: 'thing' }, {}, schema)).toEqual([]);
  });
});

it('a stored definition is not looked at', () => {
  const posted = document({ steps: [step('pay')] });
  const inputSchemas = new Map([['shop.pay', takes]]);
  const result = compileDefinition(posted, 1, { inputSchemas, isStored: true });
  expect(result.ok && result.definition.warnings).toEqual([]);
});
