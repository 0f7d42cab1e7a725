import { type CommandStep, type StepDefinition, computeBackoffMs } from '#definition';
import { decideAbort } from './backward.js';
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
  /** The participant's wish: not before this long from now. */
  readonly retryAfterMs?: number;
}

/** A participant may ask for a pause, but not for one that looks like silence. */
const RETRY_AFTER_MS_MAX = 60 * 60 * 1000;

/** An attempt failed: the next one is put off by the back-off, or the step is given up on. */
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

/** Attempts are used up, or a no cannot be obeyed: what follows depends on what can be undone. */
export function giveUp(
  draft: Draft,
  step: CommandStep,
  direction: Direction,
  error: SagaError,
): void {
  if (direction !== 'execute' || step.kind === 'retryable') {
    draft.record({ type: 'step-stuck', step: step.name, direction, error });
  } else if (!modeOf(draft).goingBack.canUndoUnasked(step)) {
    openInquiry(draft, step, 'attempts-used-up');
  } else {
    draft.record({ type: 'step-failed', step: step.name, error });
    decideAbort(draft, { reason: 'failed', step: step.name, toStep: null, error });
  }
}

/** A final no: nothing happened. Past the pivot it cannot be obeyed. */
export function refuseStep(draft: Draft, step: StepDefinition, error: SagaError): void {
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
 * A refused step of a routing slip that is known to have no effect, ever: nothing is sent to undo
 * it, and what comes before it is undone at once.
 */
export function closeRefused(draft: Draft, step: CommandStep): void {
  if (!modeOf(draft).goingBack.closesRefused(step, draft.step(step.name))) return;
  draft.record({ type: 'step-compensated', step: step.name, result: 'nothing-to-undo' });
}

/** Who asked about the pivot is why the saga now goes back. */
function reasonOf(draft: Draft, step: StepDefinition): AbortReason {
  const because = draft.step(step.name).inquiry?.because;
  if (because === 'attempts-used-up' || because === 'unheard') return 'failed';
  return because === undefined || because === 'edited-input' ? 'refused' : because;
}

function delayMs(draft: Draft, step: CommandStep, failed: FailedAttempt): number {
  const { direction, attempt, attemptsLeft } = failed.exchange;
  const { retry } = settingsOf(step, direction);
  const seed = messageIdOf(draft.state, step, { direction, attempt });
  // counted since the attempts were last made fresh, so that an operator's retry starts small again
  const failures = retry.maxAttempts - attemptsLeft;
  const wishMs = Math.min(failed.retryAfterMs ?? 0, RETRY_AFTER_MS_MAX);
  return Math.max(computeBackoffMs(retry, failures, seed), wishMs);
}
