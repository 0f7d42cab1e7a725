import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { parseBody } from './body-parser.js';
import type { ApiError } from './api-error.js';

/** The code that refuses the body; null: it is accepted. */
function refusal(body: string | Buffer): string | null {
  try {
    parseBody(Buffer.from(body));
    return null;
  } catch (error) {
    return (error as ApiError).code;
  }
}

describe('The parser of bodies', () => {
  it.each([
    ['{"a":[1,2.5,-3,1e3,0.1],"b":{"c":"\\u00e9\\ud83d\\ude00"},"d":null}'],
    ['"just a text with { [ : , in it"'],
    ['{"a":{"x":1},"b":{"x":1}}'],
    ['[{"x":1},{"x":1}]'],
    ['9007199254740991'],
    ['1.0'],
    ['1e300'],
    ['0.30000000000000004'],
    ['0.10000000000000001'],
    ['9007199254740992'],
    ['9007199254740994'],
    ['100000000000000000000'],
    ['-0'],
    ['-0.0e7'],
    ['{"constructor":"Ferrari","prototype":true}'],
    ['{"constructor":[{"prototype":1}]}'],
    ['{"constructor":1,"x":{"prototype":1}}'],
    ['\ufeff{"a":1}'],
    ['{"text":"\ufeff"}'],
    ['{"text":"\\\\u0000 is only text here"}'],
  ])('takes %s', (body) => {
    expect(refusal(body)).toBeNull();
  });

  it.each([
    ['{"a":1', 'JSON_MALFORMED'],
    ['{"a":1}x', 'JSON_MALFORMED'],
    ['{a:1}', 'JSON_MALFORMED'],
    ['[01]', 'JSON_MALFORMED'],
    ['[1,]', 'JSON_MALFORMED'],
    ['\ufeff\ufeff{}', 'JSON_MALFORMED'],
    ['{}\ufeff', 'JSON_MALFORMED'],
    ['{"\\x":1}', 'JSON_MALFORMED'],
    ['NaN', 'JSON_MALFORMED'],
    ['"unterminated', 'JSON_MALFORMED'],
    ['{"a":1,"a":2}', 'JSON_DUPLICATE_KEY'],
    ['{"a":1,"b":{"c":[{}]},"\\u0061":2}', 'JSON_DUPLICATE_KEY'],
    ['{"x":{"__proto__":{"polluted":true}}}', 'JSON_FORBIDDEN_KEY'],
    ['{"\\u005f_proto__":1}', 'JSON_FORBIDDEN_KEY'],
    ['[{"constructor":{"a":1,"prototype":1}}]', 'JSON_FORBIDDEN_KEY'],
    ['{"c\\u006fnstructor":{"\\u0070rototype":1}}', 'JSON_FORBIDDEN_KEY'],
    ['{"a":"\\u0000"}', 'JSON_FORBIDDEN_CHARACTER'],
    ['{"a":"\\ud83d"}', 'JSON_FORBIDDEN_CHARACTER'],
    ['{"a":"\\ude00\\ud83d"}', 'JSON_FORBIDDEN_CHARACTER'],
    ['{"a":"\\ud83dx"}', 'JSON_FORBIDDEN_CHARACTER'],
    ['1e309', 'JSON_NUMBER_IMPRECISE'],
    ['-1e309', 'JSON_NUMBER_IMPRECISE'],
    ['9007199254740993', 'JSON_NUMBER_IMPRECISE'],
    ['1799999999999999998', 'JSON_NUMBER_IMPRECISE'],
    ['18446744073709551616', 'JSON_NUMBER_IMPRECISE'],
    ['9007199254740993.0', 'JSON_NUMBER_IMPRECISE'],
    ['9.007199254740993e15', 'JSON_NUMBER_IMPRECISE'],
    ['12345678901234.567', 'JSON_NUMBER_IMPRECISE'],
    ['0.12345678901234567890', 'JSON_NUMBER_IMPRECISE'],
    ['1e-400', 'JSON_NUMBER_IMPRECISE'],
    [`1${'0'.repeat(400)}`, 'JSON_NUMBER_IMPRECISE'],
  ])('refuses %s as %s', (body, code) => {
    expect(refusal(body)).toBe(code);
  });

  it('says where a body is wrong', () => {
    expect(() => parseBody(Buffer.from('{"a":1,\n "b":}'))).toThrow(
      'The body is not JSON: it is not valid JSON from line 2, column 6 on: a value is ' +
        'missing before it.',
    );
    expect(() => parseBody(Buffer.from('{"a":1,\n "a":2}'))).toThrow(
      'The key "a" occurs twice in one object (line 2, column 2).',
    );
  });

  it('refuses nesting of 33, of 5,000 and of 100,000, and takes 32', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(refusal(nested(32))).toBeNull();
    expect(refusal(nested(33))).toBe('JSON_TOO_DEEP');
    expect(refusal('{"a":'.repeat(5_000))).toBe('JSON_TOO_DEEP');
    expect(refusal(nested(100_000))).toBe('JSON_TOO_DEEP');
  });

  it('refuses arrays that are much larger in memory, and takes short pairs', () => {
    const listOf = (item: string, chars: number): string =>
      `[${item.repeat(Math.floor(chars / item.length)).slice(0, -1)}]`;
    expect(refusal(listOf('[],', 250_000))).toBe('JSON_TOO_MANY_VALUES');
    expect(refusal(listOf('{},', 250_000))).toBe('JSON_TOO_MANY_VALUES');
    expect(refusal(listOf('[1,2],', 230_000))).toBeNull();
    expect(refusal(listOf('[],', 29_000))).toBeNull();
  });

  it('refuses more than 10,000 keys, and a key of more than 256 characters', () => {
    const keys = (count: number): string =>
      `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;
    expect(refusal(keys(10_000))).toBeNull();
    expect(refusal(keys(10_001))).toBe('JSON_TOO_MANY_KEYS');
    expect(refusal(`{"${'k'.repeat(256)}":1}`)).toBeNull();
    expect(refusal(`{"${'k'.repeat(257)}":1}`)).toBe('JSON_KEY_TOO_LONG');
  });

  it('finds a key that stands twice among many, however it is spelt', () => {
    const many = Array.from({ length: 100 }, (_, index) => `"k${index}":{}`).join(',');
    expect(refusal(`{${many}}`)).toBeNull();
    expect(refusal(`{${many},"k3":1}`)).toBe('JSON_DUPLICATE_KEY');
    expect(refusal(`{${many},"\\u006b99":1}`)).toBe('JSON_DUPLICATE_KEY');
    // all with the same hash
    expect(refusal('{"Aa":1,"BB":2}')).toBeNull();
    expect(refusal('{"Aa":1,"BB":2,"Aa":3}')).toBe('JSON_DUPLICATE_KEY');
  });

  it('counts the characters of a key, not its bytes', () => {
    expect(refusal(`{"${'😀'.repeat(256)}":1}`)).toBeNull();
    expect(refusal(`{"${'😀'.repeat(257)}":1}`)).toBe('JSON_KEY_TOO_LONG');
  });

  it('refuses a body that is not UTF-8', () => {
    expect(refusal(Buffer.from([0x22, 0xff, 0x22]))).toBe('JSON_MALFORMED');
    expect(refusal(Buffer.from('{"a":1}', 'utf16le'))).toBe('JSON_MALFORMED');
  });

  it('leaves every value that JSON.stringify writes as it is', () => {
    assertProperty(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (value) => {
        const body = JSON.stringify(value);
        const code = refusal(body);
        if (code === null) expect(JSON.stringify(parseBody(Buffer.from(body)))).toBe(body);
        else expect(code).toMatch(/^JSON_(FORBIDDEN_|NUMBER_IMPRECISE|DUPLICATE)/);
      }),
    );
  });

  it('never lets through what JSON.parse refuses, and fails with a code only', () => {
    assertProperty(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0d8e1-.') }), (text) => {
        const code = refusal(text);
        if (code === null && text !== '') expect(() => JSON.parse(text) as unknown).not.toThrow();
        else if (text !== '') expect(code).toMatch(/^JSON_/);
      }),
    );
  });
});
