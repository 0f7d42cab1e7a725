import type { JsonValue } from '../json.js';
import { migrate, rejectMigration } from '../migration/migrate.js';
import type { CommandStep, StepDefinition } from '../definition/saga-definition.js';
import { refuseStep } from './attempts.js';
import { decideAbort, undo } from './backward.js';
import { abandonedChildOf } from './children.js';
import type { Decision } from './decision.js';
import { Draft, issueCommand } from './draft.js';
import { askBackward, begin, openInquiry } from './forward.js';
import { allCommandSteps, findStep, nextIteration } from './iterations.js';
import { charsOf, faultOfCame, faultOfMade } from './kept.js';
import { locksOf } from './lock-states.js';
import { repeatOnce } from './loops.js';
import type { OperatorAction, OperatorInput } from './saga-input.js';
import type { StepState } from './saga-state.js';
import {
  hasBegun,
  isAborted,
  isOnSlip,
  isPivotOpen,
  isPivotPassed,
  mayHaveHappened,
} from './step-rules.js';

type Rejection = Extract<Decision, { type: 'rejected' }>;
type Action<Name extends OperatorAction['name']> = Extract<OperatorAction, { name: Name }>;

/**
 * An operator's action, if the state allows it; null: it was done. The version check is what makes
 * two operators, or an operator and a timer, yield one new attempt.
 */
export function operate(draft: Draft, input: OperatorInput): Rejection | null {
  const { state } = draft;
  if (state.endedAt !== null) return reject('SAGA_ENDED', `the saga is ${state.status}`);
  if (input.expectedVersion !== undefined && input.expectedVersion !== state.version) {
    const detail = `expected version ${input.expectedVersion}, the saga is at ${state.version}`;
    return reject('VERSION_CONFLICT', detail);
  }
  const rejection = findRejection(draft, input);
  if (rejection !== null) return rejection;
  const { action, actor, reason } = input;
  draft.record({ type: 'operator-acted', action, actor, reason });
  carryOut(draft, input);
  return null;
}

function findRejection(draft: Draft, input: OperatorInput): Rejection | null {
  const { action } = input;
  const { name } = action;
  if ('step' in action && action.step !== undefined) {
    const isKnown = findStep(draft.definition, draft.state, action.step) !== null;
    if (!isKnown) return reject('STEP_UNKNOWN', `the saga has no step ${action.step}`);
  }
  switch (name) {
    case 'retry':
      return rejectRetry(draft, action);
    case 'skip':
      return rejectSkip(draft, action);
    case 'settle':
      return rejectSettle(draft, action);
    case 'compensate':
      return rejectBackward(draft) ?? rejectRewind(draft, action);
    case 'cancel':
      return rejectBackward(draft);
    case 'release-lock':
      return rejectRelease(draft, action);
    case 'abandon':
      return null;
    case 'migrate':
      return rejectMigration(draft, input);
    default:
      return name satisfies never;
  }
}

function carryOut(draft: Draft, input: OperatorInput): void {
  const { action } = input;
  switch (action.name) {
    case 'retry':
      for (const step of stuckSteps(draft, action.step)) retryStuck(draft, step, action.input);
      return;
    case 'skip': {
      const output = action.output ?? null;
      draft.record({ type: 'step-succeeded', step: action.step, output, by: 'operator' });
      return;
    }
    case 'settle':
      settle(draft, action);
      return;
    case 'compensate': {
      const { toStep } = action;
      if (toStep === undefined) askBackward(draft, 'compensate');
      else decideAbort(draft, { reason: 'rewind', step: null, toStep, error: null });
      return;
    }
    case 'cancel':
      askBackward(draft, 'cancelled');
      return;
    case 'release-lock':
      draft.record({ type: 'lock-released', key: action.key });
      return;
    case 'abandon':
      draft.record({ type: 'saga-abandoned', reason: input.reason });
      return;
    case 'migrate':
      if (input.target) migrate(draft, input.target);
      return;
    default:
      action satisfies never;
  }
}

function stuckSteps(draft: Draft, name?: string): readonly StepDefinition[] {
  const { definition, state } = draft;
  const all = new Set([...definition.steps, ...allCommandSteps(definition, state)]);
  return [...all].filter(
    (step) =>
      draft.step(step.name).status === 'stuck' && (name === undefined || name === step.name),
  );
}

function rejectRetry(draft: Draft, action: Action<'retry'>): Rejection | null {
  if (stuckSteps(draft).length === 0) {
    return reject('SAGA_NOT_STUCK', `the saga is ${draft.state.status}, no step needs a retry`);
  }
  const targets = stuckSteps(draft, action.step);
  const [target] = targets;
  if (target === undefined) return reject('STEP_NOT_STUCK', `${action.step} is not stuck`);
  const rejection = rejectDoingAgain(draft, targets);
  if (rejection !== null || action.input === undefined) return rejection;
  if (targets.length > 1) {
    return reject('INPUT_NOT_EDITABLE', 'several steps are stuck: name the one to edit');
  }
  if (target.does !== 'command' || target.loop !== null) {
    return reject('INPUT_NOT_EDITABLE', `${target.name} sends nothing that could be edited`);
  }
  const state = draft.step(target.name);
  if (state.status === 'stuck' && state.direction === 'compensate') {
    return reject('INPUT_NOT_EDITABLE', "a compensation undoes what the step's own input did");
  }
  const fault = faultOfMade(draft.state, charsOf(action.input));
  return fault && reject('SAGA_FULL', fault.message);
}

