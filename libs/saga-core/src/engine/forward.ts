import type { CommandStep, StepDefinition } from '../definition/saga-definition.js';
import type { JsonValue } from '../json.js';
import { advanceBackward, decideAbort, failUnissued } from './backward.js';
import { depthFault } from './children.js';
import { Draft, issueCommand } from './draft.js';
import { evaluate } from './evaluate.js';
import { charsOf, faultOfMade } from './kept.js';
import { isWaitingForLocks } from './locks.js';
import { beginLoop, continueLoop } from './loops.js';
import type { Inquiry, SagaError } from './saga-state.js';
import { frontOf, isUnheard, wishAtFront } from './slips.js';
import { errorOfWish, isAborted, isDone, isOnSlip, isPivotPassed } from './step-rules.js';
import { beginDelay, beginWait } from './waits.js';

/**
 * Takes the saga as far as it can go for now, in its direction, and settles its status.
 * Called once at the end of every transition.
 */
export function advance(draft: Draft): void {
  if (draft.state.endedAt !== null) return;
  liftDeadline(draft);
  do {
    const isToGoForward = draft.state.abort === null && !isWaitingForLocks(draft.state);
    if (isToGoForward && !askOn(draft)) advanceForward(draft);
  } while (advanceBackward(draft) === 'resumed');
  settleStatus(draft);
}

/** Issues every step whose predecessors are done; ends the saga when all are. */
function advanceForward(draft: Draft): void {
  let wasDone = true;
  while (wasDone) {
    wasDone = false;
    for (const step of draft.definition.steps) {
      if (draft.state.abort !== null) return;
      const went = isReady(draft, step) ? begin(draft, step) : goOn(draft, step);
      wasDone = went === 'done' || wasDone;
    }
  }
  if (draft.definition.steps.every((step) => isDone(draft.step(step.name)))) complete(draft);
}

function goOn(draft: Draft, step: StepDefinition): 'done' | 'open' {
  if (step.does !== 'command' || step.loop === null) return 'open';
  return continueLoop(draft, step, step.loop);
}

function isReady(draft: Draft, step: StepDefinition): boolean {
  if (draft.step(step.name).status !== 'pending') return false;
  return step.after.every((name) => isDone(draft.step(name)));
}

/** Skips a step or begins it; `edited` takes the place of its mapped input. `done`: that was it. */
export function begin(draft: Draft, step: StepDefinition, edited?: JsonValue): 'done' | 'open' {
  if (step.when !== null && edited === undefined) {
    const { when } = step;
    const { scope } = draft;
    const condition = evaluate(() => when(scope));
    if ('error' in condition) {
      failUnissued(draft, step, condition.error);
      return 'open';
    }
    if (condition.data === false) {
      draft.record({ type: 'step-skipped', step: step.name });
      liftDeadline(draft);
      return 'done';
    }
  }
  switch (step.does) {
    case 'command': {
      const fault = step.child === null ? null : depthFault(draft.state);
      if (fault !== null) {
        failUnissued(draft, step, fault);
        return 'open';
      }
      if (step.loop !== null) return beginLoop(draft, step, step.loop);
      beginCommand(draft, step, edited);
      return 'open';
    }
    case 'wait':
      return liftAfter(draft, beginWait(draft, step));
    case 'delay':
      return liftAfter(draft, beginDelay(draft, step));
    default:
      return step satisfies never;
  }
}

function beginCommand(draft: Draft, step: CommandStep, edited?: JsonValue): void {
  if (step.iterationOf !== null && edited === undefined) {
    issueCommand(draft, step, 'execute');
    return;
  }
  const mapped = edited === undefined ? mapInput(draft, step) : { data: edited };
  if (!('error' in mapped)) issueCommand(draft, step, 'execute', { data: mapped.data });
  else if (isUnheard(draft, step)) askUnheard(draft, step, mapped.error);
  else failUnissued(draft, step, mapped.error);
}

function mapInput(draft: Draft, step: CommandStep): ReturnType<typeof evaluate> {
  const mapped = evaluate(() => step.input(draft.scope));
  if ('error' in mapped) return mapped;
  const error = faultOfMade(draft.state, charsOf(mapped.data));
  return error === null ? mapped : { error };
}

/** Recorded as sent by its participants, who alone know the data; `error`: why it is not sent. */
function askUnheard(draft: Draft, step: CommandStep, error: SagaError): void {
  draft.passedOn = { step: step.name, direction: 'execute' };
  issueCommand(draft, step, 'execute', { data: null });
  draft.passedOn = null;
  const { attempts } = draft.step(step.name);
  const failed = { direction: 'execute', attempt: attempts.execute, outcome: 'errored' } as const;
  draft.record({ type: 'attempt-failed', step: step.name, ...failed, error });
  openInquiry(draft, step, 'unheard');
}

function liftAfter(draft: Draft, begun: 'done' | 'open'): 'done' | 'open' {
  liftDeadline(draft);
  return begun;
}

function complete(draft: Draft): void {
  const mapped = evaluate(() => draft.definition.output(draft.scope));
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

/** What it is stuck on now: of several steps the one that got stuck last, as far as is known. */
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

/** Asks for the way back: at once, or by asking first what became of a pivot that was sent. */
export function askBackward(
  draft: Draft,
  because: 'deadline' | 'cancelled' | 'compensate' | 'parent',
): void {
  const { definition, state } = draft;
  if (isAborted(state) || isPivotPassed(definition, state)) return;
  const asked = isOnSlip(draft) ? frontOf(draft) : definition.pivot;
  if (asked?.does !== 'command' || !wasSent(draft, asked)) {
    decideAbort(draft, { reason: because, step: null, toStep: null, error: errorOfWish(because) });
    return;
  }
  openInquiry(draft, asked, because);
}

function wasSent(draft: Draft, step: StepDefinition): boolean {
  const { status, attempts } = draft.step(step.name);
  return attempts.execute > 0 && status !== 'refused';
}

/**
 * Somebody wants a routing slip back, and the step that was asked about has happened: then the next
 * one may have happened too, and is asked about. Whether that was what there was to do.
 */
function askOn(draft: Draft): boolean {
  const because = wishAtFront(draft);
  if (because === null) return false;
  const front = frontOf(draft);
  if (front === null || front.does !== 'command') {
    askBackward(draft, because as Parameters<typeof askBackward>[1]);
    return true;
  }
  if (draft.step(front.name).status !== 'pending') return true;
  draft.passedOn = { step: front.name, direction: 'execute' };
  begin(draft, front);
  draft.passedOn = null;
  const { status } = draft.step(front.name);
  if (status === 'executing' || status === 'inquiring') openInquiry(draft, front, because);
  return true;
}

/** Asks the participant what became of the step's key, and fences it when nothing did. */
export function openInquiry(
  draft: Draft,
  step: CommandStep,
  because: Inquiry['because'],
  editedData?: JsonValue,
): void {
  const inquiry = editedData === undefined ? { because } : { because, editedData };
  draft.record({ type: 'inquiry-opened', step: step.name, inquiry });
  if (draft.step(step.name).status !== 'inquiring') issueCommand(draft, step, 'inquire');
}
