import { types } from 'node:util';

/** A value that JSON would lose or cannot express; the message says where it is. */
export class UnwritableError extends Error {
  readonly code = 'UNWRITABLE';
}

/**
 * Like `JSON.stringify`, which silently turns NaN into null and a Map into `{}`; here, losing a
 * value is an error. As usual, undefined properties are left out and `toJSON` is called.
 *
 * @throws UnwritableError
 */
export function writeJson(value: unknown): string {
  // the path of each object while its contents are written
  const paths = new Map<unknown, string>();
  let at = '';
  function check(this: unknown, key: string, each: unknown): unknown {
    const holder = paths.get(this);
    at = holder === undefined ? '' : `${holder}/${escaped(key)}`;
    const lost = nameOfLost((this as Record<string, unknown>)[key], each);
    if (lost !== null) throw new UnwritableError(`${lost} at ${place(at)} is not JSON`);
    if (typeof each === 'object' && each !== null) paths.set(each, at);
    return each;
  }
  try {
    const text = JSON.stringify(value, check) as string | undefined;
    if (text !== undefined) return text;
  } catch (error) {
    if (error instanceof UnwritableError) throw error;
    // a cycle, nesting too deep for the stack, or a toJSON that throws
    throw new UnwritableError(`what is at ${place(at)} cannot be written`, { cause: error });
  }
  throw new UnwritableError('nothing is given');
}

/**
 * The kind of a value that JSON cannot express; null: it can. `written` is the result of `toJSON`.
 */
function nameOfLost(value: unknown, written: unknown): string | null {
  switch (typeof written) {
    case 'number':
      return Number.isFinite(written) ? null : String(written);
    case 'bigint':
    case 'function':
    case 'symbol':
      return `a ${typeof written}`;
    case 'object':
      // its toJSON gives null
      if (types.isDate(value)) return written === null ? 'an invalid Date' : null;
      return CONTAINERS.find(([is]) => is(written))?.[1] ?? null;
    default:
      return null;
  }
}

/** Their contents are not properties, so `{}` would be written. */
const CONTAINERS: readonly (readonly [(value: unknown) => boolean, string])[] = [
  [types.isMap, 'a Map'],
  [types.isSet, 'a Set'],
  [types.isWeakMap, 'a WeakMap'],
  [types.isWeakSet, 'a WeakSet'],
  [types.isPromise, 'a Promise'],
  [types.isRegExp, 'a RegExp'],
  [types.isNativeError, 'an Error'],
  [types.isAnyArrayBuffer, 'an ArrayBuffer'],
];

/** JSON Pointer. */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function place(pointer: string): string {
  return pointer === '' ? 'its root' : pointer;
}
