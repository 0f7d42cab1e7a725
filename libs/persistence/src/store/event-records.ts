import { openEventWaits } from '#engine';
import type { BatchWrites, LoadedBatch, OfferedEvents } from '#ports';
import type { JsonValue } from '#protocol';
import { CLOSE_EVENT_WAITS } from '../sql/events/close-event-waits.js';
import { LOCK_EVENT_KEYS } from '../sql/events/lock-event-keys.js';
import { NOTE_SEEN_EVENTS } from '../sql/events/note-seen-events.js';
import { OPEN_EVENT_WAITS, type MatchedRow } from '../sql/events/open-event-waits.js';
import type { KeptEventRow } from '../sql/events/read-kept-events.js';
import type { StatementBatch } from './statement-batch.js';

/** The next wake is at once; this timer is for a crash in between. */
const WAKE_WITHIN_MS = 1000;

type EventWrites = Pick<BatchWrites, 'eventWaitsOpened' | 'eventWaitsClosed' | 'eventsSeen'>;

/**
 * What a batch does to waits for events; after its other writes, so that nobody waits for a row
 * while holding the lock of a key. Gives the sagas to wake, once it was executed. docs/STORIES.md
 * tells how events and waits meet.
 */
export function addEventWaits(
  statements: StatementBatch,
  { eventWaitsOpened: opened, eventWaitsClosed: closed, eventsSeen: seen }: EventWrites,
): () => readonly string[] {
  if (closed.length > 0) statements.add({ ...CLOSE_EVENT_WAITS, values: placesOf(closed) });
  if (seen.length > 0) {
    const values = [...placesOf(seen), seen.map(({ seq }) => seq)];
    statements.add({ ...NOTE_SEEN_EVENTS, values });
  }
  if (opened.length === 0) return () => [];
  const keys = [opened.map(({ event }) => event), opened.map(({ key }) => key)];
  statements.add({ ...LOCK_EVENT_KEYS, values: keys });
  const values = [...placesOf(opened), ...keys, WAKE_WITHIN_MS];
  const matched = statements.add<MatchedRow>({ ...OPEN_EVENT_WAITS, values });
  return () => matched().rows.map(({ saga_id }) => saga_id);
}

/** Sagas among these that wait for events: only for them a batch looks at what is kept. */
export function awaitingIn(
  { sagas }: Pick<LoadedBatch, 'sagas'>,
  sagaIds: readonly string[],
): readonly string[] {
  return sagaIds.filter((id) => {
    const saga = sagas.get(id);
    return saga !== undefined && openEventWaits(saga.state).length > 0;
  });
}

export function offeredEvents(rows: readonly KeptEventRow[]): ReadonlyMap<string, OfferedEvents> {
  const dataBySeq = new Map<number, JsonValue>();
  const offered = new Map<string, { events: OfferedEvents['events'][number][]; isMore: boolean }>();
  for (const { saga_id, step, is_read, seq, event_id: id, at, data } of rows) {
    const known = offered.get(saga_id) ?? { events: [], isMore: false };
    offered.set(saga_id, known);
    if (data !== null) dataBySeq.set(seq, JSON.parse(data) as JsonValue);
    if (!is_read) known.isMore = true;
    else known.events.push({ step, id, at, seq, data: dataBySeq.get(seq) ?? null });
  }
  return offered;
}

function placesOf(
  waits: readonly { readonly sagaId: string; readonly step: string }[],
): readonly unknown[] {
  return [waits.map(({ sagaId }) => sagaId), waits.map(({ step }) => step)];
}
