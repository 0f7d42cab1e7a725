import type {
  ChildDefinition,
  CommandStep,
  SagaDefinition,
  StepDefinition,
} from '../definition/saga-definition.js';
import { hashToUint32 } from './backoff.js';
import type { ChildReport, ChildTarget } from './decision.js';
import type { Draft } from './draft.js';
import { wireNameOf } from './iterations.js';
import type { ReplyOutcome } from './saga-input.js';
import { stepOf, type ParentRef, type SagaError, type SagaState } from './saga-state.js';
import { isPivotPassed } from './step-rules.js';

/*
 * To its parent a child saga is a participant. The parent's step sends a command and waits for the
 * reply, as any step does: `execute` starts the child, `compensate` has it undone, `inquire` asks
 * for the way back. The child answers when it has ended. So all rules about commands hold, and
 * neither saga ever touches the other's state. What differs: a child is never given up on for its
 * silence, since it is kept by ourselves, and is only asked again from time to time.
 */

/** Child sagas within child sagas. */
const DEPTH_MAX = 5;

const ASK_AGAIN_MS = { min: 30_000, max: 60 * 60 * 1000 };
/** Of a version 7 uuid that are not its time, version or variant, in whole hex digits. */
const RANDOM_BITS = 72n;

/** The saga that the step's present iteration has, or will have, as its child. */
export function childTarget(
  state: SagaState,
  step: CommandStep,
  child: ChildDefinition,
): ChildTarget {
  const depth = depthOf(state) + 1;
  const { key, generation, origin } = state;
  return {
    ...{ sagaId: childIdOf(state, step), ...child, key, root: rootOf(state), depth },
    ...(generation === undefined ? {} : { generation }),
    ...(origin === undefined ? {} : { origin: origin.root }),
  };
}

/** The saga at the top of its family. */
export function rootOf({ id, parent }: SagaState): string {
  return parent?.root ?? id;
}

/** The saga whose family's budget counts what this one starts, as child or by its end. */
export function originOf(state: SagaState): string {
  return state.origin?.root ?? rootOf(state);
}

/** How many sagas are above it. */
export function depthOf({ parent }: SagaState): number {
  return parent?.depth ?? 0;
}

/** null: a child of this saga may still begin. */
export function depthFault(state: SagaState): SagaError | null {
  if (depthOf(state) < DEPTH_MAX) return null;
  return { code: 'CHILD_TOO_DEEP', message: `child sagas nest at most ${DEPTH_MAX} deep` };
}

/** When the child is asked again: seldom, the longer it takes. */
export function askAgainAt(state: SagaState, step: CommandStep, at: number): number {
  const elapsedMs = at - (stepOf(state, step.name).issuedAt ?? at);
  return at + Math.min(ASK_AGAIN_MS.max, Math.max(ASK_AGAIN_MS.min, elapsedMs));
}

/**
 * A version 7 uuid: the instant of the first command, and the parent's own random bits, turned and
 * mixed with what names the step. The same command always names the same child.
 */
