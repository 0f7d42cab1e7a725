import type { SagaEvent } from '#engine';
import type { IgnoredReplyRecord, RecordedInput, RecordedTransition } from '#queries';
import type { Page } from '#database';
import { toEventView } from './event-view.js';
import type { HistoryEntryView, IgnoredReplyView } from './history-entry-view.js';

/** The last entry of each kind that was shown; null: there was none. */
export interface HistoryPosition {
  readonly version: number | null;
  readonly ignored: string | null;
}

/** A transition, or a reply that changed nothing. */
export interface HistoryItem {
  readonly version: number | null;
  readonly at: Date;
  readonly input: RecordedInput;
  readonly events: readonly SagaEvent[];
  readonly ignored: IgnoredReplyView | null;
}

export interface HistorySlice {
  readonly items: readonly HistoryItem[];
  /** Where the next page starts; null: this is the last. */
  readonly next: HistoryPosition | null;
}

/**
 * Merges two lists that start at the same position into one page, in order of time; a transition
 * precedes a reply ignored at the same instant. The page ends where either list was cut off, since
 * its missing entries may precede the rest of the other list.
 */
export function mergeHistory(
  transitions: Page<RecordedTransition>,
  ignored: Page<IgnoredReplyRecord>,
  { after, limit }: { readonly after: HistoryPosition; readonly limit: number },
): HistorySlice {
  const items: HistoryItem[] = [];
  const left = { transitions: [...transitions.rows], ignored: [...ignored.rows] };
  let { version, ignored: ignoredAfter } = after;
  while (items.length < limit) {
    const [transition] = left.transitions;
    const [reply] = left.ignored;
    if ((!transition && transitions.hasMore) || (!reply && ignored.hasMore)) break;
    if (transition && (!reply || transition.at <= reply.firstAt)) {
      items.push({ ...transition, ignored: null });
      version = transition.version;
      left.transitions.shift();
    } else if (reply) {
      items.push(toIgnoredItem(reply));
      ignoredAfter = reply.position;
      left.ignored.shift();
    } else return { items, next: null };
  }
  const isEnd =
    left.transitions.length + left.ignored.length === 0 && !transitions.hasMore && !ignored.hasMore;
  return { items, next: isEnd ? null : { version, ignored: ignoredAfter } };
}

/** A transition as the history shows it. */
export function toTransitionEntry(transition: RecordedTransition): HistoryEntryView {
  return toHistoryEntry({ ...transition, ignored: null });
}

export function toHistoryEntry(item: HistoryItem): HistoryEntryView {
  const { version, at, input, events, ignored } = item;
  return { version, at: at.toISOString(), input, events: events.map(toEventView), ignored };
}

function toIgnoredItem(record: IgnoredReplyRecord): HistoryItem {
  const { step, iteration, direction, attempt, outcome, reason, times } = record;
  return {
    version: null,
    at: record.firstAt,
    input: { type: 'reply', step, iteration, direction, attempt, outcome },
    events: [],
    ignored: { reason, times, lastAt: record.lastAt.toISOString() },
  };
}
