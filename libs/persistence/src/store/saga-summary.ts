import { Waiting, type SagaError, type SagaState, type StepState } from '#engine';
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
  /** When it began to wait. Left out: when the saga last changed; so in an earlier release. */
  readonly since?: number;
  /** The latest attempt in its direction. Left out: as many as in every direction. */
  readonly attempt?: number;
  /** Left out: 0, or an earlier release wrote it. */
  readonly iteration?: number;
  /** The signal or the event that it waits for. Left out: none, or an earlier release wrote it. */
  readonly waitsFor?: { readonly name: string; readonly key?: string };
}

/**
 * What lists show of a saga beside its columns. Stored with every state, so that lists need not
 * read the state, which may have megabytes. The summary is small whatever the size of the state.
 */
export interface StoredSummary {
  /**
   * The code of what it waits for; empty: `executing`, as most sagas are and for a moment only, or
   * it has ended. The first field: the database compares it with the column. Left out: an earlier
   * release wrote the summary.
   */
  readonly waiting?: Waiting.Code | '';
  readonly direction: 'forward' | 'backward';
  /** Attempts issued in all, in every direction. */
  readonly attempts: number;
  readonly lastError: SagaError | null;
  /** Those that are stuck first, then others in trouble; at most 20. */
  readonly activeSteps: readonly StoredStep[];
  /** How many there are. */
  readonly activeStepCount: number;
  /** The earliest of what is to come; null: nothing comes by itself. */
  readonly nextTimer: StoredAction | null;
  /** Those that it waits for, ten at most; left out: none. */
  readonly locks?: readonly { readonly key: string; readonly until: number }[];
  readonly undo?: Waiting.Undo;
  readonly turns?: Waiting.Turns;
  /** What is next and a pause holds, twenty at most; left out: nothing, or an earlier release. */
  readonly held?: NonNullable<SagaState['held']>;
  /** Left out: no operator paused the saga itself. */
  readonly paused?: NonNullable<SagaState['paused']>;
}

const ERROR_CODE_CHARS_MAX = 100;
/** A message tells people what is wrong; the state has the whole of it. */
const ERROR_CHARS_MAX = 500;

export function summaryOf(state: SagaState): StoredSummary {
  const { updatedAt } = state;
  const active = Waiting.activeStepsOf(state);
  const summary = {
    waiting: '' as const,
    direction: state.abort === null ? ('forward' as const) : ('backward' as const),
    attempts: active.attempts,
    lastError: shortened(state.error ?? active.stepError),
    activeSteps: active.steps.map((each) => storedStep(each, updatedAt)),
    activeStepCount: active.count,
    nextTimer: state.endedAt === null ? nextOf(state, active) : null,
  };
  return state.endedAt === null ? withWaiting(summary, state, active) : summary;
}

function shownPause({ since, by, reason }: NonNullable<SagaState['paused']>) {
  return { since, by: storable(by), reason: storable(reason) };
}

function storedStep({ name, step, trouble }: Waiting.ActiveStep, updatedAt: number): StoredStep {
  const issued = Waiting.issuedBy(step);
  const stored = {
    name,
    status: step.status,
    direction: directionOf(step),
    attempts: issued,
    trouble,
    error: shortened(step.error),
    nextAction: actionOf(name, step),
  };
  if (goesWithoutSaying(step, { issued, updatedAt })) return stored;
  return { ...stored, ...waitOf(name, step, { issued, updatedAt }) };
}

/** As of most steps in most states, which are written often. */
function goesWithoutSaying(
  step: StepState,
  { issued, updatedAt }: { readonly issued: number; readonly updatedAt: number },
): boolean {
  if (!('exchange' in step) || step.iteration > 0) return false;
  return step.exchange.attempt === issued && Waiting.beganAt(step, updatedAt) === updatedAt;
}

