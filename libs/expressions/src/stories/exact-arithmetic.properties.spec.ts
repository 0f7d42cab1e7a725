import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { evaluate } from './expression.fixture.js';

const SAFE_MAX = 2n ** 53n - 1n;

/** Mostly where doubles begin to round: as a double, an integer of CEL, or the text of one. */
const whole = fc.oneof(
  fc.bigInt({ min: -20n, max: 20n }),
  fc.bigInt({ min: SAFE_MAX - 20n, max: SAFE_MAX }),
  fc.bigInt({ min: -SAFE_MAX, max: -SAFE_MAX + 20n }),
  fc.bigInt({ min: -SAFE_MAX, max: SAFE_MAX }),
);
const sources = fc.constantFrom('input.NAME', 'int(input.NAME)', 'int(string(int(input.NAME)))');
const operators = fc.constantFrom('+', '-', '*');
type Operator = '+' | '-' | '*';

/** What the expression should give, in integers without a limit. */
const ORACLE: Readonly<Record<Operator, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
};

function valueOrFault(expression: string, input: Record<string, number>): string {
  try {
    return String(evaluate(expression, input));
  } catch {
    return 'has no value';
  }
}

describe('A whole number that is calculated', () => {
  it('is exact as a text, which may be a key, or it is an error', () => {
    assertProperty(
      fc.property(
        fc.array(fc.tuple(operators, sources, whole), { minLength: 2, maxLength: 4 }),
        (terms) => {
          const input = Object.fromEntries(terms.map(([, , n], at) => [`n${at}`, Number(n)]));
          const [first, ...rest] = terms.map(([operator, source, value], at) => ({
            operator: operator as Operator,
            source: source.replace('NAME', `n${at}`),
            value,
          }));
          const written = rest.reduce(
            (text, { operator, source }) => `(${text} ${operator} ${source})`,
            first?.source ?? '',
          );
          const exact = rest.reduce(
            (sum, { operator, value }) => ORACLE[operator](sum, value),
            first?.value ?? 0n,
          );
          expect(['has no value', String(exact)]).toContain(
            valueOrFault(`string(${written})`, input),
          );
        },
      ),
      { runs: 2000 },
    );
  });

  it('has a value wherever every step of it stays within ±(2^53 − 1)', () => {
    assertProperty(
      fc.property(operators, whole, whole, (operator, a, b) => {
        const exact = ORACLE[operator](a, b);
        const isSafe = exact <= SAFE_MAX && exact >= -SAFE_MAX;
        const input = { a: Number(a), b: Number(b) };
        expect(valueOrFault(`input.a ${operator} input.b`, input)).toBe(
          isSafe ? String(exact) : 'has no value',
        );
      }),
      { runs: 2000 },
    );
  });

  it('is the sum of all that are added, or an error', () => {
    assertProperty(
      fc.property(fc.array(whole, { maxLength: 5 }), (values) => {
        const input = { values: values.map(Number) } as never;
        const exact = values.reduce((sum, each) => sum + each, 0n);
        expect(['has no value', String(exact)]).toContain(valueOrFault('sum(input.values)', input));
      }),
      { runs: 1000 },
    );
  });
});