function childIdOf(state: SagaState, step: CommandStep): string {
  const { iteration, issuedAt } = stepOf(state, step.name);
  const mixed = turned(randomBitsOf(state.id)) ^ hashedBits(`${wireNameOf(step)}/${iteration}`);
  const time = (issuedAt ?? state.startedAt).toString(16).padStart(12, '0');
  const random = mixed.toString(16).padStart(18, '0');
  const [a, b, c] = [random.slice(0, 3), random.slice(3, 6), random.slice(6)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-8${b}-${c}`;
}

/** All of a uuid but its time, version and variant. */
function randomBitsOf(sagaId: string): bigint {
  return BigInt(`0x${sagaId.slice(15, 18)}${sagaId.slice(20, 23)}${sagaId.slice(24)}`);
}

/** Or else a grandchild by way of one step and another would be one by way of the other and one. */
function turned(bits: bigint): bigint {
  const by = 5n;
  return BigInt.asUintN(Number(RANDOM_BITS), bits << by) | (bits >> (RANDOM_BITS - by));
}

function hashedBits(text: string): bigint {
  const words = [0, 1, 2].map((index) => BigInt(hashToUint32(`${index}/${text}`)));
  const bits = words.reduce((all, word) => (all << 32n) | word, 0n);
  return BigInt.asUintN(Number(RANDOM_BITS), bits);
}

/** What a saga that has ended reports to its parent; null: it has no parent, or has not ended. */
export function reportToParent(state: SagaState): ChildReport | null {
  // a state kept by a version without children has no such field
  const answer = state.parent ? answerToParent(state, state.parent.asked) : null;
  if (answer === null) return null;
  const { outcome, ...to } = answer;
  const { id: sagaId, version } = state;
  const messageId = `${sagaId}/${version}/report`;
  return { type: 'child-report', messageId, sagaId, root: rootOf(state), to, outcome };
}

function outcomeFor(state: SagaState, direction: ParentRef['asked']['direction']): ReplyOutcome {
  const { status, output, error } = state;
  if (status === 'abandoned') {
    // nobody knows what it left behind: whoever waits for it needs a person too
    return direction === 'compensate'
      ? { type: 'refused', error: ABANDONED }
      : { type: 'errored', error: ABANDONED };
  }
  if (direction === 'compensate') {
    if (status === 'completed') return { type: 'refused', error: PAST_PIVOT };
    return { type: 'succeeded', output: { result: 'undone' } };
  }
  if (status === 'completed') return { type: 'succeeded', output };
  const { code, message } = error ?? { code: TAKEN_BACK, message: 'it was taken back' };
  // what a child of its own left behind was dealt with: of this one nothing is left
  const said = code === ABANDONED.code ? TAKEN_BACK : code;
  return { type: 'refused', error: { code: said, message } };
}

const TAKEN_BACK = 'CHILD_COMPENSATED';
const ABANDONED = { code: 'CHILD_ABANDONED', message: 'the child saga was abandoned' };
const PAST_PIVOT = {
  code: 'CHILD_PAST_PIVOT',
  message: 'the child saga is past its pivot and cannot be undone',
};

/** The child that was abandoned, and left the step stuck on its way forward; null: none did. */
export function abandonedChildOf(state: SagaState, step: StepDefinition): string | null {
  if (step.does !== 'command' || step.child === null) return null;
  const current = stepOf(state, step.name);
  if (current.status !== 'stuck' || current.direction !== 'execute') return null;
  return current.error?.code === ABANDONED.code ? childIdOf(state, step) : null;
}

/** What the parent wants by now; true: it wants the way back, and there may be one. */
export function receiveParentRequest(draft: Draft, asked: ParentRef['asked']): boolean {
  const { definition, state } = draft;
  const { parent } = state;
  if (!parent || asked.direction === 'execute') return false;
  const isEnded = state.endedAt !== null;
  if (isEnded && !canBeUndone(definition, state, asked)) return false;
  const { direction, attempt } = parent.asked;
  const isKnown = direction === asked.direction && attempt >= asked.attempt;
  if (!isKnown) draft.record({ type: 'parent-asked', asked });
  if (isEnded) draft.record({ type: 'saga-reopened' });
  return true;
}

/** What a saga that has ended answers its parent; null: it has not ended, or has no parent. */
export function answerToParent(
  state: SagaState,
  { direction, attempt }: ParentRef['asked'],
): (ChildReport['to'] & { readonly outcome: ReplyOutcome }) | null {
  const { parent } = state;
  if (!parent || state.endedAt === null) return null;
  const { sagaId, step, iteration } = parent;
  const outcome = outcomeFor(state, direction);
  return { sagaId, step, iteration, direction, attempt, outcome };
}

/** Completed, and not past a point of no return. */
function canBeUndone(
  definition: SagaDefinition,
  state: SagaState,
  { direction }: ParentRef['asked'],
): boolean {
  return (
    direction === 'compensate' && state.status === 'completed' && !isPivotPassed(definition, state)
  );
}
