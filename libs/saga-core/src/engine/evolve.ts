import { applyMigration } from '../migration/apply-migration.js';
import { nameOfIteration } from './iterations.js';
import type { SagaEvent } from './saga-event.js';
import type { LockState, SagaState, StepCondition, StepFacts, StepState } from './saga-state.js';

type StartedEvent = Extract<SagaEvent, { type: 'saga-started' }>;
type TakenEvent = Extract<SagaEvent, { type: 'signal-taken' }>;
type OpenedEvent = Extract<SagaEvent, { type: 'iterations-opened' }>;
type IterationEvent =
  OpenedEvent | Extract<SagaEvent, { type: 'iterations-dropped' | 'iteration-opened' }>;
type StepEvent = Exclude<
  Extract<SagaEvent, { readonly step: string }>,
  TakenEvent | IterationEvent
>;
type SagaWideEvent = Exclude<SagaEvent, StepEvent | TakenEvent | IterationEvent | StartedEvent>;

/**
 * What a fact does to a saga. Pure, and total for the events that `decide` gives.
 * The version moves with the transition, not with each event: see `closeTransition`.
 */
export function evolve(state: SagaState | null, event: SagaEvent, at: number): SagaState {
  if (event.type === 'saga-started') return startedState(event, at);
  if (state === null) throw new Error(`a saga cannot begin with ${event.type}`);
  if (!isStepEvent(event)) return evolveSaga(state, event, at);
  const step = state.steps[event.step];
  if (step === undefined) throw new Error(`the saga has no step ${event.step}`);
  if (event.type === 'signal-taken') return takeSignal(state, event);
  if (event.type === 'iterations-opened') return openIterations(state, step, event, at);
  if (event.type === 'iterations-dropped') return dropIterations(state, step, event.step);
  if (event.type === 'iteration-opened') return openIteration(state, step, event);
  return { ...state, steps: { ...state.steps, [event.step]: evolveStep(step, event, at) } };
}

/** One transition is one version, whatever the number of its events. */
export function closeTransition(state: SagaState, at: number): SagaState {
  return { ...state, version: state.version + 1, updatedAt: at };
}

function isStepEvent(event: SagaEvent): event is StepEvent | TakenEvent | IterationEvent {
  return 'step' in event;
}

function startedState(event: StartedEvent, at: number): SagaState {
  return {
    id: event.sagaId,
    key: event.key,
    definition: event.definition,
    status: 'running',
    version: 0,
    input: event.input,
    parent: event.parent ?? null,
    startedAt: at,
    updatedAt: at,
    endedAt: null,
    deadlineAt: event.deadlineAt,
    steps: Object.fromEntries(event.steps.map((name) => [name, pendingStep(0)])),
    locks: [],
    signals: [],
    abort: null,
    output: null,
    error: null,
  };
}

function pendingStep(iteration: number): StepState {
  return {
    status: 'pending',
    iteration,
    opened: 0,
    item: null,
    issuedAt: null,
    data: null,
    output: null,
    error: null,
    attempts: { execute: 0, compensate: 0, inquire: 0 },
    inquiry: null,
  };
}

function evolveSaga(state: SagaState, event: SagaWideEvent, at: number): SagaState {
  switch (event.type) {
    case 'signal-received': {
      const { name, id, payload } = event;
      return { ...state, signals: [...state.signals, { name, id, at, payload, takenBy: null }] };
    }
    case 'deadline-passed':
    case 'deadline-lifted':
      return { ...state, deadlineAt: null };
    case 'abort-decided': {
      const { abort } = event;
      const deadlineAt = abort.toStep === null ? null : state.deadlineAt;
      return { ...state, status: 'compensating', abort, error: abort.error, deadlineAt };
    }
    case 'forward-resumed':
      return { ...state, status: 'running', abort: null, error: null };
    case 'locks-requested': {
      const { checkAt } = event;
      const locks = event.locks.map((lock) => ({ ...lock, checkAt, status: 'waiting' as const }));
      return { ...state, locks };
    }
    case 'locks-acquired':
      return withLocks(state, event.keys, { status: 'held' });
    case 'locks-awaited':
      return withLocks(state, null, { checkAt: event.checkAt });
    case 'lock-released':
      return withLocks(state, [event.key], { status: 'released' });
    case 'parent-asked':
      return { ...state, parent: state.parent && { ...state.parent, asked: event.asked } };
    case 'saga-reopened':
      return { ...state, status: 'running', endedAt: null };
    case 'saga-stuck':
      return { ...state, status: 'stuck', error: event.error };
    case 'saga-resumed': {
      const status = state.abort === null ? 'running' : 'compensating';
      return { ...state, status, error: state.abort?.error ?? null };
    }
    case 'saga-completed': {
      const { output, error } = event;
      return { ...state, status: 'completed', output, error, endedAt: at, deadlineAt: null };
    }
    case 'saga-compensated':
      return { ...state, status: 'compensated', endedAt: at, deadlineAt: null };
    case 'saga-abandoned':
      return { ...state, status: 'abandoned', endedAt: at, deadlineAt: null };
    case 'definition-migrated':
      return applyMigration(state, event, () => pendingStep(0));
    case 'operator-acted':
    case 'commands-resent':
      return state;
    default:
      return unknownEvent(event);
  }
}

/** `keys` null: all of them. */
function withLocks(
  state: SagaState,
  keys: readonly string[] | null,
  changes: Partial<LockState>,
): SagaState {
  const locks = state.locks.map((lock) =>
    keys === null || keys.includes(lock.key) ? { ...lock, ...changes } : lock,
  );
  return { ...state, locks };
}

