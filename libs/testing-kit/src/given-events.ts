import type { SagaInput, SagaState } from '#engine';
import { eventKeyOf, type SagaDefinition } from '#definition';
import type { JsonValue } from '#protocol';

export interface GivenEvent {
  readonly event: string;
  readonly data: JsonValue;
}

type TimerInput = Extract<SagaInput, { type: 'timer' }>;

/** Events of services, each offered once to every step that waits for it under its key. */
export class OfferedEvents {
  private readonly offered = new Set<string>();

  constructor(
    private readonly definition: SagaDefinition,
    private readonly given: readonly GivenEvent[],
  ) {}

  /** null: no step waits for any of those that are left. */
  next(state: SagaState, at: number): TimerInput | null {
    for (const step of this.definition.steps) {
      const waiting = state.steps[step.name];
      if (step.type !== 'event' || waiting?.status !== 'waiting') continue;
      for (const [index, { event, data }] of this.given.entries()) {
        const offer = `${step.name} ${index}`;
        if (event !== step.event || this.offered.has(offer)) continue;
        const found = eventKeyOf(step.eventKey, data);
        if (!('key' in found) || found.key !== waiting.event?.key) continue;
        this.offered.add(offer);
        const offered = { step: step.name, id: `${event}-${index}`, at, data };
        return { type: 'timer', at, unsent: [], events: [offered] };
      }
    }
    return null;
  }
}
