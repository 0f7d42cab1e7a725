import { type CommandStep, type StepDefinition, computeBackoffMs } from '#definition';
import { decideAbort } from './backward.js';
import { catchFailure } from './catching.js';
import { messageIdOf, settingsOf } from '../transition/commands.js';
import type { Draft } from '../transition/draft.js';
import { openInquiry } from './inquiry.js';
import { modeOf } from '../modes/mode-of.js';
import { abortError } from '../state/step-rules.js';
import type { AbortReason, Direction, Exchange, SagaError } from '../state/saga-state.js';

export interface FailedAttempt {
  readonly exchange: Exchange;
  /** `unknown`: no reply came in time. */
  readonly outcome: 'errored' | 'unknown';
  readonly error: SagaError;
  /** The shortest delay the participant asks for, from now. */
  readonly retryAfterMs?: number;
}

/** The longest delay a participant may ask for; a longer one would look like an outage. */
const RETRY_AFTER_MS_MAX = 60 * 60 * 1000;

/** An attempt failed: schedules the next one after the back-off, or gives up on the step. */
export function failAttempt(draft: Draft, step: CommandStep, failed: FailedAttempt): void {
  const { exchange, outcome, error } = failed;
  const { direction, attempt } = exchange;
  draft.record({ type: 'attempt-failed', step: step.name, direction, attempt, outcome, error });
  if (exchange.attemptsLeft === 0) {
    giveUp(draft, step, direction, error);
    return;
  }
  const dueAt = draft.at + delayMs(draft, step, failed);
  draft.record({ type: 'retry-scheduled', step: step.name, direction, dueAt });
}

/** No attempts are left, or a refusal cannot be honoured: go back if possible, else get stuck. */
export function giveUp(
  draft: Draft,
  step: CommandStep,
  direction: Direction,
  error: SagaError,
): void {
  if (direction === 'execute' && catchFailure(draft, step, error, 'unsure')) return;
  if (direction !== 'execute' || step.kind === 'retryable') {
    draft.record({ type: 'step-stuck', step: step.name, direction, error });
  } else if (!modeOf(draft).goingBack.canUndoUnasked(step)) {
    openInquiry(draft, step, 'attempts-used-up');
  } else {
    draft.record({ type: 'step-failed', step: step.name, error });
    decideAbort(draft, { reason: 'failed', step: step.name, toStep: null, error });
  }
}

/**
 * Applies a final refusal: nothing happened. Past the pivot it cannot be honoured. `failure`
 * `unsure`: an earlier attempt may still happen, so who catches it has it undone first.
 */
export function refuseStep(
  draft: Draft,
  step: StepDefinition,
  error: SagaError,
  failure: 'refused' | 'unsure' = 'refused',
): void {
  if (catchFailure(draft, step, error, failure)) return;
  if (step.kind === 'retryable') {
    draft.record({ type: 'step-stuck', step: step.name, direction: 'execute', error });
    return;
  }
  const reason = reasonOf(draft, step);
  const { goingBack } = modeOf(draft);
  const isOnRequest = goingBack.isFencedOnRequest(step, draft.step(step.name), error);
  draft.record({ type: 'step-refused', step: step.name, error });
  const cause = isOnRequest
    ? { step: null, error: abortError(reason) }
    : { step: step.name, error };
  decideAbort(draft, { reason, toStep: null, ...cause });
}

/**
 * Closes a refused step of a routing slip that can never take effect: it needs no compensation, and
 * the steps before it are undone at once.
 */
export function closeRefused(draft: Draft, step: CommandStep): void {
  if (!modeOf(draft).goingBack.closesRefused(step, draft.step(step.name))) return;
  draft.record({ type: 'step-compensated', step: step.name, result: 'nothing-to-undo' });
}

/** The saga goes back for the reason that the inquiry about its pivot was made for. */
function reasonOf(draft: Draft, step: StepDefinition): AbortReason {
  const because = draft.step(step.name).inquiry?.because;
  if (because === 'attempts-used-up' || because === 'maybe-forwarded') return 'failed';
  return because === undefined || because === 'edited-input' ? 'refused' : because;
}

function delayMs(draft: Draft, step: CommandStep, failed: FailedAttempt): number {
  const { direction, attempt, attemptsLeft } = failed.exchange;
  const { retry } = settingsOf(step, direction);
  const seed = messageIdOf(draft.state, step, { direction, attempt });
  // counted since the attempts were last reset: an operator's retry starts with short delays
  const failures = retry.maxAttempts - attemptsLeft;
  const wishMs = Math.min(failed.retryAfterMs ?? 0, RETRY_AFTER_MS_MAX);
  return Math.max(computeBackoffMs(retry, failures, seed), wishMs);
}
