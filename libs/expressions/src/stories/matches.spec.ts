import { RE2JS } from 're2js';
import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import type { JsonValue } from '#protocol';
import { Meter, newBudget } from '../evaluate/meter.js';
import { partsOf } from '../evaluate/pattern-size.js';
import { findsMatch } from '../evaluate/regular-expression.js';
import { evaluate, messagesFor, rulesBrokenBy } from './expression.fixture.js';

/* `matches()`: regular expressions of RE2, which take linear time. */

describe('A text matches', () => {
  it.each<[string, boolean]>([
    ['"order-17".matches("[0-9]+")', true],
    ['"order-17".matches("^[0-9]+$")', false],
    ['matches("order-17", "^order-")', true],
    ['"".matches("")', true],
    ['"ORDER".matches("(?i)^order$")', true],
    ['"a\\nb".matches("(?m)^b$")', true],
    ['"a\\nb".matches("^b$")', false],
    ['"😀".matches("^.$")', true],
    ['"Straße".matches("^\\\\pL+$")', true],
    ['"ж1".matches("^\\\\p{Cyrillic}")', true],
    ["'A-17'.matches(r'^[A-Z]-\\d{2}$')", true],
    ['"2026-03-28".matches("^(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})$")', true],
    ['["a1", "b"].exists(x, x.matches("[0-9]"))', true],
  ])('%s: %s', (expression, value) => {
    expect(evaluate(expression)).toBe(value);
  });

  it('a pattern that the input gives', () => {
    const input = { text: 'lamp', pattern: '^l.*p$' };
    expect(evaluate('input.text.matches(input.pattern)', input)).toBe(true);
  });

  it('or does not, whatever a text looks like to a pattern that others never end', () => {
    const text = `${'a'.repeat(5000)}!`;
    for (const pattern of ['(a+)+$', '^(a|aa)*$', '(a*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$']) {
      expect(evaluate(`input.matches("${pattern}")`, text)).toBe(false);
    }
  });
});

describe('A pattern that is none', () => {
  it.each([
    ['(', 'missing closing )'],
    ['a**', 'invalid nested repetition operator'],
    ['[z-a]', 'invalid character class range'],
    ['\\\\pX{9}', 'invalid character class range'],
    ['(?=a)', 'looks neither ahead nor behind'],
    ['(?<!a)b', 'looks neither ahead nor behind'],
    ['(a)\\\\1', 'refers to no group'],
    ['a{1001}', 'invalid repeat count'],
  ])('is refused when it is posted: %s', (pattern, why) => {
    const template = `\${input.name.matches("${pattern}")}`;
    expect(rulesBrokenBy(template)).toEqual(['expression-type ']);
    expect(messagesFor(template)).toEqual([expect.stringContaining(why)]);
    expect(messagesFor(template)).toEqual([expect.stringContaining('of RE2')]);
  });

  const given = (pattern: JsonValue) => () =>
    evaluate('input.text.matches(input.pattern)', { text: 'a', pattern });

  it('fails when the input gives it', () => {
    expect(given('[')).toThrow('"[" is no regular expression of RE2: missing closing ]');
    expect(given(7)).toThrow('matches() cannot be applied to a number');
    expect(() => evaluate('input.text.matches("a")', { text: 7 })).toThrow('to a number');
  });

  it('fails when it is too large, before it is read', () => {
    expect(given('a'.repeat(501))).toThrow('may have at most 500 characters');
    expect(given('(a{40}){50}')).toThrow('parts, each as often as it is repeated, of 2000 allowed');
    expect(given('(a{30}){30}')).not.toThrow();
    expect(given(`${'a'.repeat(400)}(`)).toThrow(/"a{20,80}…" is no regular expression/);
  });

  it('is refused where it is no text, and where there are too few of them', () => {
    expect(messagesFor('${"a".matches(1)}')).toEqual([expect.stringContaining('needs a string')]);
    expect(messagesFor('${"a".matches()}')).toEqual([expect.stringContaining('1 argument')]);
    expect(messagesFor('${matches("a")}')).toEqual([expect.stringContaining('2 arguments')]);
  });

  it.each(['regexMatch(input.a, "b")', 'input.a.test("b")', 'input.a.match("b")'])(
    'is asked for by another name: %s',
    (expression) => {
      const [message] = messagesFor(`\${${expression}}`);
      expect(message).toContain('write text.matches(');
    },
  );
});

