import type { JsonValue } from '#protocol';
import { evaluate, fill } from './expression.fixture.js';

const LIST: readonly JsonValue[] = Array<number>(100_000).fill(1);
const TEXT = 'a'.repeat(250_000);

describe('An evaluation of quadratic cost, or worse, is stopped', () => {
  it.each<[string, JsonValue]>([
    ['input.map(x, input.map(y, x + y))', LIST],
    ['input.exists(x, input.exists(y, x + y > 5))', LIST],
    ['input.exists(x, input.exists(y, y.absent))', LIST],
    // a fault that is absorbed costs as much as many steps
    ['input.exists(x, x.absent)', LIST],
    ['input.map(x, input + input)', LIST],
    ['input.filter(x, x + 1 in input)', LIST],
    ['input.filter(x, input == [0] + input)', LIST],
    [`input${' + input'.repeat(30)}`, LIST],
    ['input.split("").map(x, input.split(""))', TEXT],
    ['input.split("").exists(x, input.contains("ab"))', TEXT],
    ['input.contains("b" + input.substring(100000))', TEXT],
    ['input.replace("b" + input.substring(100000), "")', TEXT],
    ['input.replace("a", input)', TEXT],
    ['input.replace("", input)', TEXT],
    ['input.replace("a", "").replace("", input).replace("", input)', TEXT],
    ['"%s".format([input.split("").map(x, input)])', TEXT],
    ['input.split("").map(x, "%s".format([input]))', TEXT],
    ['input.split("").map(x, "%x".format([input]))', TEXT],
    ['input.split("").exists(x, input.reverse() == "")', TEXT],
    ['input.split("").exists(x, strings.quote(input) == "")', TEXT],
    ['input.split("").exists(x, input.charAt(200000) == "b")', TEXT],
    ['input.split("").exists(x, timestamp(input) == timestamp(0))', TEXT],
    ['input.split("").exists(x, duration(input) == duration("0"))', TEXT],
    ['input.split("").exists(x, timestamp(0).getHours(input) == 25)', TEXT],
    ['input.split("").map(x, input.split("").map(y, input in {1: 2}))', TEXT],
    ['input.map(i, x, input.map(j, y, i + j))', LIST],
    ['input.transformList(i, x, input.all(j, y, i != j || true))', LIST],
    ['input.transformMapEntry(i, x, {string(i): input.transformMap(j, y, x)})', LIST],
    ['input.exists(x, timestamp(x).getHours("Europe/" + string(x)) == 25)', LIST],
    ['input.exists(x, timestamp(x).getHours("Europe/Berlin") == 25)', LIST],
    ['input.split("").exists(x, size(input) == 0)', TEXT],
  ])('%s', (expression, input) => {
    expect(() => evaluate(expression, input)).toThrow('takes too many steps');
  });

  it('changing the case of a text costs as much as the text is long', () => {
    const mixed = 'a1'.repeat(60_000);
    const again = 'input.lowerAscii() == input.upperAscii()';
    expect(() => evaluate(Array(10).fill(again).join(' || '), mixed)).toThrow('too many steps');
  });

  it.each<[string, JsonValue]>([
    ['input.map(x, x * 2)', LIST],
    ['size(input.filter(x, x > 0 && x in [1, 2, 3]))', LIST],
    ['sum(input)', LIST],
    ['size(input.split("")) == size(input)', TEXT],
  ])('one look at each of 100,000 items is fine: %s', (expression, input) => {
    expect(() => evaluate(expression, input)).not.toThrow();
  });

  it('looking for what is missing costs no more than looking', () => {
    expect(evaluate('size(input.map(x, coalesce(x.qty, 1)))', LIST)).toBe(100_000);
    expect(evaluate('input.exists(x, has(x.qty))', LIST)).toBe(false);
  });
});

describe('A result that would grow without bounds is stopped', () => {
  it.each<[string, JsonValue]>([
    ['one input again and again', Array<string>(1000).fill('${input}')],
    ['within one text', '${input}'.repeat(1000)],
    ['by an expression', '${input.split("").map(x, input)}'],
  ])('%s', (_, template) => {
    expect(() => fill(template, TEXT.slice(0, 100_000))).toThrow(/1 MiB|too many steps/);
  });

  it('nor nested without bounds', () => {
    let deep: JsonValue = 1;
    for (let level = 0; level < 5000; level++) deep = [deep];
    expect(() => evaluate('input', deep)).toThrow('nests over');
  });
});

describe('A new function takes no longer than what it spends allows', () => {
  it.each<[string, JsonValue]>([
    ['size(input.replace("a", "bb"))', TEXT],
    ['size("%s".format([input]))', TEXT],
    ['size(input.reverse())', TEXT],
    ['size(input.transformMapEntry(i, x, {string(i): x}))', LIST.slice(0, 20_000)],
    ['size(input.map(i, x, i * 2))', LIST],
    ['size(input.map(x, timestamp(x) + duration("90s")))', LIST.slice(0, 20_000)],
  ])('one look is fine: %s', (expression, input) => {
    expect(() => evaluate(expression, input)).not.toThrow();
  });

  it('a text of blanks is trimmed in linear time', () => {
    expect(evaluate('size((input + "a" + input).trim())', ' '.repeat(200_000))).toBe(1);
  });
});
