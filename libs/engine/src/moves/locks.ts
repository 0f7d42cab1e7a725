import { countCodePoints } from '#protocol';
import { type LockDefinition, LOCK_KEY_CHARS_MAX, evaluate } from '#definition';
import { decideAbort } from './backward.js';
import { Draft } from '../transition/draft.js';
import { endOfWait } from '../state/outages.js';
import { without } from '../state/stretches.js';
import type { HeldLock, Outage } from '../state/saga-input.js';
import type { LockState, SagaError, SagaState } from '../state/saga-state.js';

/*
 * Semantic locks: sagas with the same key take turns, in the order of their requests. The store
 * holds the tickets of all sagas and decides who holds which lock. A saga requests all of its locks
 * when it starts, begins when it holds them all, and releases them when it ends. Its timer wakes
 * it: at once when a lock is released, and from time to time in any case. The whole
 * story is in docs/STORIES.md.
 */

const FIRST_CHECK_MS = 2_000;
const CHECK_MS = { min: 15_000, max: 15 * 60 * 1000 };

/** Requests all locks at once, so that sagas cannot deadlock. */
export function requestLocks(draft: Draft): void {
  const { locks } = draft.definition;
  if (locks.length === 0) return;
  const requested = new Map<string, { key: string; onBusy: 'wait' | 'reject'; dueAt: number }>();
  for (const lock of locks) {
    const named = keyOf(draft, lock);
    if ('error' in named) return giveUp(draft, named.error);
    const { key } = named;
    if (requested.has(key)) continue;
    requested.set(key, { key, onBusy: lock.onBusy, dueAt: draft.at + lock.timeoutMs });
  }
  const checkAt = draft.at + FIRST_CHECK_MS;
  draft.record({ type: 'locks-requested', locks: [...requested.values()], checkAt });
}

export function isWaitingForLocks(state: SagaState): boolean {
  return state.locks.some(({ status }) => status === 'waiting');
}

/** When to check the locks next; null: the saga waits for none. */
export function nextLockCheckAt(state: SagaState): number | null {
  if (!isWaitingForLocks(state)) return null;
  return Math.min(...waitingLocks(state).map(({ dueAt, checkAt }) => Math.min(dueAt, checkAt)));
}

/** Applies what the store says the saga holds by now. */
export function updateLocks(
  draft: Draft,
  held: readonly HeldLock[],
  outages: readonly Outage[] = [],
): void {
  const waiting = waitingLocks(draft.state);
  if (waiting.length === 0) return;
  const had = waiting.flatMap(({ key }) => held.find((lock) => lock.key === key) ?? []);
  if (had.length > 0) {
    const keys = had.map(({ key }) => key);
    draft.record({ type: 'locks-acquired', keys, tickets: had.map(({ ticket }) => ticket) });
  }
  const missing = waitingLocks(draft.state);
  const busy = missing.find(({ onBusy }) => onBusy === 'reject');
  if (busy) return giveUp(draft, { code: 'LOCK_BUSY', message: `"${busy.key}" is held` });
  const late = missing.find((lock) => isLate(draft, lock, outages));
  if (late) {
    const message = `"${late.key}" was not free in time`;
    return giveUp(draft, { code: 'LOCK_TIMEOUT', message });
  }
  if (missing.some(({ checkAt }) => checkAt <= draft.at)) {
    draft.record({ type: 'locks-awaited', checkAt: nextCheckAt(draft) });
  }
}

/** Whether the wait is over; otherwise adds the time that outages took from it. */
function isLate(draft: Draft, lock: LockState, outages: readonly Outage[]): boolean {
  const { key, dueAt, outages: given } = lock;
  if (dueAt > draft.at) return false;
  const waitMs = dueAt - draft.state.startedAt;
  const others = without(outages, draft.holds.ofAll());
  const givenTo = endOfWait({ dueAt, waitMs, given }, others, draft.at);
  if (givenTo <= draft.at) return true;
  draft.record({ type: 'lock-wait-extended', key, dueAt: givenTo });
  return false;
}

function waitingLocks(state: SagaState): readonly LockState[] {
  return state.locks.filter(({ status }) => status === 'waiting');
}

/** The longer the saga waits, the less often it checks. */
function nextCheckAt({ at, state }: Draft): number {
  const elapsedMs = at - state.startedAt;
  return at + Math.min(CHECK_MS.max, Math.max(CHECK_MS.min, elapsedMs));
}

function keyOf(
  draft: Draft,
  lock: LockDefinition,
): { readonly key: string } | { readonly error: SagaError } {
  const mapped = evaluate(() => lock.key(draft.scope));
  if ('error' in mapped) return mapped;
  const key = typeof mapped.data === 'number' ? String(mapped.data) : mapped.data;
  // Postgres cannot store U+0000 in a text
  const isText = typeof key === 'string' && !key.includes('\u0000');
  if (isText && key !== '' && countCodePoints(key) <= LOCK_KEY_CHARS_MAX) return { key };
  const message = `a lock's key must be a text of 1 to ${LOCK_KEY_CHARS_MAX} characters`;
  return { error: { code: 'LOCK_KEY_INVALID', message } };
}

function giveUp(draft: Draft, error: SagaError): void {
  decideAbort(draft, { reason: 'failed', step: null, toStep: null, error });
}
