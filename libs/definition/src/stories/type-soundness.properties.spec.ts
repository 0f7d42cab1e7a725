import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { JsonObject, JsonValue } from '#protocol';
import { ExpressionError } from '#expressions';
import {
  allows,
  compileUntyped,
  findingsIn,
  typeOf,
  warningsForInput,
} from './typed-expression.fixture.js';

type Values = fc.Arbitrary<JsonValue>;

/** A schema, and values most of which fit it. */
interface Shape {
  readonly schema: JsonValue;
  readonly value: Values;
}

const NAMES = ['a', 'b', 'c'];
const anyName = fc.constantFrom(...NAMES);
const anyJson = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;

const { shape } = fc.letrec<{ shape: Shape; object: Shape }>((tie) => {
  const [shape, object] = [tie('shape'), tie('object')];
  const scalar = fc.constantFrom<Shape>(
    { schema: { type: 'null' }, value: fc.constant(null) },
    { schema: { type: 'boolean' }, value: fc.boolean() },
    { schema: { type: 'integer' }, value: fc.integer({ min: -3, max: 3 }) },
    { schema: { type: 'number' }, value: fc.constantFrom(0, 1, 2.5, -1) },
    { schema: { type: 'string' }, value: fc.constantFrom('', 'a', '1', 'ab') },
    { schema: { enum: ['a', 1, null] }, value: fc.constantFrom('a', 1, null) },
    { schema: { const: true }, value: fc.constant(true) },
    { schema: { type: ['string', 'null'] }, value: fc.constantFrom('a', null) },
    { schema: { minimum: 1 }, value: fc.oneof(fc.constant(2), fc.constant('x')) },
    { schema: {}, value: anyJson },
    { schema: { $ref: '#/$defs/tag' }, value: fc.constantFrom('a', 'b') },
  );
  return {
    shape: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'schema' },
      scalar,
      object,
      shape.map(({ schema, value }) => ({
        schema: { type: 'array', items: schema },
        value: fc.array(value, { maxLength: 3 }),
      })),
      fc.tuple(shape, shape).map(([first, rest]) => ({
        schema: { type: 'array', prefixItems: [first.schema], items: rest.schema },
        value: fc.tuple(first.value, rest.value),
      })),
      fc.tuple(shape, shape, fc.constantFrom('anyOf', 'oneOf')).map(([one, other, keyword]) => ({
        schema: { [keyword]: [one.schema, other.schema] },
        value: fc.oneof(one.value, other.value),
      })),
      fc.tuple(object, object).map(([one, other]) => ({
        schema: { allOf: [one.schema, other.schema] },
        value: fc
          .tuple(one.value, other.value)
          .map(([first, second]) => ({ ...(first as object), ...(second as object) })),
      })),
      fc.tuple(object, object, object).map(([condition, yes, no]) => ({
        schema: { if: condition.schema, then: yes.schema, else: no.schema },
        value: fc.oneof(condition.value, yes.value, no.value),
      })),
    ),
    object: fc
      .record({
        members: fc.dictionary(anyName, shape, { maxKeys: 3, noNullPrototype: true }),
        required: fc.subarray(NAMES),
        rest: fc.constantFrom<JsonValue | undefined>(undefined, true, false, { type: 'number' }),
      })
      .map(toObject),
  };
});

function toObject(given: {
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
  readonly rest: JsonValue | undefined;
}): Shape {
  const { members, rest } = given;
  const names = Object.keys(members);
  const required = given.required.filter((name) => names.includes(name));
  const properties = Object.fromEntries(names.map((name) => [name, members[name]?.schema ?? true]));
  const additional: JsonObject = rest === undefined ? {} : { additionalProperties: rest };
  const values = Object.fromEntries(names.map((name) => [name, members[name]?.value ?? anyJson]));
  return {
    schema: { type: 'object', properties, required, ...additional },
    value: fc.record(values, { requiredKeys: required, noNullPrototype: true }) as Values,
  };
}

