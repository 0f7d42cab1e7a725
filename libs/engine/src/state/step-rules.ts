import type { SagaDefinition, StepDefinition } from '#definition';
import { partsOf } from './iterations.js';
import {
  stepOf,
  type AbortReason,
  type SagaError,
  type SagaState,
  type StepState,
} from './saga-state.js';

/** Its command left, and may take effect at any time from then on; or its event did. */
export function mayHaveHappened(step: StepState): boolean {
  return step.attempts.execute > 0;
}

/** What comes after the step can begin. */
export function isDone(step: StepState): boolean {
  return step.status === 'succeeded' || step.status === 'skipped' || step.status === 'caught';
}

/** The step is known to be undone or fenced, or never to have happened. */
export function isResolved(state: SagaState, step: StepDefinition): boolean {
  return partsOf(state, step).every(({ name, kind }) => {
    const current = stepOf(state, name);
    if (current.status === 'compensated' || !mayHaveHappened(current)) return true;
    if (current.status === 'caught') return current.isUndone;
    return kind === 'pivot' && current.status === 'refused';
  });
}

/** The step, or one of its iterations, was issued. */
export function hasBegun(state: SagaState, step: StepDefinition): boolean {
  return partsOf(state, step).some(({ name }) => mayHaveHappened(stepOf(state, name)));
}

/** The saga cannot go back: its pivot succeeded or was skipped by its own condition. */
export function isPivotPassed(definition: SagaDefinition, state: SagaState): boolean {
  const { pivot } = definition;
  if (pivot === null || !isDone(stepOf(state, pivot.name))) return false;
  // the saga ended before it came to its pivot: a parent can still have it undone
  const end = state.endedBy === undefined ? null : definition.stepByName.get(state.endedBy);
  return !(end?.dependents.includes(pivot.name) ?? false);
}

/** The pivot was sent, and its outcome is not known yet. */
export function isPivotOpen(definition: SagaDefinition, state: SagaState): boolean {
  if (definition.pivot === null) return false;
  const { status } = stepOf(state, definition.pivot.name);
  return status === 'executing' || status === 'inquiring' || status === 'stuck';
}

/** The saga undoes everything; a rewind would undo only a part. */
export function isAborted(state: SagaState): boolean {
  return state.abort !== null && state.abort.toStep === null;
}

/** The error to record when a saga is turned back for this reason; null: none. */
export function abortError(because: AbortReason): SagaError | null {
  if (because !== 'deadline') return null;
  return { code: 'DEADLINE_EXCEEDED', message: "the saga's deadline passed" };
}

/** The steps that an abort or a rewind undoes, the last one of the document first. */
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
