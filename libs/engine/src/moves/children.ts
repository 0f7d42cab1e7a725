import type { CommandStep, SagaDefinition, StepDefinition } from '#definition';
import { childIdOf, depthOf } from '../state/child-target.js';
import type { Draft } from '../transition/draft.js';
import { ABANDONED } from '../state/parent-answer.js';
import { stepOf, type ParentRef, type SagaError, type SagaState } from '../state/saga-state.js';
import { isPivotPassed } from '../state/step-rules.js';

/*
 * To its parent a child saga is a participant. The parent's step sends a command and waits for the
 * reply, as any step does: `execute` starts the child, `compensate` has it undone, `inquire` asks
 * for the way back. The child answers when it has ended. So all rules about commands hold, and
 * neither saga ever touches the other's state. What differs: a child is never given up on for its
 * silence, since it is kept by ourselves, and is only asked again from time to time.
 */

/** Child sagas within child sagas. */
const DEPTH_MAX = 5;

const ASK_AGAIN_MS = { min: 30_000, max: 60 * 60 * 1000 };

/** null: a child of this saga may still begin. */
export function depthFault(state: SagaState): SagaError | null {
  if (depthOf(state) < DEPTH_MAX) return null;
  return { code: 'CHILD_TOO_DEEP', message: `child sagas nest at most ${DEPTH_MAX} deep` };
}

/** When the child is asked again: seldom, the longer it takes. */
export function askAgainAt(state: SagaState, step: CommandStep, at: number): number {
  const elapsedMs = at - (stepOf(state, step.name).issuedAt ?? at);
  return at + Math.min(ASK_AGAIN_MS.max, Math.max(ASK_AGAIN_MS.min, elapsedMs));
}

/** The child that was abandoned, and left the step stuck on its way forward; null: none did. */
export function abandonedChildOf(state: SagaState, step: StepDefinition): string | null {
  if (step.does !== 'command' || step.child === null) return null;
  const current = stepOf(state, step.name);
  if (current.status !== 'stuck' || current.direction !== 'execute') return null;
  return current.error?.code === ABANDONED.code ? childIdOf(state, step) : null;
}

/** What the parent wants by now; true: it wants the way back, and there may be one. */
export function receiveParentRequest(draft: Draft, asked: ParentRef['asked']): boolean {
  const { definition, state } = draft;
  const { parent } = state;
  if (!parent || asked.direction === 'execute') return false;
  const isEnded = state.endedAt !== null;
  if (isEnded && !canBeUndone(definition, state, asked)) return false;
  const { direction, attempt } = parent.asked;
  const isKnown = direction === asked.direction && attempt >= asked.attempt;
  if (!isKnown) draft.record({ type: 'parent-asked', asked });
  if (isEnded) draft.record({ type: 'saga-reopened' });
  return true;
}

/** Completed, and not past a point of no return. */
function canBeUndone(
  definition: SagaDefinition,
  state: SagaState,
  { direction }: ParentRef['asked'],
): boolean {
  return (
    direction === 'compensate' && state.status === 'completed' && !isPivotPassed(definition, state)
  );
}