const { expression } = fc.letrec<{ path: string; expression: string; truth: string }>((tie) => {
  const [path, expression, truth] = [tie('path'), tie('expression'), tie('truth')];
  const fill = (template: string, ...parts: readonly fc.Arbitrary<string>[]) =>
    fc
      .tuple(...parts)
      .map((texts) => texts.reduce((all: string, text) => all.replace('%', () => text), template));
  const each = (templates: readonly string[], ...parts: readonly fc.Arbitrary<string>[]) =>
    fc.constantFrom(...templates).chain((template) => fill(template, ...parts));
  const some = { maxDepth: 4, depthIdentifier: 'expression' };
  const binary = ['+', '-', '*', '<', '>=', '==', '&&', '||', 'in'];
  return {
    path: fc.oneof(
      { ...some, withCrossShrink: true },
      fc.constant('input'),
      fill('%.%', path, anyName),
      each(['%[0]', '%[1]', '%["a"]', '%.map(x, x)[0]', '%.filter(x, true)'], path),
    ),
    truth: fc.oneof(
      some,
      fc.constantFrom('true', 'false'),
      path,
      each(['!%', 'has(%.a)', 'has(%.b)', '%.exists(x, x == 1)', '%.all(x, x)', 'bool(%)'], path),
    ),
    expression: fc.oneof(
      some,
      path,
      truth,
      fc.constantFrom('1', '2.5', '"a"', 'null', '[]', '{}'),
      fc.constantFrom('timestamp("2030-01-01T00:00:00Z")', 'duration("90s")', 'timestamp(0)'),
      each(
        binary.map((operator) => `(% ${operator} %)`),
        expression,
        expression,
      ),
      each(['(% ? % : %)'], truth, expression, expression),
      each(['coalesce(%, %)', '[%, %]', '{"a": %, "b": %}'], expression, expression),
      each(['size(%)', 'sum(%)', 'min(%)', 'int(%)', 'string(%)', '-%', '!%', '%.trim()'], path),
      each(['%.map(x, %)', '%.map(x, x.a, %)', '%.filter(x, x > %)'], path, expression),
      each(
        ['%.map(i, x, %)', '%.map(i, x, i == 0, %)', '%.filter(i, x, x == %)'],
        path,
        expression,
      ),
      each(['%.transformMap(i, x, %)', '%.all(i, x, x == i || %)'], path, expression),
      each(['{"a": %}.transformMap(k, v, %)', '{1: %}.map(k, v, %)'], expression, expression),
      each(
        ['{1: %, "a": 2}[%]', '{%: 1, true: %}', '{"a": %}[%]', '{%: %}'],
        expression,
        expression,
      ),
      each(['floor(%)', 'ceil(%)', 'abs(%)', 'dyn(%)', 'timestamp(%)', 'duration(%)'], expression),
      each(['%.getHours()', '%.getFullYear()', '%.reverse()', 'strings.quote(%)'], expression),
      each(['"a".format([%])', '(% - %)', '(% / %)', '%.replace(%, "b")'], expression, expression),
      each(['%.contains(%)', '%.join(%)', 'round(%, %)', '%.split(%)', '%[%]'], path, expression),
    ),
  };
});

const given = shape
  .map(({ schema, value }) => ({ schema: withDefinitions(schema), value }))
  .chain(({ schema, value }) => fc.tuple(fc.constant(schema), value, expression));

const valueFor = fc
  .tuple(shape, shape)
  .chain(([{ schema, value }, other]) =>
    fc.tuple(fc.constant(withDefinitions(schema)), fc.oneof(value, value, other.value, anyJson)),
  );

describe('What is said of types', () => {
  it('is never refuted by what an expression gives', () => {
    let refused = 0;
    let evaluated = 0;
    assertProperty(
      fc.property(given, ([schema, input, source]) => {
        const compiled = compileUntyped(source, schema);
        fc.pre(compiled !== null && compiled.fits(input));
        const { faults } = findingsIn(source, schema);
        if (faults.length > 0) {
          refused++;
          expect(() => compiled?.evaluate(input)).toThrow(ExpressionError);
          return;
        }
        const outcome = attempt(() => compiled?.evaluate(input) ?? null);
        if (outcome === null) return;
        evaluated++;
        expect(allows(typeOf(source, schema), outcome.value)).toBe(true);
      }),
      { runs: 500, seededRuns: 2000, isCounted: true },
    );
    expect(refused).toBeGreaterThan(12);
    expect(evaluated).toBeGreaterThan(12);
  });

  it('does not depend on whether a number is written with a point', () => {
    assertProperty(
      fc.property(expression, (source) => {
        const withPoints = source.replaceAll(/(?<![.\d])\d(?![.\d])/g, '$&.0');
        expect(findingsIn(withPoints, true).faults.length > 0).toBe(
          findingsIn(source, true).faults.length > 0,
        );
      }),
      { runs: 500, seededRuns: 2000, isCounted: true },
    );
  });

  it('is never a warning about a value that its command takes', () => {
    let misfits = 0;
    assertProperty(
      fc.property(valueFor, ([schema, value]) => {
        const rules = warningsForInput(value, schema);
        fc.pre(rules !== null);
        if (!rules?.includes('input-does-not-fit')) return;
        misfits++;
        expect(compileUntyped('1', schema)?.fits(value)).toBe(false);
      }),
      { runs: 500, seededRuns: 2000, isCounted: true },
    );
    expect(misfits).toBeGreaterThan(12);
  });
});

function withDefinitions(schema: JsonValue): JsonValue {
  const isObject = typeof schema === 'object' && schema !== null;
  return isObject ? { ...schema, $defs: { tag: { type: 'string' } } } : schema;
}

/** null: it has no value. */
function attempt(run: () => JsonValue): { readonly value: JsonValue } | null {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}