/** What a sentence needs beside; what goes without saying is left out. */
function waitOf(
  name: string,
  step: StepState,
  { issued, updatedAt }: { readonly issued: number; readonly updatedAt: number },
): Pick<StoredStep, 'since' | 'attempt' | 'iteration' | 'waitsFor'> {
  const wait = Waiting.waitOfStep(name, step, updatedAt);
  const { since, attempt, iteration } = wait;
  return {
    ...(since === updatedAt ? {} : { since }),
    ...(attempt === issued ? {} : { attempt }),
    ...(iteration === 0 ? {} : { iteration }),
    ...(wait.name === null ? {} : { waitsFor: named(wait.name, wait.key) }),
  };
}

function named(name: string, key: string | undefined): NonNullable<StoredStep['waitsFor']> {
  const stored = { name: storable(name) };
  return key === undefined ? stored : { ...stored, key: storable(key) };
}

/** What an open saga waits for; of one that is under way and well there is nothing to add. */
function withWaiting(
  summary: StoredSummary,
  state: SagaState,
  active: Waiting.ActiveSteps,
): StoredSummary {
  const locks = Waiting.awaitedLocks(state.locks ?? []);
  const { paused } = state;
  const held = Waiting.heldFirst(state);
  const isPaused = paused !== undefined || held.length > 0;
  const code = Waiting.codeOf(active, { hasLocks: locks.length > 0, isPaused });
  const { undo, limited } = active;
  const isPlain = undo === null && limited === null && !isPaused;
  if (code === 'executing' && isPlain) return summary;
  return {
    ...summary,
    waiting: code === 'executing' ? '' : code,
    ...(locks.length === 0 ? {} : { locks: locks.map(storableLock) }),
    ...(undo === null ? {} : { undo }),
    ...(limited === null ? {} : { turns: limited }),
    ...(held.length === 0 ? {} : { held }),
    ...(paused === undefined ? {} : { paused: shownPause(paused) }),
  };
}

function storableLock({ key, until }: { readonly key: string; readonly until: number }) {
  return { key: storable(key), until };
}

/** In which direction the step is under way, or stuck; null: it is neither. */
export function directionOf(step: StepState): string | null {
  if (step.status === 'stuck') return step.direction;
  return 'exchange' in step ? step.exchange.direction : null;
}

function actionOf(name: string, step: StepState): StoredAction {
  if (step.status === 'stuck') return { what: 'operator', step: name, at: null };
  if (step.status === 'waiting') {
    return { what: awaitedIn(step), step: name, at: step.dueAt };
  }
  if (!('exchange' in step)) throw new Error(`a ${step.status} step waits for nothing`);
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

function nextOf(state: SagaState, active: Waiting.ActiveSteps): StoredAction | null {
  let first = deadlineOf(state);
  if (active.count === active.steps.length) {
    for (const { name, step } of active.steps) first = earlier(first, actionOf(name, step));
  } else {
    first = nextOfAll(state, first);
  }
  for (const { status, dueAt } of state.locks ?? []) {
    if (status === 'waiting') first = earlier(first, { what: 'await-lock', step: null, at: dueAt });
  }
  return first;
}

/** All steps count, also those beyond the first 20. */
function nextOfAll({ steps }: SagaState, deadline: StoredAction | null): StoredAction | null {
  let first = deadline;
  for (const name in steps) {
    const step = steps[name];
    if (step && ('exchange' in step || step.status === 'waiting')) {
      first = earlier(first, actionOf(name, step));
    }
  }
  return first;
}

/** An entry without a time never happens by itself. */
function earlier(a: StoredAction | null, b: StoredAction): StoredAction | null {
  if (b.at === null) return a;
  return a === null || a.at === null || b.at < a.at ? b : a;
}

function shortened(error: SagaError | null): SagaError | null {
  return error === null ? null : shortError(error);
}

/** As lists and groups have it: what can be stored, and no more than people read. */
export function shortError({ code, message }: SagaError): SagaError {
  return {
    code: storable(code.slice(0, ERROR_CODE_CHARS_MAX)),
    message: storable(message.slice(0, ERROR_CHARS_MAX)),
  };
}
