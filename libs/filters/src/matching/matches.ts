import {
  isEndedStatus,
  isOfOpenSagas,
  statusesOf,
  type Bound,
  type Choice,
  type Range,
  type SagaFilter,
  type SagaStatusName,
  type WaitingCode,
} from '../saga-filter.js';

/** A saga as far as filters look at it. Instants in ms since the epoch. */
export interface MatchedSaga {
  /** In lower case. */
  readonly id: string;
  readonly status: SagaStatusName;
  readonly definition: { readonly name: string; readonly version: number };
  readonly key: string | null;
  /** Steps that are under way or stuck; an iteration counts for its loop. */
  readonly activeSteps: readonly string[];
  /** Those that carry out these steps. */
  readonly participants: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
  /** That of its sentence; null: it has ended. */
  readonly waiting: WaitingCode | null;
  readonly attempts: number;
  readonly startedAt: number;
  readonly updatedAt: number;
}

/**
 * Whether the filter lets the saga through: the same as lists and counts, which ask the database.
 * `now`: in ms since the epoch. Groups of failures are not looked at: only the database knows them.
 */
export function matches(filter: SagaFilter, saga: MatchedSaga, now: number): boolean {
  if (!statusesOf(filter).includes(saga.status)) return false;
  if (isEndedStatus(saga.status) && isOfOpenSagas(filter)) return false;
  return isNamed(filter, saga) && isUnderWay(filter, saga) && isTimely(filter, saga, now);
}

/** What does not change while a saga goes on, but for its error. */
function isNamed(filter: SagaFilter, { id, definition, key, error }: MatchedSaga): boolean {
  return (
    isChosen([id], filter.id) &&
    isChosen([definition.name], filter.definition) &&
    isNumber(definition.version, filter.version) &&
    (filter.key === undefined || filter.key === key) &&
    isChosen(error === null ? [] : [error.code], filter.error) &&
    (filter.q === undefined || hasText(filter.q, { id, key, error }))
  );
}

function isUnderWay(filter: SagaFilter, saga: MatchedSaga): boolean {
  return (
    isChosen(saga.activeSteps, filter.step) &&
    isChosen(saga.participants, filter.participant) &&
    isChosen(saga.waiting === null ? [] : [saga.waiting], filter.waiting) &&
    isNumber(saga.attempts, filter.attempts)
  );
}

function isTimely(filter: SagaFilter, { startedAt, updatedAt }: MatchedSaga, now: number): boolean {
  const { age, unchanged, from, to } = filter;
  return (
    isNumber(now - startedAt, age) &&
    isNumber(now - updatedAt, unchanged) &&
    (from === undefined || startedAt >= from) &&
    (to === undefined || startedAt < to)
  );
}

function hasText(text: string, { id, key, error }: Pick<MatchedSaga, 'id' | 'key' | 'error'>) {
  const wanted = text.toLowerCase();
  const has = (value: string | undefined) => value?.toLowerCase().includes(wanted) === true;
  return wanted === id || has(key ?? undefined) || has(error?.message);
}

/** One of the values is among those that are asked for; negated: none is. */
function isChosen<Value>(values: readonly Value[], choice: Choice<Value> | undefined): boolean {
  if (choice === undefined) return true;
  return values.some((value) => choice.values.includes(value)) !== choice.isNegated;
}

function isNumber(value: number, wanted: Choice<number> | Range | undefined): boolean {
  if (wanted === undefined || 'values' in wanted) return isChosen([value], wanted);
  return wanted.bounds.every((bound) => isWithin(value, bound));
}

function isWithin(value: number, { sign, value: bound }: Bound): boolean {
  switch (sign) {
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    default:
      return sign satisfies never;
  }
}
