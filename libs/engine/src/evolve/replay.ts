import { closeTransition, evolve } from './evolve.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { SagaState } from '../state/saga-state.js';

/** A transition, as far as a history has to keep it. */
export interface ReplayedTransition {
  /** In ms since the epoch. */
  readonly at: number;
  readonly events: readonly SagaEvent[];
}

/**
 * The state after a transition, from the state before it. `state` null: it is the first.
 *
 * @throws Error when the transition does not follow that state
 */
export function replay(state: SagaState | null, { at, events }: ReplayedTransition): SagaState {
  const folded = events.reduce<SagaState | null>((s, event) => evolve(s, event, at), state);
  if (folded === null) throw new Error('a saga cannot begin with a transition without events');
  return closeTransition(folded, at);
}
