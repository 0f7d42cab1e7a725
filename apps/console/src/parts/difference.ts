/** A place where two values differ. */
export interface Difference {
  /** `steps.ship.output.trackingId`, `items[2]`; empty: the values as a whole. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** undefined: there was none. */
  readonly before: unknown;
  /** undefined: there is none any more. */
  readonly after: unknown;
}

/**
 * Where two JSON values differ, in the order of the names. A part that is there in only one of
 * them is one difference, however much is in it.
 */
export function differencesOf(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (Object.is(before, after)) return [];
  if (before === undefined) return [{ path, kind: 'added', before, after }];
  if (after === undefined) return [{ path, kind: 'removed', before, after }];
  if (Array.isArray(before) && Array.isArray(after)) {
    const places = Array.from({ length: Math.max(before.length, after.length) }, (_, at) => at);
    return places.flatMap((at) => differencesOf(before[at], after[at], `${path}[${at}]`));
  }
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) =>
      differencesOf(before[name], after[name], pathOfMember(path, name)),
    );
  }
  return [{ path, kind: 'changed', before, after }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name that is no plain word is quoted. Iterations of loops are called `reserve[0]`. */
function pathOfMember(path: string, name: string): string {
  const isPlain = /^[A-Za-z_$][\w$-]*(\[\d+\])?$/.test(name);
  if (!isPlain) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
