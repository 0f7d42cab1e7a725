import { types } from 'node:util';

/** A value that JSON would lose, or has no form for; the message says where it is. */
export class UnwritableError extends Error {
  readonly code = 'UNWRITABLE';
}

/**
 * As `JSON.stringify`, which makes null of NaN and `{}` of a Map without a word: what would be lost
 * is an error instead. As ever, a property that is undefined is left out, and `toJSON` is asked.
 *
 * @throws UnwritableError
 */
export function writeJson(value: unknown): string {
  // the path of each object, as long as what is within it is written
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
    // a circle, too deep for the stack, or a toJSON that throws
    throw new UnwritableError(`what is at ${place(at)} cannot be written`, { cause: error });
  }
  throw new UnwritableError('nothing is given');
}

/** What JSON has no form for, by its name; null: it has one. `written` is what `toJSON` gave. */
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

/** What they hold are no properties, so that `{}` would be written. */
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
