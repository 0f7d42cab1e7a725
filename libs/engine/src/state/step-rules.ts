import type { SagaDefinition, StepDefinition } from '#definition';
import { commandStepsOf } from './iterations.js';
import {
  stepOf,
  type AbortReason,
  type SagaError,
  type SagaState,
  type StepState,
} from './saga-state.js';

/** Its command left at least once: from then on it may take effect at any time. */
export function mayHaveHappened(step: StepState): boolean {
  return step.attempts.execute > 0;
}

export function isDone(step: StepState): boolean {
  return step.status === 'succeeded' || step.status === 'skipped';
}

/** Known to be undone or fenced, or known never to have happened. */
export function isResolved(state: SagaState, step: StepDefinition): boolean {
  return commandStepsOf(state, step).every(({ name, kind }) => {
    const current = stepOf(state, name);
    if (current.status === 'compensated' || !mayHaveHappened(current)) return true;
    return kind === 'pivot' && current.status === 'refused';
  });
}

/** It, or an iteration of it, was issued. */
export function hasBegun(state: SagaState, step: StepDefinition): boolean {
  return commandStepsOf(state, step).some(({ name }) => mayHaveHappened(stepOf(state, name)));
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

/** What went wrong when somebody, or the deadline, wants a saga back; null: nothing did. */
export function abortError(because: AbortReason): SagaError | null {
  if (because !== 'deadline') return null;
  return { code: 'DEADLINE_EXCEEDED', message: "the saga's deadline passed" };
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
