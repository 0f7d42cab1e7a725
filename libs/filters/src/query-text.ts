/** What stands beside filters in an address, and is about the page alone. */
const PAGING: ReadonlySet<string> = new Set(['limit', 'cursor']);

export interface QueryPair {
  /** null: it is not percent-encoded as it should be. */
  readonly name: string | null;
  readonly value: string | null;
}

/** The pairs of `name=value&name=value`; what is empty between two `&` is none. */
export function pairsOf(text: string): readonly QueryPair[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const end = part.indexOf('=');
      const [name, value] = end === -1 ? [part, ''] : [part.slice(0, end), part.slice(end + 1)];
      return { name: decoded(name), value: decoded(value) };
    });
}

/**
 * The filter in an address that somebody copied: what follows its `?`, without the page. A text
 * that is no address is given as it is.
 */
export function filterTextIn(address: string): string {
  if (!/^([a-z][a-z0-9+.-]*:\/\/|\/|\?)/i.test(address)) return address;
  const [query = ''] = address.slice(address.indexOf('?') + 1).split('#', 1);
  if (!address.includes('?')) return '';
  return query
    .split('&')
    .filter((part) => !PAGING.has(part.split('=', 1)[0] ?? ''))
    .join('&');
}

/**
 * As it may stand in an address, and in single quotes of a shell: what can stay readable does, and
 * browsers encode `<` and `>` by themselves.
 */
export function encodedValue(value: string): string {
  return encodeURIComponent(value)
    .replaceAll("'", '%27')
    .replace(/%(?:2C|3A|3C|3E|3D|2F|40)/g, (code) => decodeURIComponent(code));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // the only error it has: malformed; the caller says where
    return null;
  }
}
