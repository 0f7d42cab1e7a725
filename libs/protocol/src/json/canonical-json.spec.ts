import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { canonicalJson } from './canonical-json.js';
import type { JsonValue } from './json.js';

describe('Canonical JSON', () => {
  it('sorts keys at every level, and leaves lists in order', () => {
    const value = { b: [{ z: 1, y: null }, 2], a: 'ä"', '10': true, '9': -0 };
    expect(canonicalJson(value)).toBe('{"10":true,"9":0,"a":"ä\\"","b":[{"y":null,"z":1},2]}');
  });

  it('is JSON for the same value, whatever the order of its keys', () => {
    assertProperty(
      fc.property(fc.jsonValue(), (value) => {
        const canonical = canonicalJson(value as JsonValue);
        expect(JSON.parse(canonical)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value as JsonValue))).toBe(canonical);
      }),
    );
  });
});

function reversed(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(reversed);
  const entries: readonly [string, JsonValue][] = Object.entries(value);
  return Object.fromEntries(entries.toReversed().map(([key, each]) => [key, reversed(each)]));
}
