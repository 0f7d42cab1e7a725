import type { AwaitedEvent, SagaState } from './saga-state.js';

/** A step that waits for an event of a service. */
export interface EventWait extends AwaitedEvent {
  readonly step: string;
}

/** The waits for events that are open; a saga that has ended has none. */
export function openEventWaits(state: SagaState): readonly EventWait[] {
  if (state.endedAt !== null) return [];
  const waits: EventWait[] = [];
  for (const name in state.steps) {
    const step = state.steps[name];
    if (step?.status !== 'waiting' || step.event === undefined) continue;
    waits.push({ step: name, ...step.event });
  }
  return waits;
}
