import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { parseBoundedJson } from './bounded-json.js';
import { indexOfJsonFault, placeIn } from './json-place.js';

function detailOf(text: string): string {
  const check = parseBoundedJson(Buffer.from(text));
  return check.ok ? 'it is taken' : check.detail;
}

describe('What is wrong with a JSON text is said with its place', () => {
  it.each([
    ['{"a": 1,\n "b": 2,\n}', 'line 3, column 1'],
    ['{"a":1} x', 'line 1, column 9'],
    ['{"a":1', 'line 1, column 7'],
    ['', 'line 1, column 1'],
    ['abc', 'line 1, column 1'],
    ['[1,]', 'line 1, column 4'],
    ['[1}', 'line 1, column 3'],
    ['{"ä😀": tru}', 'line 1, column 8'],
    ['{a:1}', 'line 1, column 2'],
    ['{"a" 1}', 'line 1, column 6'],
    ['[01]', 'line 1, column 3'],
    ['[\n"\\x"]', 'line 2, column 1'],
  ])('%j is no JSON', (text, place) => {
    expect(detailOf(text)).toContain(`it is not valid JSON from ${place} on`);
  });

  it.each([
    ['{"a": 1,\n}', 'leave out the comma before it'],
    ['{"a": }', 'a value is missing before it'],
    ["{'a': 1}", 'a text stands in double quotes'],
    ['{"a": “b”}', 'a text stands in straight quotes'],
    ['{"a": 1 // one\n}', 'there are no comments'],
    ['{a: 1}', 'a name, or a text, stands in double quotes'],
    ['{"a": True}', 'write true, false, null or a number'],
    ['{"a": 1\n "b": 2}', 'a comma is missing before it, or a colon'],
    ['{"a": "b\n"}', 'the text has no end on its line'],
    ['{"a": +1}', 'a number is like 0, -1, 0.5 or 1e3'],
    ['{"a": [1', 'it ends too early'],
  ])('%j is answered with what to write', (text, cure) => {
    expect(detailOf(text)).toContain(`on: ${cure}`);
  });

  it('and nothing of the text is quoted', () => {
    expect(detailOf('{"a": secret}')).toBe('it is not valid JSON from line 1, column 7 on');
  });

  it.each([
    ['{"a":\n  9007199254740993}', 'cannot be stored exactly', 'line 2, column 3'],
    ['{"a":1,\n"a":2}', 'occurs twice', 'line 2, column 1'],
    ['["ä", "\\u0000"]', 'U+0000', 'line 1, column 7'],
    ['{"x":\n{"__proto__":1}}', '__proto__', 'line 2, column 2'],
    ['['.repeat(33), 'deeper than 32', 'line 1, column 33'],
  ])('%j is not taken', (text, what, place) => {
    expect(detailOf(text)).toContain(what);
    expect(detailOf(text)).toMatch(new RegExp(` \\(${place}\\)$`));
  });

  it('at no place where nothing is wrong, and at one where something is', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '"',
      '\\n',
      '1',
      '-',
      '.5',
      'e3',
      ' ',
      'null',
    ];
    const texts = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
    assertProperty(
      fc.property(fc.oneof(texts, fc.json()), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const body = Buffer.from(text);
        const index = indexOfJsonFault(body);
        // up to there it can be the beginning of a JSON text
        if (isJson) expect(index).toBe(body.length);
        else expect(index).toBeLessThanOrEqual(body.length);
        expect(placeIn(body, index)).toMatch(/^line \d+, column \d+$/);
      }),
    );
  });

  it('of a string of 256 KiB as of a short one', () => {
    const text = `{"a":"${'x'.repeat(256 * 1024)}" "b"}`;
    expect(detailOf(text)).toContain(`column ${256 * 1024 + 9} on`);
    expect(detailOf(text.slice(0, -6))).toContain('column 6 on');
  });
});
