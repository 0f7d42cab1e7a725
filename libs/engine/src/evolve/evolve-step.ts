import type { SagaEvent } from '../state/saga-event.js';
import type { Exchange, StepCondition, StepFacts, StepState } from '../state/saga-state.js';

/** Events that change one step, and nothing else. */
export type StepEvent = Exclude<
  Extract<SagaEvent, { readonly step: string }>,
  {
    readonly type:
      | 'signal-taken'
      | 'event-taken'
      | 'iterations-opened'
      | 'iterations-dropped'
      | 'iteration-opened'
      | 'step-held'
      | 'step-released';
  }
>;

export function pendingStep(iteration: number): StepState {
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

/** Applies an event to its step. */
export function evolveStep(step: StepState, event: StepEvent, at: number): StepState {
  switch (event.type) {
    case 'command-issued':
      return issued(step, event, at);
    case 'wait-opened':
      return moved(step, waitOf(step, event, at));
    case 'wait-closed':
      return moved(step, { status: 'pending' });
    case 'step-skipped':
      return moved(step, { status: 'skipped' });
    case 'attempt-failed':
      return { ...step, error: event.error };
    case 'retry-scheduled':
      return withExchange(step, { phase: 'backing-off', dueAt: event.dueAt, since: at });
    case 'timeout-postponed':
      return postponed(step, event, at);
    case 'command-held':
      return held(step, event);
    case 'retry-held':
      return moved(step, { status: isUndoing(step) ? 'succeeded' : 'pending' });
    case 'inquiry-opened':
      return { ...step, inquiry: event.inquiry };
    case 'step-succeeded':
      return succeeded(step, event);
    case 'catch-begun': {
      const { error } = event;
      return { ...moved(step, { status: 'failed' }, { error }), catching: error };
    }
    case 'step-caught':
      return caught(step, event);
    case 'event-published':
      return published(step, event, at);
    case 'step-refused':
      return { ...moved(step, { status: 'refused' }, { error: event.error }), wasRefused: true };
    case 'step-failed':
      return moved(step, { status: 'failed' }, { error: event.error });
    case 'step-compensated':
      return moved(step, { status: 'compensated' });
    case 'step-stuck':
      return stuck(step, event, at);
    default:
      return unknownEvent(event);
  }
}

function succeeded(
  step: StepState,
  { output, errors }: Extract<StepEvent, { type: 'step-succeeded' }>,
): StepState {
  const next = moved(step, { status: 'succeeded' }, { output });
  return errors === undefined ? next : { ...next, errors };
}

/** Whatever it gave before it was undone is no output. */
function caught(
  step: StepState,
  { error, isUndone }: Extract<StepEvent, { type: 'step-caught' }>,
): StepState {
  const { catching: _done, ...next } = moved(
    step,
    { status: 'caught', isUndone },
    { error, output: null },
  );
  return next;
}

/** A migration may open a wait that is open already: it goes on. */
function waitOf(
  step: StepState,
  { dueAt, signal, event }: Extract<StepEvent, { type: 'wait-opened' }>,
  at: number,
) {
  const wait = { status: 'waiting', dueAt, signal } as const;
  if (event !== undefined) return { ...wait, event };
  return { ...wait, since: (step.status === 'waiting' ? step.since : undefined) ?? at };
}

function stuck(
  step: StepState,
  { direction, error }: Extract<StepEvent, { type: 'step-stuck' }>,
  at: number,
): StepState {
  return moved(step, { status: 'stuck', direction, since: at }, { error });
}

/** It has happened at once: the event is in the transaction. */
function published(
  step: StepState,
  { direction, data }: Extract<StepEvent, { type: 'event-published' }>,
  at: number,
): StepState {
  const attempts = { ...step.attempts, [direction]: 1 };
  if (direction === 'compensate') return moved(step, { status: 'compensated' }, { attempts });
  return moved(step, { status: 'succeeded' }, { issuedAt: at, data, attempts });
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
  const probe = event.probe === undefined ? {} : { probe: event.probe };
  const phase = 'in-flight';
  const exchange: Exchange = { direction, attempt, attemptsLeft, phase, dueAt, ...probe };
  // of most attempts the step says it, and a field of its own would be written with every state
  const isFirst = attempt === 1 && direction === 'execute';
  return moved(
    step,
    {
      status: STATUS_BY_DIRECTION[direction],
      exchange: isFirst ? exchange : { ...exchange, since: at },
    },
    {
      issuedAt: step.issuedAt ?? event.firstIssuedAt ?? at,
      attempts: { ...step.attempts, [direction]: attempt },
      ...(event.data === undefined ? {} : { data: event.data }),
      ...(direction === 'execute' ? { inquiry: null } : {}),
    },
  );
}

/** As if it were backing off for no time. */
function held(
  step: StepState,
  { direction, attemptsLeft, data, dueAt }: Extract<StepEvent, { type: 'command-held' }>,
): StepState {
  const attempt = step.attempts[direction];
  const exchange = { direction, attempt, attemptsLeft, phase: 'backing-off', dueAt } as const;
  return moved(
    step,
    { status: STATUS_BY_DIRECTION[direction], exchange },
    {
      ...(data === undefined ? {} : { data }),
      ...(direction === 'execute' ? { inquiry: null } : {}),
    },
  );
}

function isUndoing(step: StepState): boolean {
  return step.status === 'stuck' && step.direction === 'compensate';
}

/**
 * The step in another status, without what belonged to the old one (an exchange). Copied field by
 * field, because spreading objects of many shapes costs as much as the rest of a decision.
 */
export function moved(
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
  return withWhatIsRare(step, conditioned(condition, facts));
}

/** Most steps have none; a field that is always there would be written with every state. */
function withWhatIsRare({ catching, errors, wasRefused }: StepState, step: StepState): StepState {
  if (catching === undefined && errors === undefined && wasRefused === undefined) return step;
  // what is issued anew may happen
  const isRefused = wasRefused === true && step.status !== 'executing';
  return {
    ...step,
    ...(isRefused ? { wasRefused } : {}),
    ...(catching === undefined ? {} : { catching }),
    ...(errors === undefined ? {} : { errors }),
  };
}

function conditioned(condition: StepCondition, facts: StepFacts): StepState {
  if ('exchange' in condition) {
    const { status, exchange } = condition;
    return { status, exchange, ...facts };
  }
  if ('dueAt' in condition) {
    const { status, dueAt, signal, event, since } = condition;
    const wait = { status, dueAt, signal, ...(event === undefined ? {} : { event }) };
    return { ...wait, ...(since === undefined ? {} : { since }), ...facts };
  }
  if ('direction' in condition) {
    const { status, direction, since } = condition;
    return { status, direction, ...(since === undefined ? {} : { since }), ...facts };
  }
  if ('isUndone' in condition) {
    const { status, isUndone } = condition;
    return { status, isUndone, ...facts };
  }
  return { status: condition.status, ...facts };
}

/** Replaces the wait; only an outage extends the existing one instead. */
function postponed(
  step: StepState,
  { because, dueAt }: Extract<StepEvent, { type: 'timeout-postponed' }>,
  at: number,
): StepState {
  if (!('exchange' in step)) throw new Error(`a ${step.status} step waits for nothing`);
  const { outages, sentAt, ...exchange } = step.exchange;
  switch (because) {
    case 'outage': {
      const given = { countedTo: at, times: (outages?.times ?? 0) + 1 };
      return { ...step, exchange: { ...step.exchange, dueAt, outages: given } };
    }
    case 'sent-late':
      return { ...step, exchange: { ...exchange, dueAt, sentAt: at } };
    case 'unsent':
    case 'lost':
    case 'child':
      return { ...step, exchange: { ...exchange, dueAt } };
    default:
      return because satisfies never;
  }
}

function withExchange(
  step: StepState,
  changes: Pick<Exchange, 'phase' | 'dueAt' | 'since'>,
): StepState {
  if (!('exchange' in step)) throw new Error(`a ${step.status} step waits for nothing`);
  return { ...step, exchange: { ...step.exchange, ...changes } };
}

function unknownEvent(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}