/** It moves from the saga to the step. */
function takeSignal(state: SagaState, { step: name, id }: TakenEvent): SagaState {
  const step = state.steps[name];
  const signal = state.signals.find((each) => each.id === id);
  if (step === undefined || signal === undefined) throw new Error(`there is no signal ${id}`);
  const taken = moved(step, { status: 'succeeded' }, { output: signal.payload });
  return {
    ...state,
    steps: { ...state.steps, [name]: taken },
    signals: state.signals.map((each) =>
      each === signal ? { ...each, payload: null, takenBy: name } : each,
    ),
  };
}

function openIterations(
  state: SagaState,
  loop: StepState,
  { step, iteration, items }: OpenedEvent,
  at: number,
): SagaState {
  const steps = { ...state.steps };
  items.forEach(({ item, data }, index) => {
    const name = nameOfIteration(step, loop.opened + index);
    steps[name] = { ...pendingStep(iteration + index), item, data };
  });
  const iterating = moved(loop, { status: 'iterating' }, { issuedAt: loop.issuedAt ?? at });
  const [opened, next] = [loop.opened + items.length, iteration + items.length];
  steps[step] = { ...iterating, opened, iteration: next };
  return { ...state, steps };
}

function dropIterations(state: SagaState, loop: StepState, name: string): SagaState {
  const steps = { ...state.steps };
  for (let index = 0; index < loop.opened; index++) delete steps[nameOfIteration(name, index)];
  steps[name] = pendingStep(loop.iteration);
  return { ...state, steps };
}

/** Also of one iteration of a loop: then the number is one of the loop's. */
function openIteration(
  state: SagaState,
  step: StepState,
  event: { readonly step: string; readonly iteration: number },
): SagaState {
  const { step: name, iteration } = event;
  const steps = { ...state.steps, [name]: { ...pendingStep(iteration), item: step.item } };
  const loopName = /^(.+)\[\d+\]$/.exec(name)?.[1];
  const loop = loopName === undefined ? undefined : steps[loopName];
  if (loopName !== undefined && loop) steps[loopName] = { ...loop, iteration: iteration + 1 };
  return { ...state, steps };
}

function evolveStep(step: StepState, event: StepEvent, at: number): StepState {
  switch (event.type) {
    case 'command-issued':
      return issued(step, event, at);
    case 'wait-opened':
      return moved(step, { status: 'waiting', dueAt: event.dueAt, signal: event.signal });
    case 'wait-closed':
      return moved(step, { status: 'pending' });
    case 'step-skipped':
      return moved(step, { status: 'skipped' });
    case 'attempt-failed':
      return { ...step, error: event.error };
    case 'retry-scheduled':
      return withExchange(step, { phase: 'backing-off', dueAt: event.dueAt });
    case 'timeout-postponed':
      return withExchange(step, { dueAt: event.dueAt });
    case 'inquiry-opened':
      return { ...step, inquiry: event.inquiry };
    case 'step-succeeded':
      return moved(step, { status: 'succeeded' }, { output: event.output });
    case 'step-refused':
      return moved(step, { status: 'refused' }, { error: event.error });
    case 'step-failed':
      return moved(step, { status: 'failed' }, { error: event.error });
    case 'step-compensated':
      return moved(step, { status: 'compensated' });
    case 'step-stuck':
      return moved(step, { status: 'stuck', direction: event.direction }, { error: event.error });
    default:
      return unknownEvent(event);
  }
}

const STATUS_BY_DIRECTION = {
  execute: 'executing',
  inquire: 'inquiring',
  compensate: 'compensating',
} as const;

function issued(
  step: StepState,
  event: Extract<StepEvent, { type: 'command-issued' }>,
  at: number,
): StepState {
  const { direction, attempt, attemptsLeft, dueAt } = event;
  return moved(
    step,
    {
      status: STATUS_BY_DIRECTION[direction],
      exchange: { direction, attempt, attemptsLeft, phase: 'in-flight', dueAt },
    },
    {
      issuedAt: step.issuedAt ?? at,
      attempts: { ...step.attempts, [direction]: attempt },
      ...(event.data === undefined ? {} : { data: event.data }),
      ...(direction === 'execute' ? { inquiry: null } : {}),
    },
  );
}

/**
 * The step in another condition: what belonged to the old one (an exchange) is gone. Field by
 * field, for a spread of objects of many shapes costs as much as the rest of a decision.
 */
function moved(
  step: StepState,
  condition: StepCondition,
  changes: Partial<StepFacts> = {},
): StepState {
  const { issuedAt, data, output, error, attempts, inquiry } = changes;
  const facts = {
    iteration: step.iteration,
    opened: step.opened,
    item: step.item,
    issuedAt: issuedAt ?? step.issuedAt,
    data: data === undefined ? step.data : data,
    output: output === undefined ? step.output : output,
    error: error === undefined ? step.error : error,
    attempts: attempts ?? step.attempts,
    inquiry: inquiry === undefined ? step.inquiry : inquiry,
  };
  if ('exchange' in condition) {
    const { status, exchange } = condition;
    return { status, exchange, ...facts };
  }
  if ('dueAt' in condition) {
    const { status, dueAt, signal } = condition;
    return { status, dueAt, signal, ...facts };
  }
  if ('direction' in condition) {
    const { status, direction } = condition;
    return { status, direction, ...facts };
  }
  return { status: condition.status, ...facts };
}

function withExchange(
  step: StepState,
  changes: { readonly phase?: 'backing-off'; readonly dueAt: number },
): StepState {
  if (!('exchange' in step)) throw new Error(`a ${step.status} step waits for nothing`);
  return { ...step, exchange: { ...step.exchange, ...changes } };
}

function unknownEvent(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}
