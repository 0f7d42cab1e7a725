import { evaluate as evaluateByLibrary } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { JsonValue } from '#protocol';
import { evaluate, rulesBrokenBy, fill } from './expression.fixture.js';
import { ExpressionError } from '../evaluate/expression-error.js';

/** Expressions of known types over literals only, so that the library's evaluator can be asked. */
const { int, double, text, truth } = fc.letrec<Record<'int' | 'double' | 'text' | 'truth', string>>(
  (tie) => {
    const [int, double, text, truth] = [tie('int'), tie('double'), tie('text'), tie('truth')];
    const infix = (operand: fc.Arbitrary<string>, operators: readonly string[]) =>
      fc
        .tuple(operand, fc.constantFrom(...operators), operand)
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`);
    const either = (operand: fc.Arbitrary<string>) =>
      fc.tuple(truth, operand, operand).map(([is, yes, no]) => `(${is} ? ${yes} : ${no})`);
    const some = { maxDepth: 4, depthIdentifier: 'cel' };
    return {
      int: fc.oneof(
        some,
        fc.integer({ min: 0, max: 99 }).map(String),
        infix(int, ['+', '-', '*', '/', '%']),
        either(int),
        text.map((of) => `size(${of})`),
        fc.array(int, { maxLength: 3 }).map((items) => `size([${items.join(', ')}])`),
      ),
      double: fc.oneof(
        some,
        fc.constantFrom('0.5', '1.0', '2.25', '100.0'),
        infix(double, ['+', '-']),
        double.map((of) => `(${of} * 2.25)`),
        either(double),
        // the library rounds what is too large, where ours is a fault
        int.map((of) => `double(${of} % 1000)`),
      ),
      text: fc.oneof(
        some,
        fc.constantFrom('""', '"a"', '"b}"', '"ab"', '"a\\"b"', "'é'"),
        infix(text, ['+']),
        either(text),
        int.map((of) => `string(${of})`),
      ),
      truth: fc.oneof(
        some,
        fc.constantFrom('true', 'false'),
        infix(int, ['==', '!=', '<', '<=', '>', '>=']),
        infix(double, ['==', '<', '>=']),
        infix(text, ['==', '!=', '<', '>']),
        infix(truth, ['&&', '||', '==']),
        truth.map((of) => `!${of}`),
        fc.tuple(text, text).map(([all, part]) => `${all}.contains(${part})`),
        fc
          .tuple(fc.array(int, { minLength: 1, maxLength: 3 }), int)
          .map(([list, than]) => `[${list.join(', ')}].exists(x, x > ${than})`),
      ),
    };
  },
);

describe('Expressions', () => {
  it('give what the library’s own evaluator gives', () => {
    assertProperty(
      fc.property(fc.oneof(int, double, text, truth), (expression) => {
        fc.pre(expression.length <= 2000);
        expect(attempt(() => evaluate(expression))).toEqual(
          attempt(() => normalise(evaluateByLibrary(expression))),
        );
      }),
      { runs: 1000 },
    );
  });

  it('over any JSON give JSON, or an ExpressionError', () => {
    const accessors = ['', '.a', '[0]', '["a"]', '.map(x, x)', '.filter(x, x == 1)', '.`a`'];
    const ofTwo = ['.map(i, x, [i, x])', '.transformMap(k, v, v)', '.filter(i, x, true)'];
    const ofTimes = [
      'timestamp(%)',
      'duration(%)',
      'timestamp(%).getDate(%)',
      '% + duration("1s")',
    ];
    const ofTexts = ['%.replace(%, "b")', '"%s %d".format([%, %])', '%.charAt(%)', '%.reverse()'];
    const ofNumbers = [
      'floor(%)',
      'ceil(%)',
      'abs(%)',
      '{%: 1}',
      '{1: 2}[%]',
      '"%.2f".format([%])',
    ];
    const wrappers = ['%', 'size(%)', 'has(%.a)', 'coalesce(%, 1)', 'sum(%)', '% + 1', '[%]'];
    const expression = fc
      .tuple(
        fc.constantFrom('input', 'input.a', 'steps.pay.output', 'saga.key'),
        fc.array(fc.constantFrom(...accessors, ...ofTwo), { maxLength: 3 }),
        fc.constantFrom(
          ...[...wrappers, ...ofTimes, ...ofTexts, ...ofNumbers],
          ...['{"k": %}', '% == %', '% > 2', 'string(%)', '-%'],
        ),
      )
      .map(([root, path, wrapper]) =>
        wrapper.replaceAll(/%(?![sd.])/g, () => root + path.join('')),
      );
    assertProperty(
      fc.property(expression, fc.jsonValue(), (source, input) => {
        fc.pre(rulesBrokenBy(`\${${source}}`).length === 0);
        try {
          const value = evaluate(source, input as JsonValue);
          expect(JSON.parse(JSON.stringify(value))).toEqual(withoutNegativeZero(value));
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
      { runs: 1000 },
    );
  });

  it('whatever is written is compiled or refused, never thrown at', () => {
    const bits = fc.constantFrom(
      ...['${', '}', '{', '$', '"', "'", '\\', '//', '\n', 'input', '.a', '[', ']', '(', ')'],
      ...['steps.pay.output', '+', '1', '1.5e', '?', ':', 'has(', '.map(x,', 'r"', '"""', 'in'],
    );
    assertProperty(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(bits).map((all) => all.join('')),
        ),
        (template) => {
          for (const each of [template, `\${${template}}`]) {
            if (rulesBrokenBy(each).length > 0) continue;
            try {
              fill(each, { a: [1] });
            } catch (error) {
              expect(error).toBeInstanceOf(ExpressionError);
              expect((error as Error).cause).toBeUndefined();
            }
          }
        },
      ),
      { runs: 2000 },
    );
  });
});

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return 'has no value';
  }
}

function normalise(value: unknown): unknown {
  return withoutNegativeZero(typeof value === 'bigint' ? Number(value) : value);
}

/** JSON text has none. */
function withoutNegativeZero(value: unknown): unknown {
  if (typeof value === 'number') return value + 0 === 0 ? 0 : value;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]: [string, unknown]) => [
    key,
    withoutNegativeZero(each),
  ]);
  return Object.fromEntries(entries) as unknown;
}
