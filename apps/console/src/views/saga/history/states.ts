import { replay, type SagaState } from '#engine';
import { differencesOf, type Difference } from '../../../parts/difference';
import type { Happening } from './happening';

/** A state is kept for every so many happenings, so that none is far. */
const KEPT_EVERY = 100;

const KEPT = new WeakMap<Happening, SagaState>();

/**
 * The state right before and right after the happening at a place. `before` null: there was none.
 * `happenings` begin with the start of the saga.
 */
export function statesAround(
  happenings: readonly Happening[],
  place: number,
): { readonly before: SagaState | null; readonly after: SagaState | null } {
  const before = stateAfter(happenings, place - 1);
  const happening = happenings[place];
  return { before, after: happening === undefined ? before : next(before, happening) };
}

function stateAfter(happenings: readonly Happening[], place: number): SagaState | null {
  let from = place;
  while (from >= 0 && !KEPT.has(happenings[from] as Happening)) from--;
  let state = from < 0 ? null : (KEPT.get(happenings[from] as Happening) ?? null);
  for (let at = from + 1; at <= place; at++) {
    const happening = happenings[at] as Happening;
    state = next(state, happening);
    if (state !== null && at % KEPT_EVERY === 0) KEPT.set(happening, state);
  }
  return state;
}

function next(state: SagaState | null, happening: Happening): SagaState | null {
  return happening.version === null ? state : replay(state, happening);
}

/** What is counted or copied from elsewhere, and means nothing to people. */
const LEFT_OUT = /^(kept|version|updatedAt|trace|id)(\.|$)/;

/** What a happening changed, as people read it: instants are texts. */
export function changesOf(happenings: readonly Happening[], place: number): readonly Difference[] {
  const { before, after } = statesAround(happenings, place);
  if (before === after) return [];
  return differencesOf(before ?? {}, after)
    .filter(({ path }) => !LEFT_OUT.test(path))
    .filter(({ before: old, after: now }) => !(old === undefined && isNothing(now)))
    .flatMap(filled)
    .map(({ path, kind, before: old, after: now }) => {
      const name = /[^.]*$/.exec(path)?.[0] ?? '';
      return { path, kind, before: readable(name, old), after: readable(name, now) };
    });
}

/** What had nothing in it and now has something is told member by member. */
function filled(difference: Difference): readonly Difference[] {
  const { path, before, after } = difference;
  const isFilled = before === null && typeof after === 'object' && after !== null;
  if (!isFilled || Array.isArray(after) || Object.keys(after).length === 0) return [difference];
  return differencesOf({}, after, path);
}

/** Of a saga that starts, what it does not have is no news. */
function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

const INSTANT = /^(.*At|since|countedTo|at)$/;
/** What sagas, commands and signals carry; nothing in it is ours to read. */
const CARRIED = new Set(['input', 'data', 'output', 'payload', 'item', 'editedData']);

function readable(name: string, value: unknown): unknown {
  if (typeof value === 'number' && INSTANT.test(name)) return new Date(value).toISOString();
  if (typeof value !== 'object' || value === null || CARRIED.has(name)) return value;
  if (Array.isArray(value)) return value.map((each) => readable('', each));
  return Object.fromEntries(
    Object.entries(value).map(([each, field]) => [each, readable(each, field)]),
  );
}
