import { parseInstant, type JsonObject, type JsonValue } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { compile, document, faultsOf } from './document.fixture.js';

function checkInput(inputSchema: JsonValue, input: JsonValue) {
  return compile(document({ inputSchema })).checkInput(input);
}

describe('An `inputSchema` uses what is safe of JSON Schema 2020-12', () => {
  const nested = (schema: JsonValue): JsonObject => ({ properties: { a: { items: schema } } });

  it.each<[string, JsonValue, string]>([
    ['schema-shape', 'object', ''],
    ['schema-shape', { type: 'text' }, '/type'],
    ['schema-shape', { type: [] }, '/type'],
    ['schema-shape', { required: 'a' }, '/required'],
    ['schema-shape', { properties: [] }, '/properties'],
    ['schema-shape', { properties: { a: 1 } }, '/properties/a'],
    ['schema-shape', { allOf: [] }, '/allOf'],
    ['schema-shape', { anyOf: [true, null] }, '/anyOf/1'],
    ['schema-shape', { items: [true] }, '/items'],
    ['schema-shape', { minLength: -1 }, '/minLength'],
    ['schema-shape', { multipleOf: 0 }, '/multipleOf'],
    ['schema-shape', { exclusiveMinimum: true }, '/exclusiveMinimum'],
    ['schema-shape', { enum: 'a' }, '/enum'],
    ['schema-shape', { enum: Array.from({ length: 1001 }, (_, n) => n) }, '/enum'],
    ['schema-shape', { required: Array.from({ length: 1001 }, (_, n) => `${n}`) }, '/required'],
    ['schema-shape', { dependentRequired: { a: 'b' } }, '/dependentRequired'],
    ['schema-shape', { $schema: 'http://json-schema.org/draft-07/schema#' }, '/$schema'],
    ['schema-shape', { format: 'regex' }, '/format'],
    ['schema-pattern', nested({ pattern: '(a+)+$' }), '/properties/a/items/pattern'],
    ['schema-pattern', { patternProperties: {} }, '/patternProperties'],
    ['schema-unique-items', { uniqueItems: true }, '/uniqueItems'],
    ['schema-keyword', { requird: ['a'] }, '/requird'],
    ['schema-keyword', { $id: 'https://example.com' }, '/$id'],
    ['schema-keyword', { $dynamicRef: '#a' }, '/$dynamicRef'],
    ['schema-ref', { $ref: 'https://example.com/schema' }, '/$ref'],
    ['schema-ref', { $ref: '#' }, '/$ref'],
    ['schema-ref', { $ref: '#/$defs/a' }, '/$ref'],
    ['schema-recursion', { $defs: { a: { items: { $ref: '#/$defs/a' } } }, $ref: '#/$defs/a' }, ''],
  ])('%s', (rule, inputSchema, path) => {
    expect(faultsOf(document({ inputSchema }))).toEqual([`${rule} /inputSchema${path}`]);
  });

  it('schema-size: definitions that name each other twice would look 2^n times', () => {
    const twice = (name: string) => ({
      allOf: [{ $ref: `#/$defs/${name}` }, { $ref: `#/$defs/${name}` }],
    });
    const names = Array.from({ length: 30 }, (_, at) => `d${at}`);
    const $defs = Object.fromEntries(
      names.map((name, at) => [name, at === 29 ? true : twice(`d${at + 1}`)]),
    );
    const inputSchema = { $defs, ...twice('d0') };
    expect(faultsOf(document({ inputSchema }))).toEqual(['schema-size /inputSchema']);
  });

  const TOO_COSTLY = [
    { path: '', message: expect.stringContaining('takes more than 120000 steps') as string },
  ];
  const list = <Value>(count: number, of: (at: number) => Value) => {
    return Array.from({ length: count }, (_, at) => of(at));
  };

  it('an input that is checked in a moment is checked, however many values it has', () => {
    expect(
      checkInput(
        { items: { type: 'number' } },
        list(100_000, (at) => at),
      ),
    ).toEqual([]);
    const line = {
      type: 'object',
      required: ['sku', 'quantity'],
      additionalProperties: false,
      properties: { sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
    };
    const lines = list(10_000, (at) => ({ sku: `s${at}`, quantity: 1 }));
    expect(checkInput({ items: line }, lines)).toEqual([]);
    const kinds = { anyOf: list(5, (at) => ({ properties: { kind: { const: `k${at}` } } })) };
    expect(
      checkInput(
        { items: kinds },
        list(1000, (at) => ({ kind: `k${at % 5}` })),
      ),
    ).toEqual([]);
  });

  it.each<[string, JsonValue, JsonValue]>([
    [
      'contains, tried in 90 ways',
      { contains: { anyOf: list(90, (at) => ({ const: at + 10 })) } },
      list(4800, () => 1),
    ],
    [
      'long enums',
      { contains: { enum: list(1000, (at) => `${'y'.repeat(150)}${at}`) } },
      list(500, () => 'x'),
    ],
    [
      'enums of objects',
      { items: { anyOf: [{ enum: list(800, (at) => ({ a: 1, b: at })) }, true] } },
      list(2000, () => ({ a: 1, b: -1 })),
    ],
    [
      'names of properties',
      { propertyNames: { anyOf: list(90, (at) => ({ minLength: 100 + at })) } },
      Object.fromEntries(list(10_000, (at) => [`k${at}`, 1])),
    ],
    [
      'what is not evaluated',
      { allOf: list(40, () => ({ items: true })), unevaluatedItems: false },
      list(50_000, () => 1),
    ],
    [
      'schemas that depend on properties',
      {
        items: {
          dependentSchemas: Object.fromEntries(
            list(30, (at) => [`a${at}`, { anyOf: [{ minProperties: 99 }, true] }]),
          ),
        },
      },
      list(500, () => Object.fromEntries(list(30, (at) => [`a${at}`, 1]))),
    ],
    [
      'references in a row',
      {
        $defs: Object.fromEntries(
          list(30, (at) => [`d${at}`, at < 29 ? { $ref: `#/$defs/d${at + 1}` } : true]),
        ),
        items: { $ref: '#/$defs/d0' },
      },
      list(5000, () => 1),
    ],
    ['multiples of tiny numbers', { items: { multipleOf: 1e-300 } }, list(30_000, () => 1e300)],
  ])('an input that is costly to check is refused before it takes long: %s', (_, schema, input) => {
    expect(checkInput(schema, input)).toEqual(TOO_COSTLY);
  });

  it('schema-size: long lists, one beside the other, would be compared with every value', () => {
    const numbers = Array.from({ length: 1000 }, (_, at) => at);
    const all = (count: number) => ({ items: { allOf: Array(count).fill({ enum: numbers }) } });
    expect(faultsOf(document({ inputSchema: all(1) }))).toEqual([]);
    expect(faultsOf(document({ inputSchema: all(2) }))).toEqual(['schema-size /inputSchema']);
    const stored = compileDefinition(document({ inputSchema: all(2) }), 1, { isStored: true });
    expect(stored.ok).toBe(true);
  });

  it('definitions can be named as often as there are values', () => {
    const money = { type: 'object', required: ['amount'] };
    const properties = Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => [`p${at}`, { $ref: '#/$defs/money' }]),
    );
    const inputSchema = { $defs: { money }, properties };
    expect(faultsOf(document({ inputSchema }))).toEqual([]);
    expect(checkInput(inputSchema, { p7: {} })).toEqual([
      { path: '/p7', message: expect.stringContaining('"amount"') as string },
    ]);
  });
});

