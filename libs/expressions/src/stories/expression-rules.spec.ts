import { evaluate, fill, messagesFor, rulesBrokenBy } from './expression.fixture.js';

const rulesOf = (expression: string) =>
  rulesBrokenBy(`\${${expression}}`).map((fault) => fault.trim());

const messagesOf = (expression: string) => messagesFor(`\${${expression}}`);

describe('An expression names only what is there', () => {
  it.each([
    'order',
    'x + 1',
    'saga',
    'saga.input',
    'steps',
    'steps.pay',
    'steps.pay.data',
    'steps["pay"].output',
    'steps[input.name].output',
    'steps.nobody.output',
    'steps.later.output',
    'steps.later.status',
    'has(steps.pay)',
    'input.lines.map(l, l.x) + [l]',
    'google.protobuf',
  ])('expression-scope: %s', (expression) => {
    expect(rulesOf(expression)).toEqual(['expression-scope']);
  });

  it.each([
    'input.__proto__',
    'input["__proto__"]',
    'has(input.__proto__)',
    'input.constructor.prototype',
    'input["constructor"]["prototype"].x',
    'has(input.constructor.prototype)',
    '{"a": 1, "a": 2}',
    '[{"b": {"a": 1, "c": 2, "a": 1}}]',
  ])('expression-property: %s', (expression) => {
    expect(rulesOf(expression)).toEqual(['expression-property']);
  });

  it('no way out to the host: nothing inherited is reachable, also by a computed name', () => {
    const input = { key: ['__pro', 'to__'], text: 'x' };
    expect(() => evaluate('input[input.key.join()]', input)).toThrow('is missing');
    expect(() => evaluate('input.text.length', input)).toThrow('is missing');
    expect(() => evaluate('input.hasOwnProperty', input)).toThrow('is missing');
  });

  it('a property of its own named like something inherited is just a property', () => {
    const input: unknown = JSON.parse('{"toString": 1, "constructor": 2, "prototype": 4}');
    expect(evaluate('input.toString + input.constructor + input.prototype', input as never)).toBe(
      7,
    );
    for (const name of ['toString', 'constructor', 'prototype']) {
      expect(evaluate(`has(input.${name})`)).toBe(false);
      expect(() => evaluate(`input.${name}`)).toThrow('is missing');
      expect(() => evaluate(`input["${name}"]`)).toThrow('is missing');
    }
  });
});

describe('An expression calls only what there is', () => {
  it.each(['eval("1")', 'type(1)', 'bytes("a")', 'uint(1)', 'input.list.reduce(1, 2)'])(
    'expression-function: %s',
    (expression) => {
      expect(rulesOf(expression)).toContain('expression-function');
    },
  );

  it('expression-function: cel.bind could double a list in every round', () => {
    expect(rulesOf('cel.bind(x, [1], x + x)')).toContain('expression-function');
  });
});

describe('Types are checked as far as they are known', () => {
  it.each([
    '"a" > 1',
    '!1',
    '1 ? 2 : 2.5',
    'size(1)',
    'sum(1)',
    'round(1.5)',
    'coalesce(1)',
    '"a".join(",")',
    'has(1)',
    'has(input)',
    'has(input["a"])',
    'has(input.a, input.b)',
    '[1] + 1',
    'b"bytes"',
    '5u',
    '9223372036854775808',
    '9223372036854775807',
    '9007199254740993',
    '-9007199254740993',
    '9007199254740993.0',
    '1e-400',
    '0.12345678901234567890',
    '"\\u0000"',
  ])('expression-type: %s', (expression) => {
    expect(rulesOf(expression)).toEqual(['expression-type']);
  });
});

it('what is refused for its types says why', () => {
  expect(messagesOf('1e400')).toEqual([
    'a number is larger than a JSON number can be; write it as a text\n  1e400\n  ^ character 1',
  ]);
  expect(messagesOf('has(input["a b"])')).toEqual([
    'has() asks for a property, as in has(input.gift): for another name write "a b" in input',
  ]);
  expect(messagesOf('[1] + 1')).toEqual([
    '"+" cannot be applied: [1] is a list, and 1 is a number',
  ]);
});

describe('Syntax', () => {
  it.each([
    '',
    'input.',
    '1 +',
    'input..a',
    'a b',
    '1 ? 2',
    '[1, 2',
    'let x',
    '#',
    'input.?a',
    '1e400',
    '"\\ud800"',
  ])('expression-syntax: %s', (expression) => {
    expect(rulesOf(expression)).toEqual(['expression-syntax']);
  });

  it.each([
    ['input.a === 1', 'there is no "===": write =='],
    ['input.a !== 1', 'there is no "!==": write !='],
    ['input.a = 1', 'there is no "=": to compare write =='],
    ['input.a ?? 1', 'there is no "??": write coalesce(a, b)'],
    ['input?.a', 'there is no "?.": write coalesce(a.b, "…"), or ask with has(a.b)'],
    ['input.?a', 'there is no optional access: write coalesce(a.b, "…"), or ask with has(a.b)'],
    ['input.a.map(x => x)', 'there is no "=>": a macro takes a name and an expression, as in'],
    ['input.a & true', 'there is no "&": write &&'],
    ['input.a + ', 'needs a value, and the expression ends here'],
    ['size(input.a', 'needs a "," or a ")", and the expression ends here'],
    ['input.a input.b', 'needs an operator or the end, and there is input'],
    ['"\\d"', 'a text has no escape \\d: write \\\\ for a backslash'],
    ['"abc', 'a text in an expression has no closing quote'],
    ['for', '"for" is a reserved word, and no name'],
    ['Order{id: 1}', 'there are no messages of protocol buffers'],
    ['size([1],)', 'needs an argument, and there is )'],
    ['input.a @ 1', '"@" cannot stand here'],
  ])('%s: %s', (expression, message) => {
    expect(messagesOf(expression)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['true == 1 < 2', '"<" cannot be applied'],
    ['true ? false ? 1 : 2 : 3', 'needs a ":" and a value for the other case'],
  ])('binds as the specification says: %s', (expression, message) => {
    expect(messagesOf(expression)).toEqual([expect.stringContaining(message)]);
  });

  it('expression-syntax: a macro takes a new variable', () => {
    expect(rulesOf('input.a.map(input, 1)')).toEqual(['expression-syntax']);
    expect(rulesOf('input.a.map(steps, 1)')).toEqual(['expression-syntax']);
    expect(rulesOf('input.a.map(1, 1)')).toEqual(['expression-syntax']);
  });

  it('expression-length: 2,000 characters at most', () => {
    expect(fill(`\${${'1+'.repeat(999)}11}`)).toBe(1010);
    expect(rulesOf(`${'1+'.repeat(1000)}1`)).toEqual(['expression-length']);
    expect(fill(`\${size("${'😀'.repeat(1992)}")}`)).toBe(1992);
    expect(rulesOf(`size("${'😀'.repeat(1993)}")`)).toEqual(['expression-length']);
  });

  it('expression-syntax: not too deep', () => {
    expect(rulesOf(`${'('.repeat(40)}1${')'.repeat(40)}`)).toEqual(['expression-syntax']);
    expect(evaluate(`${'!'.repeat(1996)}true`)).toBe(true);
  });
});
