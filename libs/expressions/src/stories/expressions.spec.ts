import type { JsonValue } from '#protocol';
import { evaluate } from './expression.fixture.js';
import { ExpressionError } from '../evaluate/expression-error.js';

const INPUT = {
  qty: 3,
  n: 1,
  price: 1.5,
  largest: 9_007_199_254_740_991,
  // 2^60, as JavaScript writes it
  written: 1_152_921_504_606_847_000,
  name: 'Zoë 😀',
  none: null,
  lines: [
    { sku: 'lamp', price: 1.5, qty: 2 },
    { sku: 'rug', price: 20, qty: 1 },
  ],
  address: { city: 'Ulm' },
};

type Row = readonly [string, JsonValue];

function expectValue([expression, value]: Row): void {
  expect(evaluate(expression, INPUT)).toEqual(value);
}

describe('Numbers from JSON and literals mix freely', () => {
  it.each<Row>([
    ['input.qty * 2', 6],
    ['2 * input.qty', 6],
    ['input.qty + 1', 4],
    ['input.qty - 0.5', 2.5],
    ['input.qty / 2', 1.5],
    ['input.qty % 2', 1],
    ['-input.qty', -3],
    ['input.qty > 2', true],
    ['3 <= input.qty', true],
    ['input.n == 1', true],
    ['1 == input.n', true],
    ['input.n != 1', false],
    ['input.n in [1, 2]', true],
    ['input.lines[0].sku', 'lamp'],
    ['input.lines[input.n].sku', 'rug'],
    ['size(input.lines) > 1', true],
    ['size(input.lines) * 1.5', 3],
    ['size(input.lines) == 2.0', true],
    ['7 / 2', 3],
    ['-7 % 3', -1],
    ['7.0 / 2.0', 3.5],
    ['[1, 2.5, input.qty]', [1, 2.5, 3]],
    ['input.qty == 3 ? "three" : "other"', 'three'],
  ])('%s', (...row) => expectValue(row));
});

it('There is one zero, as in JSON: what is stored is what was sent', () => {
  expect(Object.is(evaluate('-0.5 * double(size(""))'), 0)).toBe(true);
});

describe('Functions, of CEL, and `sum`, `min`, `max`, `round` and `coalesce`', () => {
  it.each<Row>([
    ['sum(input.lines.map(l, l.price * l.qty))', 23],
    ['sum([])', 0],
    ['sum([1, 2.5])', 3.5],
    ['min([3, 1.5, 2])', 1.5],
    ['max(input.lines.map(l, l.price))', 20],
    ['round(1.005, 2)', 1.01],
    ['round(2.5, 0)', 3],
    ['round(-2.5, 0)', -3],
    ['round(0.1 + 0.2, 2)', 0.3],
    ['round(7, 2)', 7],
    ['round(1e300, 2)', 1e300],
    ['round(1e-7, 3)', 0],
    ['round(input.price, 0)', 2],
    ['coalesce(input.none, 1)', 1],
    ['coalesce(input.gift.text, "no gift")', 'no gift'],
    ['coalesce(input.lines[7].sku, "no line")', 'no line'],
    ['coalesce(input.lines[0].sku, "no line")', 'lamp'],
    ['coalesce(input.x, coalesce(input.y, 2))', 2],
    ['coalesce(input.x, input.y)', null],
    ['coalesce(input.x + 1, 2)', 2],
    ['has(input.address)', true],
    ['has(input.address.zip)', false],
    ['has(input.gift.text)', false],
    ['has(input.none)', true],
    ['has(input.none.x)', false],
    ['size("Zoë 😀")', 5],
    ['size({"a": 1})', 1],
    ['input.name.size()', 5],
    ['string(3)', '3'],
    ['string(input.price)', '1.5'],
    ['int("42") + 1', 43],
    ['int(2.9)', 2],
    ['double("2.5")', 2.5],
    ['bool("true")', true],
    ['dyn(1) == 1.0', true],
    ['"abc".contains("bc")', true],
    ['"abc".startsWith("ab") && "abc".endsWith("bc")', true],
    ['"a-b-c".split("-")', ['a', 'b', 'c']],
    ['"a-b-c".split("-", 2)', ['a', 'b-c']],
    ['["a", "b"].join(", ")', 'a, b'],
    ['" A b ".trim().lowerAscii()', 'a b'],
    ['"äb".upperAscii()', 'äB'],
    ['"hello".substring(1, 3)', 'el'],
    ['"hello".indexOf("l")', 2],
    ['"hello".lastIndexOf("l")', 3],
    ['"hello".indexOf("x")', -1],
    ['"hello".indexOf("l", 3)', 3],
    ['"hello".lastIndexOf("l", 2)', 2],
    ['9007199254740992 + 2', 9007199254740994],
    ['input.largest - 1 + 1', 9007199254740991],
    ['-input.written', -1152921504606847000],
    ['max([1, input.written])', 1152921504606847000],
    ['string(int("9007199254740993") + 1)', '9007199254740994'],
    ['0.1 + 0.2', 0.30000000000000004],
    ['input.largest / 2', 4503599627370495.5],
    ['double("9007199254740994")', 9007199254740994],
    ['double("0.10")', 0.1],
    ['double("+.5e1")', 5],
  ])('%s', (...row) => expectValue(row));
});

