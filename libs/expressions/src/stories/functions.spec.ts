import type { JsonValue } from '#protocol';
import { evaluate, messagesFor } from './expression.fixture.js';

type Row = readonly [string, JsonValue];

const INPUT = { price: 2.5, qty: 3, name: 'Zoë 😀', none: null, tags: ['b', 'a'], form: '%y' };

describe('Numbers: `floor`, `ceil` and `abs`', () => {
  it.each<Row>([
    ['floor(input.price)', 2],
    ['ceil(input.price)', 3],
    ['floor(-2.5)', -3],
    ['ceil(-2.5)', -2],
    ['floor(7)', 7],
    ['abs(-2.5)', 2.5],
    ['abs(-7)', 7],
    ['abs(7 - 9)', 2],
    ['floor(input.qty / 2)', 1],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, INPUT)).toBe(value);
  });

  it('`coalesce` takes the first of many that is there', () => {
    expect(evaluate('coalesce(input.absent, input.none, input.x.y, "here")', INPUT)).toBe('here');
    expect(evaluate('coalesce(input.absent, input.none, input.x.y)', INPUT)).toBeNull();
  });
});

describe('Texts: `charAt`, `replace`, `reverse` and `format`', () => {
  it.each<Row>([
    ['input.name.charAt(4)', '😀'],
    ['input.name.charAt(5)', ''],
    ['"😀".charAt(0)', '😀'],
    ['"a-b-c".replace("-", "")', 'abc'],
    ['"a-b-c".replace("-", "+", 1)', 'a+b-c'],
    ['"a-b-c".replace("-", "+", 0)', 'a-b-c'],
    ['"a-b-c".replace("-", "+", -1)', 'a+b+c'],
    ['"a😀".replace("", "_")', '_a_😀_'],
    ['"a😀".replace("", "_", 2)', '_a_😀'],
    ['"$1 off".replace("$1", "$&")', '$& off'],
    ['"a😀".reverse()', '😀a'],
    [
      '"%s has %d items, %.2f in all".format([input.name, input.qty, 7])',
      'Zoë 😀 has 3 items, 7.00 in all',
    ],
    ['"%s".format([[1, 2.5, "a", null, true]])', '[1, 2.5, a, null, true]'],
    ['"%s".format([{"b": 1, "a": [2]}])', '{a: [2], b: 1}'],
    ['"%s %s".format([timestamp(0), duration("90s")])', '1970-01-01T00:00:00Z 90s'],
    ['"%x %X %o %b".format([255, 255, 8, 5])', 'ff FF 10 101'],
    ['"%x".format(["é"])', 'c3a9'],
    ['"%d%%".format([-5])', '-5%'],
    ['"%.3e".format([12345.678])', '1.235e+04'],
    ['"%.0e".format([9.5])', '1e+01'],
    ['"%.0e".format([2.5])', '2e+00'],
    // half way goes to the even digit, as in CEL; round() goes away from zero
    ['"%.2f".format([0.125])', '0.12'],
    ['"%.2f".format([0.375])', '0.38'],
    ['"%.2f".format([round(0.125, 2)])', '0.13'],
    ['"%.2f".format([-0.125])', '-0.12'],
    ['"%.1f".format([1e21])', '1000000000000000000000.0'],
    ['"%.2f".format([1.005])', '1.00'],
    ['strings.quote("a\\"b\\n")', '"a\\"b\\n"'],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, INPUT)).toBe(value);
  });

  it.each([
    ['"abc".charAt(4)', 'no position 4'],
    ['"abc".charAt(-1)', 'no position -1'],
    ['"abc".replace("a", "b", 1.5)', 'a whole number'],
    ['"%d".format([input.price])', 'needs a whole number for %d and got a number'],
    ['"%d".format([input.name])', 'needs a whole number for %d and got a string'],
    ['"%.2f".format([input.name])', 'needs a number for %.2f and got a string'],
    ['input.form.format([1])', 'does not know %y'],
    ['"%s".format(input.tags)', 'has 2 values, and uses 1'],
    ['("%s " + "%s").format([1])', 'has 1 values, and needs another one for %s'],
  ])('%s: %s', (expression, reason) => {
    expect(() => evaluate(expression, INPUT)).toThrow(reason);
  });

  it.each([
    ['"%s %s".format(["a"])', 'has 1 values, and needs another one for %s'],
    ['"%s".format(["a", input.name])', 'has 2 values, and uses 1'],
    ['"100%".format([])', 'does not know %: write %% for a "%"'],
    ['"%y".format(input.tags)', 'does not know %y'],
    ['"%.2d".format([1])', 'does not know %.2d'],
    ['"%.99f".format([1])', 'takes 0 to 50 digits'],
  ])('known when it is posted: %s', (expression, message) => {
    expect(messagesFor(`\${${expression}}`)).toEqual([expect.stringContaining(message)]);
  });

  it('trims what Unicode calls white space, and nothing else', () => {
    expect(evaluate('"\\u0085\\u00a0\\u3000 a \\u2028\\u1680".trim()')).toBe('a');
    expect(evaluate('size("\\ufeff\\u200b\\u180e".trim())')).toBe(3);
  });
});

