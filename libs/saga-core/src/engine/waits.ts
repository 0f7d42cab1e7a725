import type {
  DelayStep,
  SagaDefinition,
  StepDefinition,
  WaitStep,
} from '../definition/saga-definition.js';
import { canonicalJson } from '../definition/canonical-json.js';
import { DURATION_MAX_MS } from '../definition/durations.js';
import { INSTANT_EXAMPLE, parseInstant } from '../instant.js';
import { hashToUint32 } from './backoff.js';
import { failUnissued } from './backward.js';
import type { Decision, IgnoredReason, RejectionCode } from './decision.js';
import { Draft } from './draft.js';
import { evaluate } from './evaluate.js';
import { charsOf, faultOfCame } from './kept.js';
import type { SignalInput } from './saga-input.js';
import type { SagaError, SagaState, Signal } from './saga-state.js';
import { stepOf } from './saga-state.js';
import { isAborted } from './step-rules.js';

/*
 * Steps that send nothing: they wait for a signal, or for time to pass. What they wait for is in
 * the state and in one timer, so it holds no memory, and there is nothing to undo.
 */

/** Ids of signals that a saga remembers, to tell duplicates. */
const SIGNALS_MAX = 1000;
/** Signals of one name that it keeps for later: more than that is a sender that runs away. */
const KEPT_OF_NAME_MAX = 100;
/** Payloads that it keeps for later, as JSON text. */
const KEPT_FOR_LATER_CHARS_MAX = 1024 * 1024;

/** `done`: its signal had come already. */
export function beginWait(draft: Draft, step: WaitStep): 'done' | 'open' {
  const kept = draft.state.signals.find((signal) => isKeptFor(signal, step));
  if (kept) {
    draft.record({ type: 'signal-taken', step: step.name, id: kept.id });
    return 'done';
  }
  const { name, signal, timeoutMs } = step;
  draft.record({ type: 'wait-opened', step: name, signal, dueAt: draft.at + timeoutMs });
  return 'open';
}

/** `done`: the instant has passed already. */
export function beginDelay(draft: Draft, step: DelayStep): 'done' | 'open' {
  const end = endOfDelay(draft, step);
  if ('error' in end) {
    failUnissued(draft, step, end.error);
    return 'open';
  }
  if (end.at <= draft.at) {
    draft.record({ type: 'step-succeeded', step: step.name, output: null, by: 'timer' });
    return 'done';
  }
  draft.record({ type: 'wait-opened', step: step.name, signal: null, dueAt: end.at });
  return 'open';
}

/** Its time is up. */
export function endWait(draft: Draft, step: WaitStep | DelayStep): void {
  if (step.does === 'delay' || step.onTimeout === 'continue') {
    draft.record({ type: 'step-succeeded', step: step.name, output: null, by: 'timer' });
    return;
  }
  const message = `no signal "${step.signal}" within ${step.timeoutMs} ms`;
  failUnissued(draft, step, { code: 'SIGNAL_TIMEOUT', message });
}

/** Given to the step that waits for it, or kept for one that will. */
export function receiveSignal(
  draft: Draft,
  { name, id, payload }: SignalInput,
): Extract<Decision, { type: 'rejected' }> | IgnoredReason | null {
  const { definition, state } = draft;
  const known = state.signals.find((signal) => signal.id === id);
  if (known) {
    // kept by a version that did not compare them
    const isSame = known.hash === undefined || known.hash === hashToUint32(canonicalJson(payload));
    if (isSame && known.name === name) return 'known-signal';
    return reject('SIGNAL_ID_REUSED', 'a signal with this id came before, and was another one');
  }
  if (state.endedAt !== null) return reject('SAGA_ENDED', `the saga is ${state.status}`);
  const takers = takersOf(definition, state, name);
  const [taker] = takers.filter((step) => isWaiting(state, step));
  if (takers.length === 0 || isAborted(state)) {
    return reject('SIGNAL_NOT_EXPECTED', `no step waits for "${name}", or will`);
  }
  const chars = charsOf(payload);
  const tooMany = taker ? null : whyTooMany(state, name, chars);
  if (tooMany !== null) return reject('TOO_MANY_SIGNALS', tooMany);
  const fault = faultOfCame(state, chars);
  if (fault !== null) return reject('SAGA_FULL', fault.message);
  draft.record({ type: 'signal-received', name, id, payload });
  if (taker) draft.record({ type: 'signal-taken', step: taker.name, id });
  return null;
}

/** Steps that wait for it, or have yet to come to it. */
function takersOf(definition: SagaDefinition, state: SagaState, name: string) {
  return definition.steps.filter((step) => {
    if (step.does !== 'wait' || step.signal !== name) return false;
    return stepOf(state, step.name).status === 'pending' || isWaiting(state, step);
  });
}

/** Also one that waited too long, and needs a person: this is as good. */
function isWaiting(state: SagaState, step: StepDefinition): boolean {
  const { status } = stepOf(state, step.name);
  return status === 'waiting' || status === 'stuck';
}

/** Of signals for later; null: there is room for one more. */
function whyTooMany({ signals }: SagaState, name: string, chars: number): string | null {
  if (signals.length >= SIGNALS_MAX) return `the saga has had ${SIGNALS_MAX} signals`;
  const kept = signals.filter(({ takenBy }) => takenBy === null);
  if (kept.filter((signal) => signal.name === name).length >= KEPT_OF_NAME_MAX) {
    return `the saga keeps ${KEPT_OF_NAME_MAX} signals "${name}" that no step took yet`;
  }
  const all = kept.reduce((sum, signal) => sum + signal.chars, chars);
  if (all <= KEPT_FOR_LATER_CHARS_MAX) return null;
  return `signals that no step took yet have ${KEPT_FOR_LATER_CHARS_MAX} characters at most`;
}

function isKeptFor(signal: Signal, step: WaitStep): boolean {
  return signal.takenBy === null && signal.name === step.signal;
}

function endOfDelay(
  draft: Draft,
  { delay }: DelayStep,
): { readonly at: number } | { readonly error: SagaError } {
  if (typeof delay === 'number') return { at: draft.at + delay };
  const mapped = evaluate(() => delay(draft.scope));
  if ('error' in mapped) return mapped;
  const at = typeof mapped.data === 'string' ? parseInstant(mapped.data) : null;
  if (at !== null && at <= draft.at + DURATION_MAX_MS) return { at };
  const given = JSON.stringify(mapped.data).slice(0, 100);
  const message = `${given} is not ${INSTANT_EXAMPLE}, within 365 days`;
  return { error: { code: 'DELAY_INVALID', message } };
}

function reject(
  code: Extract<
    RejectionCode,
    'SAGA_ENDED' | 'SIGNAL_NOT_EXPECTED' | 'TOO_MANY_SIGNALS' | 'SIGNAL_ID_REUSED' | 'SAGA_FULL'
  >,
  detail: string,
) {
  return { type: 'rejected', code, detail } as const;
}
