import type { JsonObject, JsonValue } from '../json.js';
import { compileDefinition } from './compile-definition.js';
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

  it('an input has so many values as can be looked at in a moment, and no more', () => {
    const looking = (times: number) => ({ allOf: Array(times).fill({ contains: { const: 1 } }) });
    const ones = (count: number) => Array<number>(count).fill(1);
    expect(checkInput(looking(1), ones(50_000))).toEqual([]);
    expect(checkInput(looking(90), ones(1000))).toEqual([]);
    expect(checkInput(looking(90), ones(120_000))).toMatchObject([
      { path: '', message: expect.stringContaining('has 120001 values') },
    ]);
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
});
