import { evaluate, eventKeyOf, type EventStep } from '#definition';
import type { JsonValue } from '#protocol';
import { charsOf, receivedFault } from '../state/kept.js';
import type { OfferedEvent } from '../state/saga-input.js';
import type { Draft } from '../transition/draft.js';
import { failUnissued } from './backward.js';

/**
 * Gives waiting steps what the store offers them. Each takes the first event, in order of arrival,
 * that the saga has not taken yet, that is not too old, that has the step's key by the saga's own
 * version, and for which its `where` holds.
 */
export function takeEvents(draft: Draft, offered: readonly OfferedEvent[]): void {
  if (offered.length === 0) return;
  for (const step of draft.definition.steps) {
    if (step.type !== 'event') continue;
    for (const event of offered) {
      const wait = draft.step(step.name);
      if (wait.status !== 'waiting' || wait.event === undefined) break;
      const oldestAt = wait.event.since - draft.definition.eventTtlMs;
      if (event.step === step.name && event.at >= oldestAt) offer(draft, step, event);
    }
  }
}

function offer(draft: Draft, step: EventStep, { id, data }: OfferedEvent): void {
  const { state, scope } = draft;
  if (state.takenEvents?.includes(id) || !isMeant(draft, step, data)) return;
  const { where } = step;
  const fits = evaluate(() => where === null || where({ ...scope, variables: [data] }));
  // an event with the saga's own key is meant for it: what it lacks is not passed over in silence
  if ('error' in fits) return failUnissued(draft, step, fits.error);
  if (fits.data === false) return;
  const fault = receivedFault(state, charsOf(data));
  if (fault !== null) return failUnissued(draft, step, fault);
  draft.record({ type: 'event-taken', step: step.name, id, data });
}

/**
 * Another definition, or another version, may give the event this key, and mean something else by
 * it: an order and a customer can have the same number.
 */
function isMeant(draft: Draft, step: EventStep, data: JsonValue): boolean {
  const wait = draft.step(step.name);
  if (wait.status !== 'waiting' || wait.event === undefined) return false;
  const named = eventKeyOf(step.eventKey, data);
  return 'key' in named && named.key === wait.event.key;
}