describe('Positions in a text count code points', () => {
  it.each<Row>([
    ['"𠮷田".substring(0, 1)', '𠮷'],
    ['"𠮷田".substring(1)', '田'],
    ['"Ana 😀 Lima".substring(0, size("Ana 😀 Lima"))', 'Ana 😀 Lima'],
    ['"😀😀".substring(1, 2)', '😀'],
    ['"😀".substring(1)', ''],
    ['size("😀x")', 2],
    ['"😀x".indexOf("x")', 1],
    ['"😀x😀x".indexOf("x", 2)', 3],
    ['"😀".indexOf("", 1)', 1],
    ['"x😀x".lastIndexOf("x")', 2],
    ['"x😀x".lastIndexOf("x", 1)', 0],
    ['"x😀".lastIndexOf("")', 2],
    ['"a😀b".split("")', ['a', '😀', 'b']],
    ['"a😀b".split("", 2)', ['a', '😀b']],
    ['"a😀b".split("😀")', ['a', 'b']],
    ['"～" < "😀"', true],
    ['"😀" > "～"', true],
    ['"😀" <= "😀"', true],
    ['"😀" >= "😀a"', false],
    ['"\ue000" < "😀"', true],
    ['"😀" < "😁"', true],
    ['"a" < "😀"', true],
    // a combining mark is a code point of its own, and nothing is normalised
    ['size("e\u0301")', 2],
    ['"e\u0301x".indexOf("x")', 2],
    ['"e\u0301" == "\u00e9"', false],
    ['size("👨‍👩‍👧")', 5],
  ])('%s', (...row) => expectValue(row));
});

describe('Lists, objects, logic, `input`, `saga` and `steps`', () => {
  it.each<Row>([
    ['input.lines.map(l, l.sku)', ['lamp', 'rug']],
    ['input.lines.map(l, l.qty > 1, l.sku)', ['lamp']],
    ['input.lines.filter(l, l.price < 10).map(l, l.sku)', ['lamp']],
    ['input.lines.exists(l, l.sku == "rug")', true],
    ['input.lines.all(l, l.qty > 0)', true],
    ['input.lines.exists_one(l, l.qty == 1)', true],
    ['input.lines.exists(l, l.absent == 1 || l.qty == 1)', true],
    ['input.address.map(key, key)', ['city']],
    ['[[1, 2], [3]].map(x, x.map(y, y * 2))', [[2, 4], [6]]],
    ['[1, 2].map(x, [10].map(x, x))', [[10], [10]]],
    ['{"city": input.address.city, "n": [1, {"a": 2}]}', { city: 'Ulm', n: [1, { a: 2 }] }],
    ['input.lines.map(l, l.qty) + [0.5]', [2, 1, 0.5]],
    ['size(input.lines) > 1 ? 1 : 2.5', 1],
    ['[1, 2].map(x, x > 1 ? null : "one")', ['one', null]],
    ['(size(input.lines) > 1 ? 1 : 2.5) * 2', 2],
    ['"city" in input.address', true],
    ['"toString" in input.address', false],
    ['input.address == {"city": "Ulm"}', true],
    ['input.lines == [1]', false],
    ['input.name == 1', false],
    ['input.absent == 1 || true', true],
    ['true || input.absent == 1', true],
    ['input.absent == 1 && false', false],
    ['!(input.qty > 2)', false],
    ['input["address"]["city"]', 'Ulm'],
    ['saga.id + "/" + saga.key', 's-1/o-1'],
    ['steps.pay.output.amount * 2', 25],
    ['steps.pay.status == "succeeded"', true],
    ['steps.skipped.output', null],
    ['coalesce(steps.skipped.output.id, "none")', 'none'],
    ['has(steps.skipped.output.id)', false],
  ])('%s', (...row) => expectValue(row));
});

