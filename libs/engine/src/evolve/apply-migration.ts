import type { SagaEvent } from '../state/saga-event.js';
import type { SagaState, StepState } from '../state/saga-state.js';

/**
 * Moves the state to another version: its steps in its order, new ones pending. Pending steps that
 * the version lacks are dropped. Iterations of loops follow unchanged.
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
