import {
  FILTER_NAMES,
  matches,
  type FilterFault,
  type FilterName,
  type SagaFilter,
  type WaitingCode,
} from '#filters';
import type { SagaChange } from './saga-change.js';

/** These become true or false while nothing is committed: no change tells it. */
const OF_TIME: ReadonlySet<FilterName> = new Set(['age', 'unchanged']);
/** Groups are named by what is written beside the saga. */
const OF_LISTS: ReadonlySet<FilterName> = new Set(['failure']);
const OF_THE_WORLD: ReadonlySet<WaitingCode> = new Set(['no-consumer', 'outbox']);

/** Filters that changes can be held against, without asking anything. */
export const CHANGE_FILTERS = FILTER_NAMES.filter(
  (name) => !OF_TIME.has(name) && !OF_LISTS.has(name),
);

/** A change must match all that are given. */
export interface ChangeFilter {
  readonly saga: SagaFilter;
  /** Types of events: one of them is among those of the change. Left out: any. */
  readonly kinds?: readonly string[];
  /** The definitions that the listener may see. Left out: all. */
  readonly visible?: readonly string[];
}

/** What changes alone cannot tell of a filter. */
export function unheardIn(filter: SagaFilter): readonly FilterFault[] {
  const given = FILTER_NAMES.filter((name) => filter[name] !== undefined);
  const ofTime = given.filter((name) => OF_TIME.has(name));
  const ofLists = given.filter((name) => OF_LISTS.has(name));
  const unheard = (where: FilterName, why: string): FilterFault => {
    const message = `${where} ${why}: ask the list`;
    return { where, rule: 'unheard', message, possible: CHANGE_FILTERS };
  };
  const faults = [
    ...ofTime.map((name) => unheard(name, 'becomes true as time passes, and no event says so')),
    ...ofLists.map((name) => unheard(name, 'is in no event')),
  ];
  const codes = filter.waiting?.values.filter((code) => OF_THE_WORLD.has(code)) ?? [];
  if (codes.length === 0) return faults;
  const message =
    `waiting: a saga comes to ${codes.join(' and ')} while nothing happens to it, and no event ` +
    'says so: ask the list';
  return [...faults, { where: 'waiting', rule: 'unheard', message, possible: [] }];
}

/**
 * `now`: the saga matches after the change. `before`: it did, and no longer does, so that whoever
 * shows those that match takes it out. null: neither. Of a change whose saga is not known as it was
 * before, `before` says that it may have been so.
 */
export function matchOf(
  change: SagaChange,
  { saga: filter, kinds, visible }: ChangeFilter,
): 'now' | 'before' | null {
  const { definition, at, saga, statusBefore } = change;
  if (visible !== undefined && !visible.includes(definition.name)) return null;
  if (kinds !== undefined && !change.kinds.some((kind) => kinds.includes(kind))) return null;
  if (matches(filter, saga, at)) return 'now';
  if (statusBefore === null) return null;
  if (change.sagaBefore) return matches(filter, change.sagaBefore, at) ? 'before' : null;
  return matches(withoutWhatMoves(filter), { ...saga, status: statusBefore }, at) ? 'before' : null;
}

/** A transition changes these. */
function withoutWhatMoves(filter: SagaFilter): SagaFilter {
  const {
    step: _step,
    participant: _participant,
    waiting: _waiting,
    attempts: _attempts,
    error: _error,
    version: _version,
    q: _q,
    ...rest
  } = filter;
  return rest;
}
