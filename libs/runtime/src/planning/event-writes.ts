import { openEventWaits, type SagaState } from '#engine';
import type { noWrites, OfferedEvents } from '#ports';

type EventWait = ReturnType<typeof openEventWaits>[number];
type EventWrites = Pick<
  ReturnType<typeof noWrites>,
  'eventWaitsOpened' | 'eventWaitsClosed' | 'eventsSeen'
>;

/**
 * What a batch did to a saga's waits for events: it compares the states, so that a wait is closed
 * in whatever way it ends. `before` null: the batch starts the saga.
 */
export function noteEventWaits(
  before: SagaState | null,
  after: SagaState,
  writes: EventWrites,
): void {
  const { id: sagaId } = after;
  const old = before === null ? new Map<string, EventWait>() : waitsOf(before);
  const open = waitsOf(after);
  for (const [identity, { step }] of old) {
    if (!open.has(identity)) writes.eventWaitsClosed.push({ sagaId, step });
  }
  for (const [identity, { step, name: event, key }] of open) {
    if (!old.has(identity)) writes.eventWaitsOpened.push({ sagaId, step, event, key });
  }
}

/** Waits that go on need not look again at what they were offered. */
export function noteSeenEvents(
  { before, after }: { readonly before: SagaState; readonly after: SagaState },
  { events }: OfferedEvents,
  writes: EventWrites,
): void {
  const { id: sagaId } = after;
  const old = waitsOf(before);
  for (const [identity, { step }] of waitsOf(after)) {
    if (!old.has(identity)) continue;
    const last = events.findLast((each) => each.step === step);
    if (last !== undefined) writes.eventsSeen.push({ sagaId, step, seq: last.seq });
  }
}

/** By what makes them the same: another version may see other events in a wait that goes on. */
function waitsOf(state: SagaState): ReadonlyMap<string, EventWait> {
  const { version } = state.definition;
  const waits = openEventWaits(state);
  return new Map(waits.map((wait) => [JSON.stringify([version, wait]), wait]));
}
