import { awaitedKey, type EventStep, type SagaDefinition } from '#definition';
import type { SagaState } from '../state/saga-state.js';
import type { Draft } from '../transition/draft.js';

/** The key that a step waits for by its definition, in a saga that has come so far. */
export function keyOfWait({ input, id, key, steps }: SagaState, step: EventStep) {
  return awaitedKey(() => step.key({ input, saga: { id, key }, steps }));
}

/**
 * Waits that are open follow the keys of the new version, and its `eventKey`; their time goes on.
 * `checkMigration` made sure that the keys can be evaluated.
 */
export function followEventKeys(draft: Draft, { steps }: SagaDefinition): void {
  for (const step of steps) {
    const wait = draft.step(step.name);
    if (step.type !== 'event' || wait.status !== 'waiting' || wait.event === undefined) continue;
    const named = keyOfWait(draft.state, step);
    if ('error' in named || named.key === wait.event.key) continue;
    const event = { ...wait.event, key: named.key };
    const { dueAt } = wait;
    draft.record({ type: 'wait-opened', step: step.name, signal: null, event, dueAt });
  }
}
