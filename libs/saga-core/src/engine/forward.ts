import type { StepDefinition } from '../definition/saga-definition.js';
import type { JsonValue } from '../json.js';
import { advanceBackward, decideAbort } from './backward.js';
import { Draft, evaluate, issueCommand, scopeOf } from './draft.js';
import type { SagaError } from './saga-state.js';
import { isAborted, isDone, isPivotPassed } from './step-rules.js';

/**
 * Takes the saga as far as it can go for now, in its direction, and settles its status.
 * Called once at the end of every transition.
 */
export function advance(draft: Draft): void {
  if (draft.state.endedAt !== null) return;
  liftDeadline(draft);
  do {
    if (draft.state.abort === null) advanceForward(draft);
  } while (advanceBackward(draft) === 'resumed');
  settleStatus(draft);
}

/** Issues every step whose predecessors are done; ends the saga when all are. */
function advanceForward(draft: Draft): void {
  let wasSkipped = true;
  while (wasSkipped) {
    wasSkipped = false;
    for (const step of draft.definition.steps) {
      if (draft.state.abort !== null) return;
      if (isReady(draft, step)) wasSkipped = begin(draft, step) === 'skipped' || wasSkipped;
    }
  }
  if (draft.definition.steps.every((step) => isDone(draft.step(step.name)))) complete(draft);
}

function isReady(draft: Draft, step: StepDefinition): boolean {
  if (draft.step(step.name).status !== 'pending') return false;
  return step.after.every((name) => isDone(draft.step(name)));
}

/** Skips or issues a step; `edited` takes the place of its mapped input. */
export function begin(draft: Draft, step: StepDefinition, edited?: JsonValue): 'skipped' | 'begun' {
  const scope = scopeOf(draft.state);
  if (step.when !== null && edited === undefined) {
    const { when } = step;
    const condition = evaluate(() => when(scope));
    if ('error' in condition) return failUnissued(draft, step, condition.error);
    if (condition.data === false) {
      draft.record({ type: 'step-skipped', step: step.name });
      liftDeadline(draft);
      return 'skipped';
    }
  }
  const mapped = edited === undefined ? evaluate(() => step.input(scope)) : { data: edited };
  if ('error' in mapped) return failUnissued(draft, step, mapped.error);
  issueCommand(draft, step, 'execute', { data: mapped.data });
  return 'begun';
}

/** An expression failed: before the pivot that aborts, after it a person is needed. */
function failUnissued(draft: Draft, step: StepDefinition, error: SagaError): 'begun' {
  if (step.kind === 'retryable') {
    draft.record({ type: 'step-stuck', step: step.name, direction: 'execute', error });
  } else {
    draft.record({ type: 'step-failed', step: step.name, error });
    decideAbort(draft, { reason: 'failed', step: step.name, toStep: null, error });
  }
  return 'begun';
}

function complete(draft: Draft): void {
  const mapped = evaluate(() => draft.definition.output(scopeOf(draft.state)));
  // every step has succeeded: a fault in the output's expression cannot take that back
  const output = 'error' in mapped ? null : mapped.data;
  const error = 'error' in mapped ? mapped.error : null;
  draft.record({ type: 'saga-completed', output, error });
}

/** Past the pivot there is no way back, so the deadline, which leads there, goes away. */
function liftDeadline(draft: Draft): void {
  if (draft.state.deadlineAt !== null && isPivotPassed(draft.definition, draft.state)) {
    draft.record({ type: 'deadline-lifted' });
  }
}

/** `stuck` says that at least one step needs a person; what does not depend on it goes on. */
function settleStatus(draft: Draft): void {
  if (draft.state.endedAt !== null) return;
  const stuck = Object.values(draft.state.steps).find((step) => step.status === 'stuck');
  if (stuck !== undefined && draft.state.status !== 'stuck') {
    const error = stuck.error ?? { code: 'STUCK', message: 'out of attempts' };
    draft.record({ type: 'saga-stuck', error });
  }
  if (stuck === undefined && draft.state.status === 'stuck') draft.record({ type: 'saga-resumed' });
}

/** Asks for the way back: at once, or by asking first what became of a pivot that was sent. */
export function askBackward(draft: Draft, because: 'deadline' | 'cancelled' | 'compensate'): void {
  const { definition, state } = draft;
  if (isAborted(state) || isPivotPassed(definition, state)) return;
  const pivot = definition.pivot;
  if (pivot === null || !isPivotSent(draft, pivot)) {
    const error =
      because === 'deadline'
        ? { code: 'DEADLINE_EXCEEDED', message: "the saga's deadline passed" }
        : null;
    decideAbort(draft, { reason: because, step: null, toStep: null, error });
    return;
  }
  openInquiry(draft, pivot, because);
}

function isPivotSent(draft: Draft, pivot: StepDefinition): boolean {
  const { status, attempts } = draft.step(pivot.name);
  return attempts.execute > 0 && status !== 'refused';
}

/** Asks the participant what became of the step's key, and fences it when nothing did. */
export function openInquiry(
  draft: Draft,
  step: StepDefinition,
  because: 'attempts-used-up' | 'deadline' | 'cancelled' | 'compensate' | 'edited-input',
  editedData?: JsonValue,
): void {
  const inquiry = editedData === undefined ? { because } : { because, editedData };
  draft.record({ type: 'inquiry-opened', step: step.name, inquiry });
  if (draft.step(step.name).status !== 'inquiring') issueCommand(draft, step, 'inquire');
}
