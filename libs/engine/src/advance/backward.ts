import type { StepDefinition } from '#definition';
import type { Forwarded } from '../modes/mode.js';
import { partsOf } from '../state/iterations.js';
import { hasBegun, isDone, isResolved, mayHaveHappened, stepsToUndo } from '../state/step-rules.js';
import { rulesOf } from '../steps/step-types.js';
import type { Draft } from '../transition/draft.js';

/**
 * Issues every compensation whose dependents are resolved: reverse order where steps depend on each
 * other, side by side where they do not. Steps in flight have no dependents that were issued, so
 * they are fenced at once. Ends the saga, or the rewind (`resumed`), when all are resolved.
 */
export function advanceBackward(
  draft: Draft,
  forwarded: Forwarded | null = null,
): 'resumed' | null {
  const { abort } = draft.state;
  if (abort === null) return null;
  const steps = stepsToUndo(draft.definition, abort.toStep);
  let wasResolved = true;
  while (wasResolved) {
    wasResolved = false;
    for (const step of steps) {
      if (!areDependentsResolved(draft, step)) continue;
      wasResolved = undoStep(draft, step, forwarded) || wasResolved;
    }
  }
  if (!steps.every((step) => isResolved(draft.state, step))) return null;
  if (abort.toStep === null) {
    draft.record({ type: 'saga-compensated' });
    return null;
  }
  draft.record({ type: 'forward-resumed' });
  for (const step of steps) openIteration(draft, step);
  return 'resumed';
}

/** The saga is paused: records only the compensation that a participant sends by itself. */
export function followBack(draft: Draft, forwarded: Forwarded): void {
  const step = draft.definition.stepByName.get(forwarded.step);
  if (step === undefined || !areDependentsResolved(draft, step)) return;
  undoStep(draft, step, forwarded);
}

/** Issues what is to be issued now to undo the step. Returns whether a part of it is undone. */
export function undoStep(
  draft: Draft,
  step: StepDefinition,
  forwarded: Forwarded | null = null,
): boolean {
  let wasResolved = false;
  for (const each of undoNext(draft, step)) {
    if (forwarded?.step !== each.name && draft.holds.isHeld(each, 'compensate')) continue;
    rulesOf(each).undo?.carryOut(draft, each, forwarded);
    wasResolved = isResolved(draft.state, each) || wasResolved;
  }
  closeLoop(draft, step);
  return wasResolved;
}

/**
 * Fences what is in flight at once. Of what has succeeded, or was caught, it undoes the iterations
 * of a `repeat` one by one, newest first, and those of a `forEach` in parallel, up to its width.
 */
export function undoNext(draft: Draft, step: StepDefinition): readonly StepDefinition[] {
  const all = [...partsOf(draft.state, step)].reverse();
  const open = all.filter((each) => !isResolved(draft.state, each));
  const loop = step.type === 'command' ? step.loop : null;
  const widthMax = loop?.type === 'forEach' ? loop.maxParallel : 1;
  const due = open.filter((each) => needsUndo(draft, each));
  const [settled, inFlight] = [true, false].map((isSettled) =>
    due.filter(({ name }) => isDone(draft.step(name)) === isSettled),
  );
  const undoing = open.length - due.length + (inFlight?.length ?? 0);
  return [...(inFlight ?? []), ...(settled ?? []).slice(0, Math.max(0, widthMax - undoing))];
}

/** A loop is undone when all of its iterations are. */
function closeLoop(draft: Draft, step: StepDefinition): void {
  const { opened, status } = draft.step(step.name);
  if (opened === 0 || status === 'compensated') return;
  if (!isResolved(draft.state, step) || !hasBegun(draft.state, step)) return;
  draft.record({ type: 'step-compensated', step: step.name, result: 'undone' });
}

/** True once issued, even if refused: a duplicate of the command may still be on its way. */
function needsUndo(draft: Draft, step: StepDefinition): boolean {
  const state = draft.step(step.name);
  if (isResolved(draft.state, step)) return false;
  return state.status !== 'compensating' && !isStuckUndoing(draft, step);
}

function isStuckUndoing(draft: Draft, step: StepDefinition): boolean {
  const state = draft.step(step.name);
  return state.status === 'stuck' && state.direction === 'compensate';
}

export function areDependentsResolved(draft: Draft, step: StepDefinition): boolean {
  return step.dependents.every((name) => {
    const dependent = draft.definition.stepByName.get(name);
    return dependent === undefined || isResolved(draft.state, dependent);
  });
}

/** A step that was never issued keeps its key. */
function openIteration(draft: Draft, step: StepDefinition): void {
  const state = draft.step(step.name);
  if (state.opened > 0) {
    draft.record({ type: 'iterations-dropped', step: step.name });
    return;
  }
  if (state.status === 'pending') return;
  const iteration = mayHaveHappened(state) ? state.iteration + 1 : state.iteration;
  draft.record({ type: 'iteration-opened', step: step.name, iteration });
}