describe('Macros with two variables: position and item, or key and value', () => {
  it.each<Row>([
    ['["a", "b"].map(i, x, string(i + 1) + x)', ['1a', '2b']],
    ['["a", "b"].map(i, x, i > 0, x)', ['b']],
    ['["a", "b"].transformList(i, x, x + string(i))', ['a0', 'b1']],
    ['["a", "b"].filter(i, x, i == 1)', ['b']],
    ['{"a": 1, "b": 2}.map(k, v, k + string(v))', ['a1', 'b2']],
    ['{"a": 1, "b": 2}.filter(k, v, v > 1)', ['b']],
    ['{"a": 1, "b": 2}.transformMap(k, v, v * 10)', { a: 10, b: 20 }],
    ['{"a": 1, "b": 2}.transformMap(k, v, v > 1, v * 10)', { b: 20 }],
    ['input.tags.transformMapEntry(i, t, {t: i})', { b: 0, a: 1 }],
    ['input.tags.exists(i, t, i == 1 && t == "a")', true],
    ['input.tags.all(i, t, i < 2)', true],
    ['input.tags.existsOne(i, t, i == 1)', true],
    ['input.tags.exists_one(i, t, t == "x")', false],
    ['[[1], [2]].map(i, row, row.map(j, x, x + i + j))', [[1], [3]]],
    // a name that is known is a condition, and no second variable
    ['[true, false].map(x, x, 1)', [1]],
    ['[false].map(f, [1].map(x, f, x))', [[]]],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, INPUT)).toEqual(value);
  });

  it.each([
    ['["a", "a"].transformMapEntry(i, t, {t: i})', 'an object has "a" twice'],
    ['[1].transformMapEntry(i, t, dyn(t))', 'transformMapEntry() cannot be applied to a number'],
    ['[1].transformMap(i, t, t)', "an object's key is a text in JSON"],
  ])('%s: %s', (expression, reason) => {
    expect(() => evaluate(expression, INPUT)).toThrow(reason);
  });

  it.each([
    ['input.tags.map(i, i, i, 1)', 'the first two arguments of map() are names of new variables'],
    ['input.tags.filter(input, x, true)', 'the first two arguments of filter() are names of'],
    ['input.tags.all(i, "x", true)', 'the first two arguments of all() are names of'],
  ])('%s: %s', (expression, message) => {
    expect(messagesFor(`\${${expression}}`)).toEqual([expect.stringContaining(message)]);
  });
});

describe('An object with keys that are no texts is asked, and is no result', () => {
  it.each<Row>([
    ['{1: "low", 2: "high"}[2]', 'high'],
    ['{1: "low", 3: "high"}[input.qty]', 'high'],
    ['{true: "gift", false: "plain"}[input.qty > 2]', 'gift'],
    ['4 in {1: "low"}', false],
    ['1.0 in {1: "low"}', true],
    ['{1: "a", "1": "b"}["1"]', 'b'],
    ['size({1: 2, true: 3})', 2],
    ['{1: 2} == {1.0: 2}', true],
    ['coalesce({1: "low"}[input.qty], "other")', 'other'],
    ['string({1: "a"}.map(k, k + 1)[0])', '2'],
    ['{"a-b": 1}.`a-b`', 1],
    ['has({"a/b": 1}.`a/b`)', true],
    ['.5 + .25', 0.75],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, INPUT)).toBe(value);
  });

  it.each([
    ['{1: 2}', '{1: 2} gives an object with keys that are no texts, needed is any JSON value'],
    ['{1: 2, 1: 3}', 'an object has 1 twice'],
    ['{null: 1}', "an object's key needs a boolean or a number or a string, and null is null"],
  ])('known when it is posted: %s', (expression, message) => {
    expect(messagesFor(`\${${expression}}`)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['[{input.qty: 2}]', "an object's key is a text in JSON"],
    ['{input.qty: 1, 3.0: 2}[3]', 'an object has 3 twice'],
    ['{input.price: 1}[1]', "an object's key is a text, a whole number, true or false"],
    ['{1: 2}[input.qty]', 'is missing'],
  ])('%s: %s', (expression, reason) => {
    expect(() => evaluate(expression, INPUT)).toThrow(reason);
  });
});