describe('What has no value is an error that names the expression', () => {
  it.each([
    ['input.gift.text', 'input.gift is missing'],
    ['input.none.x', 'input.none.x is missing: what should hold it is null'],
    ['input.address.toString', 'input.address.toString is missing'],
    ['input.lines[2]', 'input.lines[2] is missing: the list has 2 items'],
    ['input.lines[-1]', 'is missing'],
    ['input.lines[0.5 + input.n]', 'a position in a list is a whole number'],
    ['steps.skipped.output.id', 'steps.skipped.output.id is missing'],
    ['input.qty / 0', 'divides by zero'],
    ['1 % 0', 'divides by zero'],
    ['input.qty + input.name', '"+" cannot be applied to a number and a string'],
    ['input.name > 1', '">" cannot be applied to'],
    ['input.qty && true', 'needs true or false'],
    ['input.qty ? 1 : 2', 'needs true or false'],
    ['input.lines.exists(l, l.absent)', 'is missing'],
    ['9007199254740992 * 9007199254740992', 'does not fit into 64 bits'],
    ['9007199254740992 + 1', 'cannot hold exactly'],
    ['1e308 * 10.0', 'beyond ±9007199254740991'],
    ['input.largest + 2', 'beyond ±9007199254740991'],
    ['-2 - input.largest', 'beyond ±9007199254740991'],
    ['input.largest * 10', 'beyond ±9007199254740991'],
    ['input.largest / 0.5', 'beyond ±9007199254740991'],
    ['input.written - 1152921504606847200', 'beyond ±9007199254740991'],
    ['int("9007199254740993") - 9007199254740992.0', 'beyond ±9007199254740991'],
    ['sum([input.largest, 2])', 'beyond ±9007199254740991'],
    ['sum([input.largest, 2, -2])', 'beyond ±9007199254740991'],
    ['int(input.written)', 'beyond ±9007199254740991'],
    ['min([int("9007199254740993")])', 'cannot hold exactly'],
    ['round(int("9007199254740993"), 0)', 'cannot hold exactly'],
    ['double(int("9007199254740993"))', 'cannot hold exactly'],
    ['double("9007199254740993")', 'cannot hold exactly'],
    ['double("1e-400")', 'cannot hold exactly'],
    ['double("1e400")', 'cannot hold exactly'],
    ['double("0.1234567890123456789012")', 'cannot hold exactly'],
    ['int("5.0")', 'takes a whole number in digits alone'],
    ['min([])', 'of an empty list'],
    ['sum(["a"])', 'a list that has a string in it'],
    ['round(1.5, 16)', '0 to 15 digits'],
    ['int(dyn([]))', 'int() cannot be applied to a list'],
    ['double("nan")', 'double() of a text takes a number in digits'],
    ['bool("yes")', 'bool() cannot be applied to'],
    ['"abc".substring(4)', 'no position 4'],
    ['"😀".substring(2)', 'no position 2'],
    ['"😀x".substring(0, 3)', 'no position 3'],
    ['{"__proto__": 1}', 'has a property "__proto__"'],
    ['[{"constructor": {"prototype": 1}}]', 'has a property "prototype"'],
    ['{"Zoë 😀": 1, input.name: 2}', 'an object has "Zoë 😀" twice'],
    ['{input.qty: 1}', "an object's key is a text"],
  ])('%s: %s', (expression, reason) => {
    expect(() => evaluate(expression, INPUT)).toThrow(ExpressionError);
    expect(() => evaluate(expression, INPUT)).toThrow(reason);
    expect(() => evaluate(expression, INPUT)).toThrow(expression);
  });
});

describe('CEL’s checker is strict about what JSON has one kind of', () => {
  it.each<Row>([
    ['[1, 2] == [1.0, 2.0]', true],
    ['[1] != [1.0]', false],
    ['[[1]] == [[1.0]]', true],
    ['{"a": 1} == {"a": 1.0}', true],
    ['1 in [1.0]', true],
    ['2.5 in [1, 2]', false],
    ['round(1.5, 0) in [2]', true],
    ['[1] + [2.5]', [1, 2.5]],
    ['["a"] + [1, null]', ['a', 1, null]],
    ['[1, 2][1.0]', 2],
    ['["a", "b"][round(0.6, 0)]', 'b'],
    ['"abc".substring(0, min([2, size(input.lines)]))', 'ab'],
    ['round(2.55, max([0, 1]))', 2.6],
    ['[1, 2].map(x, x > 1 ? x : 0.5) == [0.5, 2] && 1 in [1.0]', true],
  ])('%s is %j', (expression, value) => {
    expect(evaluate(expression, { lines: [{}, {}] })).toEqual(value);
  });

  it.each<[string, JsonValue]>([
    ['has(input.lines[0].sku)', true],
    ['has(input.lines[1].sku)', false],
    ['has(input.lines[9].sku)', false],
    ['has(input.byName["a b"].sku)', true],
    ['has(input.lines.filter(l, has(l.sku))[0].sku)', true],
    ['has({"a": 1}.a)', true],
    ['has((input.lines[0]).sku) && !has(input.lines[1].sku)', true],
    ['input.lines.exists(l, has([l][0].sku))', true],
  ])('%s is %j', (expression, value) => {
    const lines: JsonValue = [{ sku: 'a' }, {}];
    const byName = { 'a b': { sku: 'b' } };
    expect(evaluate(expression, { lines, byName })).toBe(value);
  });
});