/** Another child would do what an abandoned one may have done, and nobody took back. */
function rejectDoingAgain({ state }: Draft, targets: readonly StepDefinition[]): Rejection | null {
  for (const step of targets) {
    const childId = abandonedChildOf(state, step);
    if (childId === null) continue;
    const detail =
      `the child saga ${childId} of ${step.name} was abandoned, and a retry would do its work ` +
      `again: look at what it left behind, then settle or skip ${step.name}`;
    return reject('STEP_STATE_CONFLICT', detail);
  }
  return null;
}

/** Fresh attempts and fresh timers, from where it stands. */
function retryStuck(draft: Draft, step: StepDefinition, edited?: JsonValue): void {
  const state = draft.step(step.name);
  if (state.status !== 'stuck') return;
  if (step.does === 'command' && state.opened > 0) return repeatOnce(draft, step);
  if (step.does !== 'command' || !mayHaveHappened(state)) {
    begin(draft, step, edited);
    return;
  }
  if (state.direction === 'compensate') return undo(draft, step);
  if (step.child !== null && state.direction === 'execute') return startOver(draft, step, edited);
  // the same key never gets another input: the old one is fenced first, then a new one begins
  if (edited !== undefined) return openInquiry(draft, step, 'edited-input', edited);
  const isAskedBack = state.direction === 'inquire' && isAskedFor(state);
  issueCommand(draft, step, isAskedBack ? 'inquire' : 'execute');
}

/** The child was taken back, or never began: another one is started. */
function startOver(draft: Draft, step: CommandStep, edited?: JsonValue): void {
  const iteration = nextIteration(draft.state, step);
  const data = edited ?? draft.step(step.name).data;
  draft.record({ type: 'iteration-opened', step: step.name, iteration });
  begin(draft, step, data);
}

/** The inquiry is what somebody wants, and not just what is done when attempts run out. */
function isAskedFor(state: StepState): boolean {
  return state.inquiry !== null && state.inquiry.because !== 'attempts-used-up';
}

function rejectSkip(draft: Draft, { step, output = null }: Action<'skip'>): Rejection | null {
  if (isAborted(draft.state)) {
    return reject('ALREADY_COMPENSATING', 'the saga goes backward: settle the step as undone');
  }
  if (isOnSlip(draft) && draft.definition.stepByName.get(step)?.kind !== 'retryable') {
    const detail = `on a routing slip ${step} may be going back by itself: settle it, or cancel`;
    return reject('STEP_STATE_CONFLICT', detail);
  }
  const state = draft.step(step);
  if (!isOpenForward(state)) {
    return reject('STEP_STATE_CONFLICT', `${step} is ${state.status}, there is nothing to skip`);
  }
  const fault = faultOfCame(draft.state, charsOf(output));
  return fault && reject('SAGA_FULL', fault.message);
}

function rejectSettle(draft: Draft, { step, result }: Action<'settle'>): Rejection | null {
  const state = draft.step(step);
  const isUndoing =
    state.status === 'compensating' ||
    (state.status === 'stuck' && state.direction === 'compensate');
  const isPivot = draft.definition.pivot?.name === step;
  const allowed =
    result === 'succeeded' ? isOpenForward(state) : isUndoing || (isPivot && isOpenForward(state));
  if (allowed) return null;
  return reject('STEP_STATE_CONFLICT', `${step} is ${state.status}, it cannot become ${result}`);
}

function settle(draft: Draft, { step, result }: Action<'settle'>): void {
  if (result === 'succeeded') {
    draft.record({ type: 'step-succeeded', step, output: null, by: 'operator' });
    return;
  }
  const definition = draft.definition.stepByName.get(step);
  if (definition?.kind === 'pivot') {
    const error = { code: 'SETTLED_UNDONE', message: 'an operator settled it: not done' };
    refuseStep(draft, definition, error);
    return;
  }
  draft.record({ type: 'step-compensated', step, result: 'settled' });
}

function rejectBackward(draft: Draft): Rejection | null {
  if (isAborted(draft.state))
    return reject('ALREADY_COMPENSATING', 'the saga goes backward already');
  if (!isPivotPassed(draft.definition, draft.state)) return null;
  return reject('PIVOT_PASSED', 'the pivot is passed: the saga only goes forward');
}

function rejectRewind(draft: Draft, { toStep }: Action<'compensate'>): Rejection | null {
  if (toStep === undefined) return null;
  if (!draft.definition.stepByName.has(toStep)) {
    return reject('STEP_UNKNOWN', `the saga has no step ${toStep}`);
  }
  if (draft.state.abort !== null) {
    return reject('ALREADY_COMPENSATING', 'the saga is being taken back already');
  }
  if (isOnSlip(draft)) {
    return reject('STEP_STATE_CONFLICT', 'a routing slip is under way: it goes back as a whole');
  }
  if (isPivotOpen(draft.definition, draft.state)) {
    return reject('STEP_STATE_CONFLICT', 'the pivot is in flight: cancel asks what became of it');
  }
  const step = draft.definition.stepByName.get(toStep);
  const state = draft.step(toStep);
  if ((step && hasBegun(draft.state, step)) || state.status === 'succeeded') return null;
  return reject('STEP_STATE_CONFLICT', `${toStep} is ${state.status}, there is nothing to undo`);
}

function rejectRelease(draft: Draft, { key }: Action<'release-lock'>): Rejection | null {
  const isHeld = locksOf(draft.state).some((lock) => lock.key === key && lock.status === 'held');
  return isHeld ? null : reject('LOCK_NOT_HELD', `the saga does not hold "${key}"`);
}

/** Executing, asked about, waiting, or stuck on the way forward. */
function isOpenForward(state: StepState): boolean {
  const { status } = state;
  if (status === 'stuck') return state.direction !== 'compensate';
  return status === 'executing' || status === 'inquiring' || status === 'waiting';
}

function reject(code: Rejection['code'], detail: string): Rejection {
  return { type: 'rejected', code, detail };
}
