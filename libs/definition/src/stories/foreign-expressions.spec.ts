import type { JsonObject } from '#protocol';
import { compileDefinition } from '../compile/compile-definition.js';
import { expectAnswer, pay, withInput } from './answer.fixture.js';

describe('An expression of another language is answered with ours, and where it stands', () => {
  it.each<readonly [string, string]>([
    ['input.vip === true', 'write ==\n  input.vip === true\n            ^ character 11'],
    ['input.vip !== true', 'write !='],
    ['input.a <> 1', 'write !='],
    ['input.n ?? 1', 'write coalesce(a, b)\n  input.n ?? 1\n          ^ character 9'],
    ['input.a?.b', 'has(a.b)'],
    ['input.lines.map(l => l.sku)', 'as in input.lines.map(l, l.sku)'],
    ['input.a and input.b', 'there is no "and": write &&'],
    ['not input.a', 'there is no "not": write !'],
    ['if (input.a) 1', 'write condition ? a : b'],
    ['input.vip ? 1', 'as in a ? b : c'],
    ['{ input.x }', 'needs a ":"'],
    ['{{ input.x }}', 'there is no "{{"'],
    ['$.input.x', 'there is no "$" in an expression: write input.city'],
    ['input.name.toUpperCase()', 'write x.upperAscii()'],
    ['input.name.toLowerCase()', 'write x.lowerAscii()'],
    ['input.name.includes("a")', 'write text.contains("part"), or item in list'],
    ['len(input.lines)', 'write size(x)'],
    ['toString(input.n)', 'write string(x)'],
    ['parseInt(input.n)', 'write int(x)'],
    ['input.lines.some(l, l.ok)', 'write list.exists(x, x.ok)'],
    ['input.lines.reduce(a, b)', 'write sum(list.map(x, x.amount))'],
    ['input.name.startswith("a")', 'did you mean "startsWith"?'],
    ['Math.round(input.n)', 'it is a function, write round(…)'],
    ['input.lines.sum()', 'it is a function, write sum(…)'],
    ['trim(input.name)', 'it is a method, write x.trim(…)'],
    ['now()', 'there is no clock here'],
    ['Date.now()', 'there is no clock here'],
    ['uuid()', 'let a participant do it'],
    ['workflow.input.city', 'is "input"'],
    ['context.city', 'is "input"'],
    ['undefined', 'write null'],
    ['reserve.output.id', 'the output of the step is steps.reserve.output'],
    ['steps.reserve.id', 'write steps.reserve.output.id'],
    ['steps.reserv.output.id', 'did you mean "reserve"?'],
    ['inputs.city', 'is "input"'],
    ['saga.input.city', 'its input is "input"'],
  ])('${%s}', (source, cure) => {
    expectAnswer([withInput(`\${${source}}`), '/steps/1/input/x', [cure, '^ character']]);
  });

  it('a regular expression that looks ahead', () => {
    const source = 'input.name.matches("a(?=b)")';
    const cure = 'RE2 looks neither ahead nor behind';
    expectAnswer([withInput(`\${${source}}`), '/steps/1/input/x', cure]);
  });

  it('an expression without an end is shown from its beginning', () => {
    const cure =
      'an expression has no closing "}": write it where the expression ends, as in ${input.city}' +
      '\n  a ${input.b\n    ^ character 3';
    expectAnswer([withInput('a ${input.b'), '/steps/1/input/x', cure]);
  });

  it('the item of a loop is called what its author called it', () => {
    const posted = pay({
      forEach: { items: '${input.lines}', as: 'line' },
      input: { sku: '${item.sku}' },
    });
    expectAnswer([posted, '/steps/1/input/sku', 'the item is called "line"']);
  });

  it('what the schema knows better is said with the cure', () => {
    const properties = { lines: { type: 'array' }, n: { type: 'number' } };
    const inputSchema = { type: 'object', properties, required: ['lines', 'n'] };
    const posted = (x: string) => ({ ...withInput(x), inputSchema });
    expectAnswer([posted('${input.lines.length}'), '/steps/1/input/x', 'write size(input.lines)']);
    expectAnswer([posted("${'n-' + input.n}"), '/steps/1/input/x', 'write string(input.n)']);
    expectAnswer([posted('${input.line}'), '/steps/1/input/x', 'did you mean "lines"?']);
  });
});

describe('A text that looks like an expression is accepted with a warning', () => {
  const FOREIGN = ['{{input.city}}', '$.input.city', '$.city', '$input.city', 'input.city'];
  it.each([...FOREIGN, '=input.city', '#{input.city}', '{% $input.city %}'])(
    'foreign-expression: %s',
    (text) => {
      expect(rulesOf(withInput(text))).toEqual(['foreign-expression /steps/1/input/x']);
      expectAnswer([withInput(text), '/steps/1/input/x', 'write "${input.city}"']);
    },
  );

  it('foreign-expression: a key that ends with ".$"', () => {
    const posted = pay({ input: { 'city.$': '$.city' } });
    expect(rulesOf(posted)).toEqual(['foreign-expression /steps/1/input/city.$']);
    expectAnswer([posted, '/steps/1/input/city.$', 'write "city": "${input.city}"']);
  });

  it('escaped-expression: a price', () => {
    const posted = withInput('at $${input.total}');
    expect(rulesOf(posted)).toEqual(['escaped-expression /steps/1/input/x']);
    expectAnswer([posted, '/steps/1/input/x', 'write "${\'$\'}${input.total}"']);
    expect(rulesOf(withInput("at ${'$'}${input.total}"))).toEqual([]);
  });

  it('and a text that is meant as a text without one', () => {
    const TEXTS = ['Dear {{customer.name}}', '$5', 'input.csv', 'a.$', '$${HOME}', 'steps.a', '='];
    for (const text of TEXTS) expect(rulesOf(withInput(text))).toEqual([]);
  });

  function rulesOf(posted: JsonObject): readonly string[] {
    const result = compileDefinition(posted, 1);
    expect(result.ok).toBe(true);
    return result.ok ? result.definition.warnings.map(({ rule, path }) => `${rule} ${path}`) : [];
  }
});
