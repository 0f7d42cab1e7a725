import {
  CHILD_DEPTH_MAX,
  type CommandStep,
  type SagaDefinition,
  type StepDefinition,
} from '#definition';
import { childIdOf, ancestorCountOf } from '../state/child-target.js';
import type { Draft } from '../transition/draft.js';
import { ABANDONED } from '../state/parent-answer.js';
import { stepOf, type ParentRef, type SagaError, type SagaState } from '../state/saga-state.js';
import { isPivotPassed } from '../state/step-rules.js';

/*
 * To its parent a child saga is a participant. The parent's step sends a command and waits for the
 * reply, as any step does: `execute` starts the child, `compensate` has it undone, `inquire` makes
 * it go back. The child answers when it has ended. So all rules about commands hold, and neither
 * saga ever touches the other's state. One thing differs: a child never times out, because the
 * conductor itself stores it. Its parent asks it again from time to time.
 */

const ASK_AGAIN_MS_MAX = 60 * 60 * 1000;

/** Why this saga may not start a child; null: it may. */
export function depthFault(state: SagaState): SagaError | null {
  if (ancestorCountOf(state) < CHILD_DEPTH_MAX) return null;
  return { code: 'CHILD_TOO_DEEP', message: `child sagas nest at most ${CHILD_DEPTH_MAX} deep` };
}

/** When to ask the child again: after the timeout, and less often the longer the child takes. */
export function askAgainAt(state: SagaState, step: CommandStep, at: number): number {
  const elapsedMs = at - (stepOf(state, step.name).issuedAt ?? at);
  return at + Math.min(ASK_AGAIN_MS_MAX, Math.max(step.timeoutMs, elapsedMs));
}

/** The abandoned child that left the step stuck going forward; null: there is none. */
export function abandonedChildOf(state: SagaState, step: StepDefinition): string | null {
  if (step.type !== 'command' || step.child === null) return null;
  const current = stepOf(state, step.name);
  if (current.status !== 'stuck' || current.direction !== 'execute') return null;
  return current.error?.code === ABANDONED.code ? childIdOf(state, step) : null;
}

/** Records the parent's latest request; true: it wants the child undone, which may be possible. */
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

/** The saga is completed and has not passed its pivot. */
function canBeUndone(
  definition: SagaDefinition,
  state: SagaState,
  { direction }: ParentRef['asked'],
): boolean {
  return (
    direction === 'compensate' && state.status === 'completed' && !isPivotPassed(definition, state)
  );
}
