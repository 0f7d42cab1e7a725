import {
  type InputFault,
  type SagaDefinition,
  type StepDefinition,
  hashToUint32,
} from '#definition';
import { canonicalJson, type JsonValue } from '#protocol';
import type { RejectionCode } from '../state/decision.js';
import { charsOf, receivedFault } from '../state/kept.js';
import type { SignalInput } from '../state/saga-input.js';
import { type SagaState, type Signal, type StepStatus, stepOf } from '../state/saga-state.js';
import { endRepeatOnSignal } from '../moves/repeats.js';
import { isAborted } from '../state/step-rules.js';
import type { Draft } from '../transition/draft.js';
import type { InputRules, Refusal } from './input-rules.js';

/* Signals from outside a saga. A waiting step takes one (`steps/wait.ts`); an early one is kept. */

export const signalRules: InputRules<'signal'> = {
  begin: null,
  // its sender is told that it was known, or that the saga has ended
  reachesEnded: true,
  receive: receiveSignal,
  describe: ({ type, name, id }) => ({ type, name, id }),
};

/** How many signal ids a saga remembers to detect duplicates. */
const SIGNALS_MAX = 1000;
/** How many signals of one name it keeps for later; more come from a runaway sender. */
const KEPT_OF_NAME_MAX = 100;
/** Total size of the payloads it keeps for later, as JSON text. */
const KEPT_FOR_LATER_CHARS_MAX = 1024 * 1024;

/** Hands the signal to the step that waits for it, or keeps it for one that will. */
function receiveSignal(draft: Draft, { name, id, payload }: SignalInput): Refusal {
  const { definition, state } = draft;
  const known = state.signals.find((signal) => signal.id === id);
  if (known) {
    const isSame = known.hash === hashToUint32(canonicalJson(payload));
    if (isSame && known.name === name) return 'known-signal';
    return reject('SIGNAL_ID_REUSED', 'a signal with this id came before, and was another one');
  }
  if (state.endedAt !== null) return reject('SAGA_ENDED', `the saga is ${state.status}`);
  const takers = takersOf(definition, state, name);
  const askers = askersOf(definition, state, name);
  if (takers.length + askers.length === 0 || isAborted(state)) {
    return reject('SIGNAL_NOT_EXPECTED', `no step waits for "${name}", or will`);
  }
  const faultsByStep = misfitsOf(definition, name, payload);
  const fitting = takers.filter((step) => !faultsByStep.has(step.name));
  if (fitting.length + askers.length === 0) return rejectPayload(takers, faultsByStep);
  const taker = fitting.find((step) => isWaiting(state, step)) ?? null;
  const old = takers.length === 0 ? keptOf(state, name) : [];
  const full = whyFull(state, { name, chars: charsOf(payload), taker, old });
  if (full !== null) return full;
  const by = askers[0]?.step.name ?? '';
  for (const each of old) draft.record({ type: 'signal-superseded', id: each.id, by });
  const misfits = [...faultsByStep.keys()];
  const rare = misfits.length === 0 ? {} : { misfits };
  draft.record({ type: 'signal-received', name, id, payload, ...rare });
  if (taker) draft.record({ type: 'signal-taken', step: taker.name, id });
  for (const { step, loop } of askers) endRepeatOnSignal(draft, step, loop);
  return null;
}

/** Steps that wait for the signal, or will once they begin. */
function takersOf(definition: SagaDefinition, state: SagaState, name: string) {
  return definition.steps.filter((step) => {
    if (step.type !== 'wait' || step.signal !== name) return false;
    return stepOf(state, step.name).status === 'pending' || isWaiting(state, step);
  });
}

/** Loops whose condition asks for the newest signal of this name, and which are not done. */
function askersOf({ steps }: SagaDefinition, state: SagaState, name: string) {
  return steps.flatMap((step) => {
    const loop = step.type === 'command' ? step.loop : null;
    if (step.type !== 'command' || loop?.type !== 'repeat') return [];
    const isOpen = OPEN.has(stepOf(state, step.name).status);
    return isOpen && loop.signals.includes(name) ? [{ step, loop }] : [];
  });
}

const OPEN: ReadonlySet<StepStatus> = new Set(['pending', 'iterating', 'waiting', 'stuck']);

function keptOf({ signals }: SagaState, name: string): readonly Signal[] {
  return signals.filter((signal) => signal.takenBy === null && signal.name === name);
}

type FaultsByStep = ReadonlyMap<string, readonly InputFault[]>;

/** Every step that waits for the signal at some time and whose `payloadSchema` it does not fit. */
function misfitsOf({ steps }: SagaDefinition, name: string, payload: JsonValue): FaultsByStep {
  const checked = steps.flatMap((step) =>
    step.type === 'wait' && step.signal === name
      ? [[step.name, step.payload.check(payload)] as const]
      : [],
  );
  return new Map(checked.filter(([, faults]) => faults.length > 0));
}

/** Tells what the first of the steps that could take it finds wrong. */
function rejectPayload(takers: readonly StepDefinition[], faultsByStep: FaultsByStep): Refusal {
  const [step] = takers;
  const faults = faultsByStep.get(step?.name ?? '') ?? [];
  const detail = `the payload does not fit the payloadSchema of ${step?.name}`;
  return { type: 'rejected', code: 'SIGNAL_PAYLOAD_INVALID', detail, faults };
}

/** Includes a step that timed out and is stuck: the signal resolves that too. */
function isWaiting(state: SagaState, step: StepDefinition): boolean {
  const { status } = stepOf(state, step.name);
  return status === 'waiting' || status === 'stuck';
}

interface Coming {
  readonly name: string;
  readonly chars: number;
  /** The step that takes it; null: it is kept. */
  readonly taker: StepDefinition | null;
  /** Kept signals that it supersedes. */
  readonly old: readonly Signal[];
}

/** Why the saga has no room for it; null: it has. */
function whyFull(state: SagaState, coming: Coming): Refusal {
  const tooMany = coming.taker === null ? whyTooMany(state, coming) : null;
  if (tooMany !== null) return reject('TOO_MANY_SIGNALS', tooMany);
  const freed = coming.old.reduce((sum, signal) => sum + signal.chars, 0);
  const fault = receivedFault(state, coming.chars - freed);
  return fault && reject('SAGA_FULL', fault.message);
}

/** Why no further signal can be kept for later; null: there is room for one. */
function whyTooMany({ signals }: SagaState, { name, chars, old }: Coming): string | null {
  if (signals.length >= SIGNALS_MAX) return `the saga has had ${SIGNALS_MAX} signals`;
  const kept = signals.filter((each) => each.takenBy === null && !old.includes(each));
  if (kept.filter((signal) => signal.name === name).length >= KEPT_OF_NAME_MAX) {
    return `the saga keeps ${KEPT_OF_NAME_MAX} signals "${name}" that no step took yet`;
  }
  const all = kept.reduce((sum, signal) => sum + signal.chars, chars);
  if (all <= KEPT_FOR_LATER_CHARS_MAX) return null;
  return `signals that no step took yet have ${KEPT_FOR_LATER_CHARS_MAX} characters at most`;
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
