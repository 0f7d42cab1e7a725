import type { HeldStep } from '../state/held-step.js';
import type {
  LockState,
  PausedByOperator,
  SagaError,
  SagaState,
  StepState,
} from '../state/saga-state.js';
import { troubleOf, type TroubleKind } from '../state/trouble.js';
import { type Code, compareCodes, type Undo, type Wait, type Waits } from './wait.js';

const ACTIVE_STEPS_MAX = 20;

export interface ActiveStep {
  readonly name: string;
  readonly step: StepState;
  readonly trouble: TroubleKind | null;
}

export interface ActiveSteps {
  /** The first 20: those that are stuck, then others in trouble, then the rest. */
  readonly steps: readonly ActiveStep[];
  readonly count: number;
  /** Attempts issued by all steps, in every direction. */
  readonly attempts: number;
  /** What went wrong with the last step in order; null: nothing did. */
  readonly stepError: SagaError | null;
  readonly undo: Undo | null;
  /** The iterations that wait until others are done, by the first loop that has some. */
  readonly limited: Turns | null;
}

export interface Turns {
  readonly step: string;
  readonly count: number;
  /** When the loop began. */
  readonly since: number;
}

/** What an open saga waits for, in the order in which it is told; null: it has ended. */
export function waitsOf(state: SagaState): Waits | null {
  if (state.endedAt !== null) return null;
  const active = activeStepsOf(state);
  const waits = active.steps.map(({ name, step }) => waitOfStep(name, step, state.updatedAt));
  const all = [
    ...waits,
    ...awaitedLocks(state.locks).map((lock) => waitOfLock(lock, state.startedAt)),
    ...(active.limited === null ? [] : [waitOfTurns(active.limited)]),
    ...heldFirst(state).map(waitOfHeld),
  ];
  const running = {
    waits: inOrder(all.length === 0 ? [heldWait(state.updatedAt)] : all),
    more: active.count - active.steps.length,
    deadlineAt: state.deadlineAt,
    undo: active.undo,
  };
  return state.paused === undefined ? running : pausedWaits(running, state.paused);
}

/** An operator paused the saga: nothing of this happens by itself. */
export function pausedWaits(running: Waits, paused: PausedByOperator): Waits {
  const { since, by: actor, reason } = paused;
  const own = { ...OF_SAGA, code: 'paused', since, until: null, name: null } as const;
  const others = running.waits.filter(({ code, step }) => code !== 'paused' || step !== null);
  const waits = others.map((wait) => ({ ...wait, until: null }));
  const pauses = [{ pause: null, actor, reason }];
  return { ...running, waits: inOrder([{ ...own, pauses }, ...waits]), deadlineAt: null };
}

/** Nothing of an open saga is under way: a pause of more than one saga holds what is next. */
export function heldWait(since: number): Wait {
  return { ...OF_SAGA, code: 'paused', since, until: null, name: null };
}

/** What is next and held, as far as sentences and lists have it. */
export function heldFirst({ held = [] }: Pick<SagaState, 'held'>): readonly HeldStep[] {
  return held.slice(0, ACTIVE_STEPS_MAX);
}

export function waitOfHeld({ step, direction, since }: HeldStep): Wait {
  return { ...OF_SAGA, code: 'paused', step, direction, since, until: null, name: null };
}

/** Walks all steps once, with every state that is written; there may be thousands of iterations. */
export function activeStepsOf(state: SagaState): ActiveSteps {
  const stuck: ActiveStep[] = [];
  const retrying: ActiveStep[] = [];
  const others: ActiveStep[] = [];
  let count = 0;
  let attempts = 0;
  let stepError: SagaError | null = null;
  const goesBack = state.abort?.toStep === null;
  const undo = { done: 0, of: 0 };
  let turns: { readonly step: string; count: number } | null = null;
  for (const name in state.steps) {
    const step = state.steps[name];
    if (step === undefined) continue;
    attempts += issuedBy(step);
    stepError = step.error ?? stepError;
    if (goesBack) countUndo(undo, step);
    if (step.status === 'pending' && name.endsWith(']')) turns = withTurn(turns, name);
    if (!isActive(step)) continue;
    count++;
    const trouble = troubleOf(step);
    const list = trouble === 'stuck' ? stuck : trouble === 'retrying' ? retrying : others;
    if (list.length < ACTIVE_STEPS_MAX) list.push({ name, step, trouble });
  }
  const isWell = stuck.length + retrying.length === 0;
  return {
    steps: isWell ? others : [...stuck, ...retrying, ...others].slice(0, ACTIVE_STEPS_MAX),
    count,
    attempts,
    stepError,
    undo: undo.of > 0 ? undo : null,
    limited: state.abort === null ? limitedBy(turns, state) : null,
  };
}

/** The most telling first; of the same kind those with an error, then the oldest. */
export function inOrder(waits: readonly Wait[]): readonly Wait[] {
  return waits.toSorted((one, other) => {
    const byCode = compareCodes(one.code, other.code);
    if (byCode !== 0) return byCode;
    return Number(one.error === null) - Number(other.error === null) || one.since - other.since;
  });
}