describe('What a match costs', () => {
  const TEXT = 'ab'.repeat(100_000);

  it.each([
    'input.matches("[ab]*a[ab]{20}y")',
    'input.split("").exists(x, input.matches("c"))',
    'input.matches("(a?){300}c")',
    'input.substring(0, 3000).matches("(?:[ab]{1,10}a?[ab]{1,10}){30}y")',
  ])('is bounded, however long the text is: %s', (expression) => {
    expect(() => evaluate(expression, TEXT)).toThrow('takes too many steps');
  });

  it('is little for what people ask', () => {
    const lines = Array.from({ length: 1000 }, (_, index) => ({ sku: `SKU-${index}-lamp` }));
    const expression = 'size(input.filter(l, l.sku.matches("^[A-Z]{3}-[0-9]+-[a-z]+$")))';
    expect(evaluate(expression, lines)).toBe(1000);
    const email = '[\\\\pL\\\\pN_.+-]{1,64}@[\\\\pL\\\\pN.-]{1,255}[.][a-z]{2,}';
    expect(evaluate(`input.matches("^${email}$")`, 'somebody@shop.example')).toBe(true);
    expect(evaluate('input.matches("^[ab]+$")', TEXT.slice(0, 40_000))).toBe(true);
  });

  it('is the same whether or not a pattern is known: reading it is paid once in a decision', () => {
    const cost = (patterns: readonly string[]) => {
      const budget = newBudget();
      for (const each of patterns) findsMatch('a', each, new Meter(budget));
      return newBudget().stepsLeft - budget.stepsLeft;
    };
    const first = cost(['a0']);
    // more than are kept
    cost(Array.from({ length: 100 }, (_, index) => `a${index + 1}`));
    expect(cost(['a0'])).toBe(first);
    expect(cost(['a0'])).toBe(first);
    expect(cost(['a0', 'a0'])).toBeLessThan(1.5 * first);
    expect(cost(['a0', 'a1'])).toBe(2 * first);
  });
});

describe('The parts of a pattern', () => {
  it.each([
    ['', 2],
    ['abc', 5],
    ['[a-z[:digit:]\\]]x', 4],
    ['\\Q[a]\\E', 5],
    ['a{64}', 66],
    ['(ab){10}', 42],
    ['(a{10}){10}', 122],
    ['a{2,5}', 12],
    ['a{x', 5],
    ['\\p{Greek}\\x{10FFFF}\\.', 5],
  ])('of %s are %d', (pattern, parts) => {
    expect(partsOf(pattern)).toBe(parts);
  });

  const atom = fc.constantFrom('a', '.', '\\d', '[a-z]', '\\pL', '\\b', '^', 'é', '(?i)k', '[^x]');
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => {
    const any = tie('pattern');
    return {
      pattern: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(any, any).map(([one, other]) => one + other),
        fc.tuple(any, any).map(([one, other]) => `(${one}|${other})`),
        any.map((each) => `(?:${each})*`),
        any.map((each) => `(${each})?`),
        fc.tuple(any, fc.nat(9)).map(([each, times]) => `(?:${each}){${times}}`),
        fc.tuple(any, fc.nat(5)).map(([each, least]) => `(${each}){${least},}`),
        fc
          .tuple(any, fc.nat(4), fc.nat(5))
          .map(([each, least, more]) => `(${each}){${least},${least + more}}`),
      ),
    };
  });

  it('are never fewer than RE2 makes of it', () => {
    let read = 0;
    assertProperty(
      fc.property(pattern, (each) => {
        const parts = partsOf(each);
        const size = parts > 5000 ? null : sizeOf(each);
        if (size === null) return;
        read += 1;
        expect(size).toBeLessThanOrEqual(parts);
      }),
      { runs: 1000, isCounted: true },
    );
    expect(read).toBeGreaterThan(500);
  });
});

/** null: RE2 does not take it. */
function sizeOf(pattern: string): number | null {
  try {
    return RE2JS.compile(pattern).programSize();
  } catch {
    return null;
  }
}
