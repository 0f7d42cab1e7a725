import { createHash } from 'node:crypto';
import type { JsonValue } from '#protocol';

/** Identifies what a command asks for: pattern and data, whatever the order of keys. */
export function fingerprintOf(pattern: string, data: JsonValue): Buffer {
  const canonical = JSON.stringify([pattern, data], sortKeys);
  return createHash('sha256').update(canonical).digest();
}

function sortKeys(_key: string, value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value as Record<string, JsonValue>);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
