/*
 * The one policy of keys, at every door: of JSON texts, of definitions that are given as values, of
 * what expressions name and give. `__proto__` is never a key. `constructor` and `prototype` are
 * ordinary words, and reach an object's prototype only where one stands directly within the other.
 */

const PROTOTYPE_KEY = '__proto__';
const OUTER_KEY = 'constructor';
const INNER_KEY = 'prototype';

/** What `isForbiddenKey` tells apart from all other keys. */
export const WATCHED_KEYS: readonly string[] = [PROTOTYPE_KEY, OUTER_KEY, INNER_KEY];

/**
 * Whether no JSON that is taken has this key. `holder` is the key whose value the object is that
 * has it; null: it is an item of a list, or the whole value.
 */
export function isForbiddenKey(key: string, holder: string | null): boolean {
  return key === PROTOTYPE_KEY || (key === INNER_KEY && holder === OUTER_KEY);
}
