import type { SagaEvent } from '../state/saga-event.js';
import type { SagaState, StepState } from '../state/saga-state.js';

/**
 * The state by another version: its steps in its order, the new ones pending; pending ones that it
 * does not have are gone. Iterations of loops follow, as they were.
 */
export function applyMigration(
  state: SagaState,
  event: Extract<SagaEvent, { type: 'definition-migrated' }>,
  pending: () => StepState,
): SagaState {
  const known = new Map(Object.entries(state.steps));
  const steps = event.steps.map((name) => [name, known.get(name) ?? pending()] as const);
  const iterations = [...known].filter(([name]) => name.endsWith(']'));
  return {
    ...state,
    definition: { ...state.definition, version: event.to },
    deadlineAt: event.deadlineAt,
    steps: Object.fromEntries([...steps, ...iterations]),
  };
}
