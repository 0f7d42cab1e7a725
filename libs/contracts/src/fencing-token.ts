/** A saga's ticket for a lock, as its commands carry it: larger for each later holder. */
export interface FencingToken {
  /** The lock's; empty: the sender of a single token did not say. */
  readonly key: string;
  readonly token: number;
}

const TOKENS = 'fencing-token';
const KEY = 'fencing-key';

/**
 * The headers that carry a saga's tokens; none without a token. One token stands alone, with its
 * lock in a header beside it; several are `key=token`, comma-separated. Keys are percent-encoded
 * UTF-8, so that ten of 200 characters take less than 25 kB.
 */
export function fencingHeaders(tokens: readonly FencingToken[] = []): Record<string, string> {
  const [first, ...others] = tokens;
  if (first === undefined) return {};
  if (others.length === 0) return { [TOKENS]: String(first.token), [KEY]: encoded(first.key) };
  return { [TOKENS]: tokens.map(({ key, token }) => `${encoded(key)}=${token}`).join(',') };
}

/** Reads the headers; undefined: they cannot be read. A sender may leave both out. */
export function readFencing(
  headers: Readonly<Record<string, unknown>>,
): readonly FencingToken[] | undefined {
  const text = headers[TOKENS];
  if (text === undefined) return [];
  if (typeof text !== 'string') return undefined;
  const read = text.includes('=')
    ? text.split(',').map(readPair)
    : [readToken(headers[KEY] ?? '', text)];
  const tokens = read.filter((token) => token !== null);
  const keys = new Set(tokens.map(({ key }) => key));
  return keys.size === read.length ? tokens : undefined;
}

function readPair(pair: string): FencingToken | null {
  const [key, token, ...more] = pair.split('=');
  if (key === undefined || token === undefined || more.length > 0) return null;
  return readToken(key, token);
}

const DIGITS = /^[0-9]{1,16}$/;

function readToken(encodedKey: unknown, digits: string): FencingToken | null {
  const key = decoded(encodedKey);
  const token = Number(digits);
  return key !== null && DIGITS.test(digits) && Number.isSafeInteger(token) ? { key, token } : null;
}

/** Half a surrogate pair has no UTF-8; the store keeps U+FFFD for it. */
function encoded(key: string): string {
  return encodeURIComponent(key.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

/** null: it is no percent-encoded UTF-8, or has a U+0000, which Postgres cannot store. */
function decoded(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  try {
    const key = decodeURIComponent(text);
    return key.includes('\u0000') ? null : key;
  } catch {
    // a stray % or no UTF-8: the caller says what that means
    return null;
  }
}
