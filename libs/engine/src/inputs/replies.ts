import type { JsonValue } from '#protocol';
import type { CommandStep } from '#definition';
import { closeRefused, failAttempt, giveUp, refuseStep } from '../moves/attempts.js';
import type { IgnoredReason } from '../state/decision.js';
import { settingsOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import { advance, begin } from '../advance/forward.js';
import { openInquiry } from '../moves/inquiry.js';
import { commandStepsOf, nextIteration } from '../state/iterations.js';
import { succeed } from '../moves/outputs.js';
import type { ReplyInput, ReplyOutcome } from '../state/saga-input.js';
import type { Direction, SagaError, StepState } from '../state/saga-state.js';
import { modeOf } from '../modes/mode-of.js';
import type { InputRules } from './input-rules.js';

export const replyRules: InputRules<'reply'> = {
  begin: null,
  reachesEnded: false,
  receive: (draft, input) => modeOf(draft).receiving.receive(draft, input, PARTS),
  describe({ type, step, iteration, direction, attempt, outcome, tookMs }) {
    const took = tookMs === undefined ? {} : { tookMs };
    return { type, step, iteration, direction, attempt, outcome: outcome.type, ...took };
  },
};

/** Modes lie below both. */
const PARTS = { receiveReply, advance };

/**
 * A reply is matched by step, iteration, direction and attempt. A success of any attempt counts
 * while the step is open; an error or a refusal only for the latest one. Any other reply is
 * recorded and changes nothing.
 */
function receiveReply(draft: Draft, reply: ReplyInput): IgnoredReason | null {
  const named = draft.definition.stepByName.get(reply.step);
  if (named?.type !== 'command') return 'never-issued';
  const definition = named.loop === null ? named : findIteration(draft, named, reply.iteration);
  if (definition === null) {
    const isOld = reply.iteration < draft.step(named.name).iteration;
    return isOld ? 'superseded-iteration' : 'never-issued';
  }
  const step = draft.step(definition.name);
  const mismatch = findMismatch(step, reply);
  if (mismatch !== null) return mismatch;
  switch (reply.direction) {
    case 'execute':
      return receiveExecuted(draft, definition, step, reply);
    case 'compensate':
      return receiveCompensated(draft, definition, step, reply);
    case 'inquire':
      return receiveInquired(draft, definition, step, reply);
    default:
      return reply.direction satisfies never;
  }
}

function findIteration(draft: Draft, loop: CommandStep, iteration: number): CommandStep | null {
  const open = commandStepsOf(draft.state, loop);
  return open.find(({ name }) => draft.step(name).iteration === iteration) ?? null;
}

function findMismatch(step: StepState, reply: ReplyInput): IgnoredReason | null {
  if (reply.iteration > step.iteration) return 'never-issued';
  if (reply.iteration < step.iteration) return 'superseded-iteration';
  const isIssued = reply.attempt >= 1 && reply.attempt <= step.attempts[reply.direction];
  return isIssued ? null : 'never-issued';
}

function receiveExecuted(
  draft: Draft,
  definition: CommandStep,
  step: StepState,
  reply: ReplyInput,
): IgnoredReason | null {
  if (!isOpenForward(step)) return 'step-closed';
  const outcome = applyNonRetryable(definition, reply);
  switch (outcome.type) {
    case 'succeeded':
      succeed(draft, definition, { output: outcome.output, by: 'reply' });
      return null;
    case 'refused':
      return receiveRefusal(draft, definition, step, reply, outcome.error);
    case 'errored':
      return receiveError(draft, definition, step, reply, outcome);
    default:
      return outcome satisfies never;
  }
}

/**
 * Whether a refused step needs an inquiry before anything is undone. The refusal may be an error
 * with a final code, which leaves no fence: an earlier attempt, or the same one redelivered, may
 * still take effect.
 */
function needsFence(draft: Draft, definition: CommandStep, reply: ReplyInput): boolean {
  return !modeOf(draft).goingBack.canUndoUnasked(definition) && !isFence(reply);
}

/** No attempt can take effect after it. */
function isFence({ outcome }: ReplyInput): boolean {
  return outcome.type !== 'errored' || outcome.isFinalIfListed === true;
}

/** Executing, being inquired about, or stuck going forward: it is not known whether it happened. */
function isOpenForward(step: StepState): boolean {
  if (step.status === 'stuck') return step.direction !== 'compensate';
  return step.status === 'executing' || step.status === 'inquiring';
}

function receiveRefusal(
  draft: Draft,
  definition: CommandStep,
  step: StepState,
  reply: ReplyInput,
  error: SagaError,
): IgnoredReason | null {
  const reading = modeOf(draft).receiving.readRefusal(definition, step, reply);
  const { isFinal } = reading;
  if (reply.attempt !== step.attempts.execute && !isFinal) return 'superseded-attempt';
  // a person supplied the data behind its input: the step ran with its participant's own data
  if (reading.meansOtherInput) {
    openInquiry(draft, definition, 'maybe-forwarded');
    return null;
  }
  // past the pivot a refusal cannot be honoured: it only makes a step stuck that is still executing
  if (definition.kind === 'retryable' && step.status !== 'executing') return 'step-closed';
  const isUnsure = reading.isUnsure || needsFence(draft, definition, reply);
  if (definition.kind !== 'retryable' && isUnsure) {
    if (step.status !== 'executing') return 'step-closed';
    const { attempt } = reply;
    const failed = { type: 'attempt-failed', direction: 'execute', outcome: 'errored' } as const;
    draft.record({ ...failed, step: definition.name, attempt, error });
    giveUp(draft, definition, 'execute', error);
    return null;
  }
  if (step.inquiry?.because === 'edited-input') {
    // this serves as the fence that the inquiry requested
    receiveFence(draft, definition, step, error);
    return null;
  }
  refuseStep(draft, definition, error, isFence(reply) ? 'refused' : 'unsure');
  if (isFinal) closeRefused(draft, definition);
  return null;
}

function receiveCompensated(
  draft: Draft,
  definition: CommandStep,
  step: StepState,
  reply: ReplyInput,
): IgnoredReason | null {
  const isStuck = step.status === 'stuck' && step.direction === 'compensate';
  if (step.status !== 'compensating' && !isStuck) return 'step-closed';
  const outcome = applyNonRetryable(definition, reply);
  switch (outcome.type) {
    case 'succeeded': {
      const result = compensationResult(outcome.output);
      draft.record({ type: 'step-compensated', step: definition.name, result });
      return null;
    }
    case 'refused':
      if (!isLatestInFlight(step, reply)) return 'superseded-attempt';
      giveUp(draft, definition, 'compensate', outcome.error);
      return null;
    case 'errored':
      return receiveError(draft, definition, step, reply, outcome);
    default:
      return outcome satisfies never;
  }
}

function compensationResult(output: JsonValue): 'undone' | 'nothing-to-undo' {
  const isObject = typeof output === 'object' && output !== null && 'result' in output;
  return isObject && output.result === 'nothing-to-undo' ? 'nothing-to-undo' : 'undone';
}

/** A success or a refusal of any attempt answers the inquiry: the fence makes it final. */
function receiveInquired(
  draft: Draft,
  definition: CommandStep,
  step: StepState,
  reply: ReplyInput,
): IgnoredReason | null {
  const isStuck = step.status === 'stuck' && step.direction === 'inquire';
  if (step.status !== 'inquiring' && !isStuck) return 'step-closed';
  const { outcome } = reply;
  switch (outcome.type) {
    case 'succeeded': {
      succeed(draft, definition, { output: outcome.output, by: 'inquiry' });
      return null;
    }
    case 'refused':
      receiveFence(draft, definition, step, outcome.error);
      return null;
    case 'errored':
      return receiveError(draft, definition, step, reply, outcome);
    default:
      return outcome satisfies never;
  }
}

/** The step never took effect and never will: go back, or run it again with the edited input. */
function receiveFence(
  draft: Draft,
  definition: CommandStep,
  step: StepState,
  error: SagaError,
): void {
  const { goingBack } = modeOf(draft);
  const isToGoBack = goingBack.areParticipantsGoingBack(definition, error);
  if (step.inquiry?.because !== 'edited-input' || isToGoBack) {
    // the error of its attempts is more informative than the fence
    const because = step.inquiry?.because;
    const isGivenUp = because === 'attempts-used-up' || because === 'maybe-forwarded';
    refuseStep(draft, definition, (isGivenUp ? step.error : null) ?? error);
    if (error.code === 'FENCED') closeRefused(draft, definition);
    return;
  }
  const { editedData } = step.inquiry;
  const iteration = nextIteration(draft.state, definition);
  draft.record({ type: 'iteration-opened', step: definition.name, iteration });
  begin(draft, definition, { edited: editedData });
}

function receiveError(
  draft: Draft,
  definition: CommandStep,
  step: StepState,
  reply: ReplyInput,
  outcome: Extract<ReplyOutcome, { type: 'errored' }>,
): IgnoredReason | null {
  if (!isLatestInFlight(step, reply) || !('exchange' in step)) return 'superseded-attempt';
  failAttempt(draft, definition, {
    exchange: step.exchange,
    outcome: 'errored',
    error: outcome.error,
    ...(outcome.retryAfterMs === undefined ? {} : { retryAfterMs: outcome.retryAfterMs }),
  });
  return null;
}

function isLatestInFlight(step: StepState, reply: ReplyInput): boolean {
  if (!('exchange' in step)) return false;
  const { direction, attempt, phase } = step.exchange;
  return phase === 'in-flight' && direction === reply.direction && attempt === reply.attempt;
}

/** An error whose code the policy lists is final. */
function applyNonRetryable(definition: CommandStep, reply: ReplyInput): ReplyOutcome {
  const { outcome } = reply;
  if (outcome.type !== 'errored') return outcome;
  const { nonRetryable } = settingsOf(definition, reply.direction satisfies Direction).retry;
  const isFinal = nonRetryable.includes(outcome.error.code);
  return isFinal ? { type: 'refused', error: outcome.error } : outcome;
}
