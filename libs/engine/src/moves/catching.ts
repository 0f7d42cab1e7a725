import { type StepDefinition, catchesCode } from '#definition';
import { commandStepsOf } from '../state/iterations.js';
import type { SagaError } from '../state/saga-state.js';
import { isAborted, isResolved, mayHaveHappened, stepsToUndo } from '../state/step-rules.js';
import type { Draft } from '../transition/draft.js';

/*
 * A step with a `catch` may fail without taking the saga back. If nothing can have happened it is
 * caught at once. If something may have, it is undone first, by the same compensation and with the
 * same fence as when a saga goes back, while the saga goes on beside it; what comes after the step
 * waits for that. The failure of a round of a `repeat` is that of the whole loop.
 */

/** What is known of a failure: nothing was sent; a no; or that it may have happened. */
export type Failure = 'unissued' | 'refused' | 'unsure';

/** Catches the failure of a step if its definition says so. Returns whether it did. */
export function catchFailure(
  draft: Draft,
  step: StepDefinition,
  error: SagaError,
  failure: Failure,
): boolean {
  const owner = ownerOf(draft, step);
  if (!catchesCode(owner.catches, error.code) || isAborted(draft.state)) return false;
  if (owner !== step) {
    const type = failure === 'refused' ? 'step-refused' : 'step-failed';
    draft.record({ type, step: step.name, error });
  }
  const { name: ownerName } = owner;
  if (owner.kind === 'retryable') {
    // past the pivot nothing is undone: best effort
    draft.record({ type: 'step-caught', step: ownerName, error, isUndone: true });
  } else if (needsUndo(draft, owner, failure)) {
    draft.record({ type: 'catch-begun', step: ownerName, error });
  } else {
    const isUndone = !mayHaveHappened(draft.step(ownerName));
    draft.record({ type: 'step-caught', step: ownerName, error, isUndone });
  }
  return true;
}

/** The loop of a `repeat` for one of its rounds; an item of a `forEach` stands for itself. */
function ownerOf(draft: Draft, step: StepDefinition): StepDefinition {
  if (step.type !== 'command' || step.iterationOf === null) return step;
  const loop = draft.definition.stepByName.get(step.iterationOf.step);
  return loop?.type === 'command' && loop.loop?.type === 'repeat' ? loop : step;
}

function needsUndo(draft: Draft, step: StepDefinition, failure: Failure): boolean {
  return draft.step(step.name).opened > 0 || failure === 'unsure';
}

/** Undoes what is being caught, and catches what is undone. Returns whether a step was caught. */
export function advanceCatching(
  draft: Draft,
  undoStep: (draft: Draft, step: StepDefinition) => boolean,
): boolean {
  let hasCaught = false;
  for (const step of catchingSteps(draft)) {
    // rounds that have nothing to undo are undone one after the other, at once
    while (undoStep(draft, step));
    const { catching: error } = draft.step(step.name);
    if (error === undefined || !isResolved(draft.state, step)) continue;
    draft.record({ type: 'step-caught', step: step.name, error, isUndone: true });
    hasCaught = true;
  }
  return hasCaught;
}

/** Going back catches nothing: a rewind does what it includes anew, an abort ends the saga. */
export function catchingSteps({ definition, state }: Draft): readonly StepDefinition[] {
  if (isAborted(state)) return [];
  const rewound = state.abort === null ? [] : stepsToUndo(definition, state.abort.toStep);
  return definition.steps.flatMap((step) => {
    if (step.catches === null || rewound.includes(step)) return [];
    const all = new Set([step, ...commandStepsOf(state, step)]);
    return [...all].filter(({ name }) => state.steps[name]?.catching !== undefined);
  });
}
