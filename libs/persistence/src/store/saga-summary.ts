import type { SagaError, SagaState, StepState } from '#engine';
import { storable } from './storable-text.js';

/** The next thing that happens by itself, and when, in ms since the epoch. */
export interface StoredAction {
  readonly what:
    | 'await-reply'
    | 'await-signal'
    | 'await-event'
    | 'await-lock'
    | 'delay'
    | 'next-attempt'
    | 'deadline'
    | 'operator';
  readonly step: string | null;
  readonly at: number | null;
}

/** A step that is under way or stuck. */
export interface StoredStep {
  readonly name: string;
  readonly status: string;
  readonly direction: string | null;
  /** Attempts issued in this iteration, in every direction. */
  readonly attempts: number;
  /** `stuck`: waits for a person. `retrying`: something went wrong, and attempts are left. */
  readonly trouble: 'stuck' | 'retrying' | null;
  readonly error: SagaError | null;
  readonly nextAction: StoredAction;
}

/**
 * What lists show of a saga beside its columns. Stored with every state, so that lists need not
 * read the state, which may have megabytes. The summary is small whatever the size of the state.
 */
export interface StoredSummary {
  readonly direction: 'forward' | 'backward';
  /** Attempts issued in all, in every direction. */
  readonly attempts: number;
  readonly lastError: SagaError | null;
  /** Those in trouble first; at most 20. */
  readonly activeSteps: readonly StoredStep[];
  /** How many there are. */
  readonly activeStepCount: number;
  /** The earliest of what is to come; null: nothing comes by itself. */
  readonly nextTimer: StoredAction | null;
}

const ACTIVE_STEPS_MAX = 20;
const ERROR_CODE_CHARS_MAX = 100;
/** A message tells people what is wrong; the state has the whole of it. */
const ERROR_CHARS_MAX = 500;

export function summaryOf(state: SagaState): StoredSummary {
  let attempts = 0;
  let stepError: SagaError | null = null;
  let next = state.endedAt === null ? deadlineOf(state) : null;
  const troubled: StoredStep[] = [];
  const others: StoredStep[] = [];
  let activeStepCount = 0;
  for (const name in state.steps) {
    const step = state.steps[name];
    if (!step) continue;
    const issued = attemptsOf(step);
    attempts += issued;
    stepError = step.error ?? stepError;
    const nextAction = actionOf(name, step);
    if (nextAction === null) continue;
    activeStepCount++;
    next = earlier(next, nextAction);
    const trouble = troubleOf(step);
    const list = trouble === null ? others : troubled;
    if (list.length >= ACTIVE_STEPS_MAX) continue;
    const { status } = step;
    const error = shortened(step.error);
    const direction = directionOf(step);
    list.push({ name, status, direction, attempts: issued, trouble, error, nextAction });
  }
  return {
    direction: state.abort === null ? 'forward' : 'backward',
    attempts,
    lastError: shortened(state.error ?? stepError),
    activeSteps: [...troubled, ...others].slice(0, ACTIVE_STEPS_MAX),
    activeStepCount,
    nextTimer: state.endedAt === null ? nextOf(state, next) : null,
  };
}

function attemptsOf({ attempts }: StepState): number {
  return attempts.execute + attempts.compensate + attempts.inquire;
}

function directionOf(step: StepState): string | null {
  if (step.status === 'stuck') return step.direction;
  return 'exchange' in step ? step.exchange.direction : null;
}

function troubleOf(step: StepState): StoredStep['trouble'] {
  if (step.status === 'stuck') return 'stuck';
  if (!('exchange' in step)) return null;
  const { attempt, phase } = step.exchange;
  return attempt === 1 && phase === 'in-flight' ? null : 'retrying';
}

/** null: it is at rest, or its iterations are under way. */
function actionOf(name: string, step: StepState): StoredAction | null {
  if (step.status === 'stuck') return { what: 'operator', step: name, at: null };
  if (step.status === 'waiting') {
    return { what: awaitedIn(step), step: name, at: step.dueAt };
  }
  if (!('exchange' in step)) return null;
  const { phase, dueAt } = step.exchange;
  return { what: phase === 'in-flight' ? 'await-reply' : 'next-attempt', step: name, at: dueAt };
}

function awaitedIn({ signal, event }: Extract<StepState, { status: 'waiting' }>) {
  if (event !== undefined) return 'await-event';
  return signal === null ? 'delay' : 'await-signal';
}

function deadlineOf({ deadlineAt }: SagaState): StoredAction | null {
  return deadlineAt === null ? null : { what: 'deadline', step: null, at: deadlineAt };
}

function nextOf({ locks }: SagaState, next: StoredAction | null): StoredAction | null {
  let first = next;
  for (const { status, dueAt } of locks ?? []) {
    if (status === 'waiting') first = earlier(first, { what: 'await-lock', step: null, at: dueAt });
  }
  return first;
}

/** An entry without a time never happens by itself. */
function earlier(a: StoredAction | null, b: StoredAction): StoredAction | null {
  if (b.at === null) return a;
  return a === null || a.at === null || b.at < a.at ? b : a;
}

function shortened(error: SagaError | null): SagaError | null {
  if (error === null) return null;
  const { code, message } = error;
  return {
    code: storable(code.slice(0, ERROR_CODE_CHARS_MAX)),
    message: storable(message.slice(0, ERROR_CHARS_MAX)),
  };
}
