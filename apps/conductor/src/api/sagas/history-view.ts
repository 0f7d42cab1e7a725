import type { JsonValue, SagaEvent } from '#saga-core';
import type { IgnoredReplyRecord, RecordedTransition } from '#persistence';

/** One thing that happened to a saga, and the facts that followed. */
export interface HistoryEntryView {
  /** The saga's version after it; null: it changed nothing. */
  readonly version: number | null;
  readonly at: string;
  readonly input: JsonValue;
  readonly events: readonly SagaEvent[];
  /** For a reply that came too late, twice or for nothing; null otherwise. */
  readonly ignored: {
    readonly reason: string;
    /** How often it came. */
    readonly times: number;
    readonly lastAt: string;
  } | null;
}

/** In order of time; a transition comes before what was ignored at the same instant. */
export function toHistoryView(
  transitions: readonly RecordedTransition[],
  ignored: readonly IgnoredReplyRecord[],
): readonly HistoryEntryView[] {
  const entries = [...transitions.map(toTransitionEntry), ...ignored.map(toIgnoredEntry)];
  return entries.sort((a, b) => a.order - b.order).map(({ entry }) => entry);
}

interface Ordered {
  readonly order: number;
  readonly entry: HistoryEntryView;
}

function toTransitionEntry({ version, at, input, events }: RecordedTransition): Ordered {
  const entry = { version, at: at.toISOString(), input, events, ignored: null };
  return { order: at.getTime(), entry };
}

function toIgnoredEntry(record: IgnoredReplyRecord): Ordered {
  const { step, iteration, direction, attempt, outcome, reason, times } = record;
  const entry = {
    version: null,
    at: record.firstAt.toISOString(),
    input: { type: 'reply', step, iteration, direction, attempt, outcome },
    events: [],
    ignored: { reason, times, lastAt: record.lastAt.toISOString() },
  };
  return { order: record.firstAt.getTime(), entry };
}
