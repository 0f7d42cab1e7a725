/** Which sagas are meant: those that match all of it. `parseFilter` makes it from a text. */
export interface SagaFilter {
  /** In lower case, in order. */
  readonly id?: Choice<string>;
  readonly status?: Choice<SagaStatusName>;
  /** Names of definitions. */
  readonly definition?: Choice<string>;
  /** Of the definition. */
  readonly version?: Choice<number> | Range;
  /** The business key, whole. */
  readonly key?: string;
  /** A step that is under way or stuck. */
  readonly step?: Choice<string>;
  /** The code of the saga's error. A saga without an error is none of any codes. */
  readonly error?: Choice<string>;
  /** Fingerprints of groups of failures that the saga is in now. */
  readonly failure?: Choice<string>;
  /** Carries out a step that is under way or stuck. */
  readonly participant?: Choice<string>;
  /** The code of what the saga waits for. */
  readonly waiting?: Choice<WaitingCode>;
  /** Issued in all, in every direction. */
  readonly attempts?: Choice<number> | Range;
  /** Since its start, in ms. */
  readonly age?: Range;
  /** Since its last transition, in ms. */
  readonly unchanged?: Range;
  /** Started at or after, in ms since the epoch. */
  readonly from?: number;
  /** Started before, in ms since the epoch. */
  readonly to?: number;
  /** Part of the key or of the error's message, or a whole id. */
  readonly q?: string;
}

export type FilterName = keyof SagaFilter;

/** One of these values; negated: none of them. In order, each once. */
export interface Choice<Value> {
  readonly values: readonly Value[];
  readonly isNegated: boolean;
}

/** One bound, or a lower and an upper one, in this order. */
export interface Range {
  readonly bounds: readonly Bound[];
}

export interface Bound {
  readonly sign: '>' | '>=' | '<' | '<=';
  readonly value: number;
}

/** In the order in which a saga may come to have them; the first three have not ended. */
export const FILTER_STATUSES = [
  'running',
  'compensating',
  'stuck',
  'completed',
  'compensated',
  'abandoned',
] as const;

export type SagaStatusName = (typeof FILTER_STATUSES)[number];

/** What a saga may wait for, as its sentence says it; the most telling first. */
export const WAITING_CODES = [
  'stuck',
  'paused',
  'no-consumer',
  'outbox',
  'back-off',
  'lock',
  'signal',
  'event',
  'inquiry',
  'child',
  'executing',
  'timer',
  'limit',
] as const;

export type WaitingCode = (typeof WAITING_CODES)[number];

const ENDED: ReadonlySet<SagaStatusName> = new Set(['completed', 'compensated', 'abandoned']);

/** The statuses that a filter lets through, by its `status` alone. */
export function statusesOf({ status }: SagaFilter): readonly SagaStatusName[] {
  if (status === undefined) return FILTER_STATUSES;
  return FILTER_STATUSES.filter((each) => status.values.includes(each) !== status.isNegated);
}

export function isEndedStatus(status: SagaStatusName): boolean {
  return ENDED.has(status);
}

/** These are asked of sagas that have not ended: an ended one never matches. */
export const OPEN_ONLY = [
  'step',
  'failure',
  'participant',
  'waiting',
  'attempts',
  'unchanged',
] as const satisfies FilterName[];

/** Nothing that has ended matches it. */
export function isOfOpenSagas(filter: SagaFilter): boolean {
  const asksOpen = OPEN_ONLY.some((name) => filter[name] !== undefined);
  return asksOpen || !statusesOf(filter).some(isEndedStatus);
}

/** It lets every saga through. */
export function isEmptyFilter(filter: SagaFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}
