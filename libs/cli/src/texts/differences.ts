import type { Look } from '../output/look.js';
import { oneLine } from '../output/table.js';

/** A place where two values are not the same; what is not there is left out. */
export interface Difference {
  /** `steps[ship].status` */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Where two values differ, as paths to what is not nested any more. Entries of a list that have a
 * `name` are compared with their namesakes, others with those at the same place.
 */
export function differencesOf(before: unknown, after: unknown, path = ''): readonly Difference[] {
  if (isNested(before) && isNested(after) && Array.isArray(before) === Array.isArray(after)) {
    const [one, other] = [membersOf(before), membersOf(after)];
    const names = new Set([...one.keys(), ...other.keys()]);
    return [...names].flatMap((name) => {
      const inner = Array.isArray(before)
        ? `${path}[${name}]`
        : path === ''
          ? name
          : `${path}.${name}`;
      return differencesOf(one.get(name), other.get(name), inner);
    });
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [
    {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function membersOf(value: object): ReadonlyMap<string, unknown> {
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const nameOf = (item: unknown): unknown =>
    isNested(item) ? (item as { name?: unknown }).name : null;
  const names = value.map(nameOf);
  const isNamed =
    names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
  return new Map(
    value.map((item, place) => [isNamed ? String(names[place]) : String(place), item]),
  );
}

export function differencesText(differences: readonly Difference[], { paint }: Look): string {
  if (differences.length === 0) return paint('dim', 'no difference');
  return differences
    .flatMap(({ path, before, after }) => [
      ...(before === undefined ? [] : [paint('red', `- ${path}: ${shown(before)}`)]),
      ...(after === undefined ? [] : [paint('green', `+ ${path}: ${shown(after)}`)]),
    ])
    .join('\n');
}

function shown(value: unknown): string {
  return oneLine(JSON.stringify(value));
}
