import type { CommandStep, StepDefinition } from '#definition';
import type { JsonValue } from '#protocol';
import { abandonedChildOf } from '../moves/children.js';
import { begin } from '../advance/forward.js';
import { openInquiry } from '../moves/inquiry.js';
import { issueCommand } from '../moves/issue-command.js';
import { repeatOnce } from '../moves/repeats.js';
import { allCommandSteps, nextIteration } from '../state/iterations.js';
import { charsOf, derivedFault } from '../state/kept.js';
import type { StepState } from '../state/saga-state.js';
import { mayHaveHappened } from '../state/step-rules.js';
import { rulesOf } from '../steps/step-types.js';
import type { Draft } from '../transition/draft.js';
import { type Action, reject, type Rejection, type Verb } from './verb.js';

/** Fresh attempts and timers for what is stuck; `input` runs as a new iteration. */
export const retry: Verb<'retry'> = {
  findRejection: rejectRetry,
  carryOut(draft, { step: name, input }) {
    for (const step of stuckSteps(draft, name)) retryStuck(draft, step, input);
  },
};

function stuckSteps(draft: Draft, name?: string): readonly StepDefinition[] {
  const { definition, state } = draft;
  const all = new Set([...definition.steps, ...allCommandSteps(definition, state)]);
  return [...all].filter(
    (step) =>
      draft.step(step.name).status === 'stuck' && (name === undefined || name === step.name),
  );
}

function rejectRetry(draft: Draft, action: Action<'retry'>): Rejection | null {
  const targets = stuckSteps(draft, action.step);
  const [target] = targets;
  if (target === undefined) return reject('STEP_NOT_STUCK', `${action.step} is not stuck`);
  const rejection = rejectDoingAgain(draft, targets);
  if (rejection !== null || action.input === undefined) return rejection;
  if (targets.length > 1) {
    return reject('INPUT_NOT_EDITABLE', 'several steps are stuck: name the one to edit');
  }
  if (target.type !== 'command' || target.loop !== null) {
    return reject('INPUT_NOT_EDITABLE', `${target.name} sends nothing that could be edited`);
  }
  const state = draft.step(target.name);
  if (state.status === 'stuck' && state.direction === 'compensate') {
    return reject('INPUT_NOT_EDITABLE', "a compensation undoes what the step's own input did");
  }
  const fault = derivedFault(draft.state, charsOf(action.input));
  return fault && reject('SAGA_FULL', fault.message);
}

/** A second child would repeat what the abandoned one may have done and nobody has undone. */
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

/** Resumes a stuck step where it stopped, with fresh attempts and timers. */
function retryStuck(draft: Draft, step: StepDefinition, edited?: JsonValue): void {
  const state = draft.step(step.name);
  if (state.status !== 'stuck') return;
  if (step.type !== 'command' && draft.holds.isHeld(step, state.direction)) {
    draft.record({ type: 'retry-held', step: step.name });
    return;
  }
  if (step.type === 'command' && state.opened > 0) return repeatOnce(draft, step);
  if (state.direction === 'compensate') return rulesOf(step).undo?.carryOut(draft, step);
  if (step.type !== 'command' || !mayHaveHappened(state)) {
    begin(draft, step, { edited });
    return;
  }
  if (step.child !== null && state.direction === 'execute') return startOver(draft, step, edited);
  // a key never gets a second input: fence the old key first, then begin under a new one
  if (edited !== undefined) return openInquiry(draft, step, 'edited-input', edited);
  const isAskedBack = state.direction === 'inquire' && isAskedFor(state);
  issueCommand(draft, step, isAskedBack ? 'inquire' : 'execute');
}

/** The child was undone or never began: starts another one. */
function startOver(draft: Draft, step: CommandStep, edited?: JsonValue): void {
  const iteration = nextIteration(draft.state, step);
  const data = edited ?? draft.step(step.name).data;
  draft.record({ type: 'iteration-opened', step: step.name, iteration });
  begin(draft, step, { edited: data });
}

/** Somebody requested the inquiry; it did not just follow from attempts running out. */
function isAskedFor(state: StepState): boolean {
  return state.inquiry !== null && state.inquiry.because !== 'attempts-used-up';
}
