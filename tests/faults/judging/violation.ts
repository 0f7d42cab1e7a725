import type { HistoryEntry } from './evidence.js';
import type { Span } from './went-back.js';

/** A promise of the product that a run broke, and when it may have come about. */
export interface Violation extends Span {
  /** `went-back`, `effect-doubled`: for machines, and for counting. */
  readonly rule: string;
  readonly sagaId: string | null;
  readonly detail: string;
  readonly history: readonly HistoryEntry[];
}

/** A promise about one saga that is broken. */
export interface Broken {
  readonly rule: string;
  readonly detail: string;
  /** When it came about; left out: some time in the saga's life. */
  readonly span?: Span | undefined;
}

/** Of no saga, and without a history. */
export function violation(span: Span, rule: string, detail: string): Violation {
  return { rule, sagaId: null, detail, ...span, history: [] };
}
