import { type StepDefinition, evaluate } from '#definition';
import type { Forwarded } from '../modes/mode.js';
import { modeOf } from '../modes/mode-of.js';
import { decideAbort, failUnissued } from '../moves/backward.js';
import { advanceCatching } from '../moves/catching.js';
import { openInquiry } from '../moves/inquiry.js';
import { isWaitingForLocks } from '../moves/locks.js';
import type { SagaError } from '../state/saga-state.js';
import { abortError, isAborted, isDone, isPivotPassed } from '../state/step-rules.js';
import type { Beginning } from '../steps/step-type.js';
import { rulesOf } from '../steps/step-types.js';
import type { Draft } from '../transition/draft.js';
import { advanceBackward, followBack, undoStep } from './backward.js';
import { noteHeld, releaseHeld } from './held-steps.js';

/**
 * Takes the saga as far as it can go for now, in its direction, and settles its status.
 * Called once at the end of every transition. `forwarded`: the command that a participant sends by
 * itself.
 */
export function advance(draft: Draft, forwarded: Forwarded | null = null): void {
  if (draft.state.endedAt !== null) return;
  releaseHeld(draft);
  liftDeadline(draft);
  if (!draft.holds.isAll) goOn(draft, forwarded);
  else if (forwarded !== null) follow(draft, forwarded);
  noteHeld(draft);
  updateStatus(draft);
}

function goOn(draft: Draft, forwarded: Forwarded | null): void {
  advanceCatching(draft, undoStep);
  do {
    const shouldAdvance = draft.state.abort === null && !isWaitingForLocks(draft.state);
    if (shouldAdvance && !askOn(draft)) advanceForward(draft, forwarded);
  } while (advanceCatching(draft, undoStep) || advanceBackward(draft, forwarded) === 'resumed');
}

/** The saga is paused, but a routing slip that has left goes on by itself: records what it did. */
function follow(draft: Draft, forwarded: Forwarded): void {
  if (draft.state.abort !== null) return followBack(draft, forwarded);
  const step = draft.definition.stepByName.get(forwarded.step);
  if (step?.type === 'command' && isReady(draft, step)) begin(draft, step, { forwarded });
}

/** Issues every step whose predecessors are done; ends the saga when all are. */
function advanceForward(draft: Draft, forwarded: Forwarded | null): void {
  let wasDone = true;
  while (wasDone) {
    wasDone = false;
    for (const step of draft.definition.steps) {
      if (draft.state.abort !== null || draft.state.endedAt !== null) return;
      if (isDone(draft.step(step.name))) continue;
      if (!isReady(draft, step)) rulesOf(step).goOn(draft, step);
      else if (mayBegin(draft, step, forwarded)) begin(draft, step, { forwarded });
      // what comes after it may stand before it in the list
      wasDone ||= isDone(draft.step(step.name));
    }
  }
  if (draft.state.endedAt !== null) return;
  if (draft.definition.steps.every((step) => isDone(draft.step(step.name)))) complete(draft);
}

function isReady(draft: Draft, step: StepDefinition): boolean {
  if (draft.step(step.name).status !== 'pending') return false;
  return step.after.every((name) => isDone(draft.step(name)));
}

/** No pause holds it, or a participant has sent its command already. */
function mayBegin(draft: Draft, step: StepDefinition, forwarded: Forwarded | null): boolean {
  return forwarded?.step === step.name || !draft.holds.isHeld(step, 'execute');
}

/** Skips a step or begins it. */
export function begin(draft: Draft, step: StepDefinition, beginning: Beginning = {}): void {
  const { edited } = beginning;
  if (step.required.some((name) => draft.step(name).status !== 'succeeded')) {
    draft.record({ type: 'step-skipped', step: step.name });
    liftDeadline(draft);
    return;
  }
  if (step.when !== null && edited === undefined) {
    const { when } = step;
    const { scope } = draft;
    const condition = evaluate(() => when(scope));
    if ('error' in condition) {
      failUnissued(draft, step, condition.error);
      return;
    }
    if (condition.data === false) {
      draft.record({ type: 'step-skipped', step: step.name });
      liftDeadline(draft);
      return;
    }
  }
  rulesOf(step).begin(draft, step, beginning);
  liftDeadline(draft);
}

function complete(draft: Draft): void {
  const mapped = evaluate(() => draft.definition.output(draft.scope));
  // every step has succeeded: a fault in the output's expression cannot take that back
  const output = 'error' in mapped ? null : mapped.data;
  const error = 'error' in mapped ? mapped.error : null;
  draft.record({ type: 'saga-completed', output, error });
}

/** Past the pivot the saga cannot go back any more, so its deadline is removed. */
function liftDeadline(draft: Draft): void {
  if (draft.state.deadlineAt !== null && isPivotPassed(draft.definition, draft.state)) {
    draft.record({ type: 'deadline-lifted' });
  }
}

/** `stuck`: at least one step needs a person. Steps that do not depend on it continue. */
function updateStatus(draft: Draft): void {
  if (draft.state.endedAt !== null) return;
  const error = stuckOn(draft);
  const isStuck = draft.state.status === 'stuck';
  if (error === null) {
    if (isStuck) draft.record({ type: 'saga-resumed' });
  } else if (!isStuck) {
    draft.record({ type: 'saga-stuck', error });
  } else if (!isSameError(error, draft.state.error)) {
    draft.record({ type: 'saga-stuck-on', error });
  }
}

/** The error the saga is stuck on: that of the step that got stuck last, as far as is known. */
function stuckOn({ state, lastStuck }: Draft): SagaError | null {
  const stuck = Object.entries(state.steps).filter(([, { status }]) => status === 'stuck');
  const newest =
    stuck.find(([name]) => name === lastStuck) ??
    stuck.find(([, { error }]) => isSameError(error, state.error)) ??
    stuck.at(-1);
  if (newest === undefined) return null;
  return newest[1].error ?? { code: 'STUCK', message: 'out of attempts' };
}

function isSameError(one: SagaError | null, other: SagaError | null): boolean {
  return one?.code === other?.code && one?.message === other?.message;
}

/** Turns the saga back: at once, or after inquiring about a pivot that was already sent. */
export function askBackward(
  draft: Draft,
  because: 'deadline' | 'cancelled' | 'compensate' | 'parent',
): void {
  const { definition, state } = draft;
  if (isAborted(state) || isPivotPassed(definition, state)) return;
  const asked = modeOf(draft).goingBack.askedFirst(draft);
  if (asked?.type !== 'command' || !wasSent(draft, asked)) {
    decideAbort(draft, { reason: because, step: null, toStep: null, error: abortError(because) });
    return;
  }
  openInquiry(draft, asked, because);
}

function wasSent(draft: Draft, step: StepDefinition): boolean {
  const { status, attempts } = draft.step(step.name);
  return attempts.execute > 0 && status !== 'refused';
}

/**
 * A routing slip is to go back, and the inquiry found that its step has happened: the next step may
 * have happened too, so this inquires about it. Returns whether it did.
 */
function askOn(draft: Draft): boolean {
  const { goingBack } = modeOf(draft);
  const because = goingBack.askedOn(draft);
  if (because === null) return false;
  const front = goingBack.askedFirst(draft);
  if (front === null || front.type !== 'command') {
    askBackward(draft, because as Parameters<typeof askBackward>[1]);
    return true;
  }
  if (draft.step(front.name).status !== 'pending') return true;
  begin(draft, front, { forwarded: { step: front.name, direction: 'execute' } });
  const { status } = draft.step(front.name);
  if (status === 'executing' || status === 'inquiring') openInquiry(draft, front, because);
  return true;
}