/** The code of the first of what it waits for, as far as the state says it. */
export function codeOf(
  active: ActiveSteps,
  {
    hasLocks,
    isPaused,
  }: {
    readonly hasLocks: boolean;
    /** By an operator, or a pause holds what is next. */
    readonly isPaused: boolean;
  },
): Code {
  let best: Code | null = hasLocks ? 'lock' : null;
  for (const { step } of active.steps) {
    const code = codeOfStep(step);
    if (best === null || compareCodes(code, best) < 0) best = code;
  }
  if (best === null) return active.limited === null || isPaused ? 'paused' : 'limit';
  return isPaused && compareCodes('paused', best) < 0 ? 'paused' : best;
}

/** Attempts in every direction. */
export function issuedBy({ attempts }: StepState): number {
  return attempts.execute + attempts.compensate + attempts.inquire;
}

function isActive({ status }: StepState): boolean {
  switch (status) {
    case 'stuck':
    case 'waiting':
    case 'executing':
    case 'inquiring':
    case 'compensating':
      return true;
    default:
      return false;
  }
}

function codeOfStep(step: StepState): Code {
  if (step.status === 'stuck') return 'stuck';
  if (step.status === 'waiting') {
    if (step.event !== undefined) return 'event';
    return step.signal === null ? 'timer' : 'signal';
  }
  if (!('exchange' in step)) return 'executing';
  if (step.exchange.phase === 'backing-off') return 'back-off';
  return step.exchange.direction === 'inquire' ? 'inquiry' : 'executing';
}

/** `updatedAt` stands in where an earlier release did not write down when it began. */
export function waitOfStep(name: string, step: StepState, updatedAt: number): Wait {
  const code = codeOfStep(step);
  const { iteration, error } = step;
  const common = { code, step: name, iteration, error, name: null } as const;
  if (step.status === 'stuck') {
    const { direction, since = updatedAt } = step;
    return { ...common, direction, attempt: step.attempts[direction], since, until: null };
  }
  if (step.status === 'waiting') {
    const { event, signal, dueAt: until } = step;
    const since = step.since ?? event?.since ?? updatedAt;
    const wait = { ...common, direction: null, attempt: 0, since, until };
    return event === undefined
      ? { ...wait, name: signal }
      : { ...wait, name: event.name, key: event.key };
  }
  if (!('exchange' in step)) throw new Error(`a ${step.status} step waits for nothing`);
  const { direction, attempt, dueAt: until } = step.exchange;
  return { ...common, direction, attempt, since: beganAt(step, updatedAt), until };
}

/** When the attempt, or the back-off, began. */
export function beganAt(
  step: Extract<StepState, { exchange: unknown }>,
  updatedAt: number,
): number {
  const { direction, attempt, phase, since } = step.exchange;
  const isFirst = attempt === 1 && direction === 'execute' && phase === 'in-flight';
  return since ?? (isFirst ? step.issuedAt : null) ?? updatedAt;
}

/** A saga asks for all of its locks when it starts. */
export function waitOfLock(
  { key, until }: { readonly key: string; readonly until: number },
  startedAt: number,
): Wait {
  return { ...OF_SAGA, code: 'lock', since: startedAt, until, name: key };
}

/** The locks that a saga waits for, and when it no longer does. */
export function awaitedLocks(
  locks: readonly LockState[],
): readonly { readonly key: string; readonly until: number }[] {
  return locks.filter(isAwaited).map(({ key, onBusy, dueAt, checkAt }) => {
    return { key, until: onBusy === 'reject' ? Math.min(dueAt, checkAt) : dueAt };
  });
}

export function waitOfTurns({ step, count, since }: Turns): Wait {
  return { ...OF_SAGA, code: 'limit', step, since, until: null, name: null, count };
}

const OF_SAGA = { step: null, direction: null, iteration: 0, attempt: 0, error: null } as const;

function isAwaited({ status }: LockState): boolean {
  return status === 'waiting';
}

function countUndo(undo: { done: number; of: number }, step: StepState): void {
  // a loop counts as its iterations, which are steps themselves
  if (step.attempts.execute === 0 || step.opened > 0) return;
  // nothing of it happened; a fence only keeps a copy of its command from doing so
  if (step.wasRefused === true || isRefusedOnly(step)) return;
  undo.of++;
  if (step.status === 'compensated' || (step.status === 'caught' && step.isUndone)) undo.done++;
}

/** As an earlier release wrote it. */
function isRefusedOnly({ status, attempts }: StepState): boolean {
  return status === 'refused' && attempts.compensate === 0;
}

function limitedBy(
  turns: { readonly step: string; readonly count: number } | null,
  { steps, updatedAt }: SagaState,
): Turns | null {
  if (turns === null) return null;
  return { ...turns, since: steps[turns.step]?.issuedAt ?? updatedAt };
}

function withTurn(known: { readonly step: string; count: number } | null, name: string) {
  const step = name.slice(0, name.indexOf('['));
  if (known === null) return { step, count: 1 };
  if (known.step === step) known.count++;
  return known;
}