describe('What is wrong with an input is told by place', () => {
  const LINES = {
    type: 'object',
    properties: {
      lines: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['sku'],
          properties: { sku: { type: 'string' }, 'a/b ~%': { type: 'number' } },
          additionalProperties: false,
        },
      },
    },
  };
  const pathsOf = (input: JsonValue) => checkInput(LINES, input).map(({ path }) => path);

  it.each<[string, JsonValue, readonly string[]]>([
    ['nothing', { lines: [{ sku: 'lamp' }] }, []],
    ['the whole', 'lamp', ['']],
    ['a list that is empty', { lines: [] }, ['/lines']],
    ['every item', { lines: [{ sku: 1 }, {}] }, ['/lines/0/sku', '/lines/1']],
    ['a property nobody knows', { lines: [{ sku: 'a', x: 1 }] }, ['/lines/0']],
    ['odd names', { lines: [{ sku: 'a', 'a/b ~%': 'x' }] }, ['/lines/0/a~1b ~0%']],
  ])('%s', (_, input, paths) => {
    expect(pathsOf(input)).toEqual(paths);
  });

  it('20 faults at most', () => {
    expect(pathsOf({ lines: Array<JsonObject>(300).fill({}) })).toHaveLength(20);
  });

  it('of a large input what is wrong first', () => {
    expect(pathsOf({ lines: Array<JsonObject>(30_000).fill({}) })).toEqual(['/lines/0']);
  });

  it('text that is no Unicode is a fault as well', () => {
    const [fault] = checkInput({ additionalProperties: false }, { '\ud800': 1 });
    expect(fault?.message).toContain('cannot be checked');
  });

  it.each([
    ['email', 'a@b.example', 'a@'],
    ['date-time', '2030-01-01T00:00:00Z', '2030-01-01'],
    ['uuid', '0190a3c4-0000-7000-8000-000000000000', '0190'],
  ])('%s is checked', (format, right, wrong) => {
    expect(checkInput({ format }, right)).toEqual([]);
    expect(checkInput({ format }, wrong)).toHaveLength(1);
  });

  it.each([
    ['2026-11-29T01:00:00Z', true],
    ['2026-11-29T01:00Z', true],
    ['2026-11-29 01:00:00Z', false],
    ['2016-12-31T23:59:60Z', false],
    ['0000-01-01T00:00:00Z', false],
    ['2026-11-29T01:00:00', false],
  ])('an instant that fits `date-time` can be waited for, as %j: %j', (text, isInstant) => {
    const faults = checkInput({ properties: { at: { format: 'date-time' } } }, { at: text });
    const message = expect.stringContaining('must be an instant with a zone') as string;
    expect(faults).toEqual(isInstant ? [] : [{ path: '/at', message }]);
    expect(parseInstant(text) !== null).toBe(isInstant);
  });

  it('a `date` is a day in the calendar', () => {
    expect(checkInput({ format: 'date' }, '2024-02-29')).toEqual([]);
    for (const text of ['2026-02-29', '0000-01-01', '2026-1-1', '2026-01-01T00:00Z']) {
      const fault = { path: '', message: 'must be a day such as 2026-01-31' };
      expect(checkInput({ format: 'date' }, text)).toEqual([fault]);
    }
  });

  it('a property may be called `constructor`, and only the own one counts', () => {
    const schema = {
      $defs: { constructor: { type: 'string' } },
      properties: { constructor: { $ref: '#/$defs/constructor' } },
      dependentRequired: { constructor: ['prototype'] },
      additionalProperties: { type: 'boolean' },
    };
    expect(checkInput(schema, {})).toEqual([]);
    expect(checkInput(schema, { constructor: 'Ferrari', prototype: true })).toEqual([]);
    expect(checkInput(schema, { constructor: 'Ferrari' })).toHaveLength(1);
    expect(checkInput(schema, { constructor: 1, prototype: true })).toHaveLength(1);
    expect(checkInput({ required: ['constructor'] }, {})).toHaveLength(1);
  });

  it('a property may be called `format`', () => {
    const schema = { properties: { format: { const: 'date' } } };
    expect(checkInput(schema, { format: 'date' })).toEqual([]);
  });
});
