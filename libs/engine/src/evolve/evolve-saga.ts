import { canonicalJson } from '#protocol';
import { applyMigration } from './apply-migration.js';
import { hashToUint32 } from '#definition';
import { pendingStep } from './evolve-step.js';
import {
  endPause,
  evolvePause,
  isPauseEvent,
  type PauseEvent,
  withoutHeld,
} from './evolve-pause.js';
import { charsOf, addReceived } from '../state/kept.js';
import type { SagaEvent } from '../state/saga-event.js';
import type { LockState, SagaState } from '../state/saga-state.js';

type SagaWideEvent =
  PauseEvent | Exclude<SagaEvent, { readonly step: string } | { readonly type: 'saga-started' }>;

/** Applies an event that concerns the saga as a whole. */
export function evolveSaga(state: SagaState, event: SagaWideEvent, at: number): SagaState {
  if (isPauseEvent(event)) return evolvePause(state, event, at);
  switch (event.type) {
    case 'signal-received':
      return withSignal(state, event, at);
    case 'signal-superseded':
      return supersede(state, event);
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
      return withHeld(state, event);
    case 'locks-awaited':
      return withLocks(state, null, { checkAt: event.checkAt });
    case 'lock-wait-extended':
      return extendWait(state, event, at);
    case 'lock-released':
      return withLocks(state, [event.key], { status: 'released' });
    case 'parent-asked':
      return { ...state, parent: state.parent && { ...state.parent, asked: event.asked } };
    case 'saga-reopened':
      return { ...state, status: 'running', endedAt: null };
    case 'saga-stuck':
      return { ...state, status: 'stuck', error: event.error };
    case 'saga-stuck-on':
      return { ...state, error: event.error };
    case 'saga-resumed': {
      const status = state.abort === null ? 'running' : 'compensating';
      return { ...state, status, error: state.abort?.error ?? null };
    }
    case 'saga-completed': {
      const { output, error, endedBy } = event;
      const ended = { ...withoutHeld(state), output, error, endedAt: at, deadlineAt: null };
      return { ...ended, status: 'completed', ...(endedBy === undefined ? {} : { endedBy }) };
    }
    case 'saga-compensated':
      return { ...withoutHeld(state), status: 'compensated', endedAt: at, deadlineAt: null };
    case 'saga-abandoned':
      return abandoned(state, at);
    case 'definition-migrated':
      return applyMigration(state, event, () => pendingStep(0));
    case 'operator-acted':
      return state;
    default:
      return unknownEvent(event);
  }
}

function abandoned(state: SagaState, at: number): SagaState {
  const ended = { ...withoutHeld(state), endedAt: at, deadlineAt: null };
  return endPause({ ...ended, status: 'abandoned' }, at);
}

function withHeld(
  state: SagaState,
  { keys, tickets }: Extract<SagaEvent, { type: 'locks-acquired' }>,
): SagaState {
  const held = withLocks(state, keys, { status: 'held' });
  if (tickets === undefined) return held;
  const ticketOf = new Map(keys.map((key, index) => [key, tickets[index]]));
  const locks = held.locks.map((lock) => {
    const ticket = ticketOf.get(lock.key);
    return ticket === undefined ? lock : { ...lock, ticket };
  });
  return { ...held, locks };
}

function extendWait(
  state: SagaState,
  { key, dueAt }: Extract<SagaEvent, { type: 'lock-wait-extended' }>,
  at: number,
): SagaState {
  const given = state.locks.find((lock) => lock.key === key)?.outages;
  const outages = { countedTo: at, times: (given?.times ?? 0) + 1 };
  return withLocks(state, [key], { dueAt, outages });
}

function withSignal(
  state: SagaState,
  { name, id, payload, misfits }: Extract<SagaEvent, { type: 'signal-received' }>,
  at: number,
): SagaState {
  const hash = hashToUint32(canonicalJson(payload));
  const chars = charsOf(payload);
  const rare = misfits === undefined ? {} : { misfits };
  const signal = { name, id, at, payload, hash, chars, takenBy: null, ...rare };
  return { ...state, signals: [...state.signals, signal], ...addReceived(state, chars) };
}

/** Superseded signals of one name whose ids a saga remembers, to detect duplicates. */
const SUPERSEDED_MAX = 100;

/** Drops the payload. A loop may be sent signals for ever, so only the last ids are remembered. */
function supersede(
  state: SagaState,
  { id, by }: Extract<SagaEvent, { type: 'signal-superseded' }>,
): SagaState {
  const old = state.signals.find((signal) => signal.id === id);
  if (old === undefined) throw new Error(`there is no signal ${id}`);
  const marked = state.signals.map((each) =>
    each === old ? { ...each, payload: null, takenBy: by } : each,
  );
  const known = marked.filter(({ name, takenBy }) => name === old.name && takenBy === by);
  const forgotten = new Set(known.slice(0, Math.max(0, known.length - SUPERSEDED_MAX)));
  const signals = marked.filter((each) => !forgotten.has(each));
  return { ...state, signals, ...addReceived(state, -old.chars) };
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

function unknownEvent(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}
