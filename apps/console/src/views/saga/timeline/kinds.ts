/**
 * What time was spent on. `sent`: the reply did not say how much of it the participant worked, as
 * those of plain services do not.
 */
export const KINDS = {
  turn: 'waits its turn',
  limit: 'waits for a limit',
  outbox: 'in the outbox',
  queue: 'in queues, there and back',
  participant: 'at its participant',
  sent: 'sent, until its answer',
  unknown: 'unknown',
  'back-off': 'back-off',
  paused: 'paused',
  undo: 'undo, until its answer',
  stuck: 'waits for a person',
} as const;

export type Kind = keyof typeof KINDS;

export function isKind(text: string): text is Kind {
  return Object.hasOwn(KINDS, text);
}

/** A stretch of time of one kind. */
export interface Segment {
  readonly kind: Kind;
  /** In ms since the epoch. */
  readonly from: number;
  /** null: it goes on. */
  readonly to: number | null;
  /** More than its kind says: `attempt 3`, `for the signal approve`; empty: nothing. */
  readonly note: string;
}

/** The beginning of an attempt, or an error. */
export interface Tick {
  readonly at: number;
  readonly text: string;
  readonly isError: boolean;
}

/** A step, or its undo. */
export interface Row {
  /** Empty: the saga as a whole. */
  readonly step: string;
  readonly isUndo: boolean;
  readonly segments: readonly Segment[];
  readonly ticks: readonly Tick[];
  readonly attempts: number;
}
