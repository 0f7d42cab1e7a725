import type { SagaDefinition, StepDefinition } from '../definition/saga-definition.js';
import type { SagaState, StepState } from './saga-state.js';

/** The state of a step that the definition names. */
export function stepOf(state: SagaState, name: string): StepState {
  const step = state.steps[name];
  if (step === undefined) throw new Error(`saga ${state.id} has no step ${name}`);
  return step;
}

/** Its command left at least once: from then on it may take effect at any time. */
export function mayHaveHappened(step: StepState): boolean {
  return step.attempts.execute > 0;
}

export function isDone(step: StepState): boolean {
  return step.status === 'succeeded' || step.status === 'skipped';
}

/** Known to be undone or fenced, or known never to have happened. */
export function isResolved(step: StepState, definition: StepDefinition): boolean {
  if (step.status === 'compensated' || !mayHaveHappened(step)) return true;
  return definition.kind === 'pivot' && step.status === 'refused';
}

/** There is no way back: the pivot succeeded, or was skipped, which counts as passed. */
export function isPivotPassed(definition: SagaDefinition, state: SagaState): boolean {
  return definition.pivot !== null && isDone(stepOf(state, definition.pivot.name));
}

/** The pivot was sent, and nobody knows yet what became of it. */
export function isPivotOpen(definition: SagaDefinition, state: SagaState): boolean {
  if (definition.pivot === null) return false;
  const { status } = stepOf(state, definition.pivot.name);
  return status === 'executing' || status === 'inquiring' || status === 'stuck';
}

/** Everything is to be undone; a rewind undoes only a part. */
export function isAborted(state: SagaState): boolean {
  return state.abort !== null && state.abort.toStep === null;
}

/** Steps an abort or a rewind undoes, the last of the document first. */
export function stepsToUndo(
  definition: SagaDefinition,
  toStep: string | null,
): readonly StepDefinition[] {
  const all = [...definition.steps].reverse();
  if (toStep === null) return all;
  const first = definition.stepByName.get(toStep);
  const names = new Set([toStep, ...(first?.dependents ?? [])]);
  return all.filter((step) => names.has(step.name));
}
