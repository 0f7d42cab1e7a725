import { wantedKey, type LoadedBatch, type Resolution, type StoredSaga } from '#ports';
import { inputKindOf } from '../inputs/input-kinds.js';
import type { PendingInput } from '../planning/pending-input.js';
import type { BatchPlan, DefinitionLookup } from '../planning/planned-batch.js';
import type { SagaMemory } from './saga-memory.js';

export interface Split {
  /** They need nothing but states that are remembered. */
  readonly remembered: readonly PendingInput[];
  /** They need a lock, or something else to be read. */
  readonly others: readonly PendingInput[];
}

/** All inputs of a saga stay together, and in order. `now`: the database's clock. */
export function splitByMemory(
  batch: readonly PendingInput[],
  {
    memory,
    definitions,
    now,
  }: {
    readonly memory: SagaMemory;
    readonly definitions: DefinitionLookup;
    readonly now: number;
  },
): Split {
  const needLock = new Set<string>();
  for (const input of batch) {
    if (needLock.has(input.sagaId)) continue;
    const kind = inputKindOf(input);
    const saga = memory.find(input.sagaId);
    const isRemembered = kind.startsSaga || (isPlain(saga, definitions) && isBefore(saga, now));
    if (!isRemembered || !kind.needsNoLock(input)) needLock.add(input.sagaId);
  }
  if (needLock.size === 0) return { remembered: batch, others: [] };
  return {
    remembered: batch.filter(({ sagaId }) => !needLock.has(sagaId)),
    others: batch.filter(({ sagaId }) => needLock.has(sagaId)),
  };
}

/** Locks and waits for events lead to writes that have no version of their own to be checked by. */
function isPlain(saga: StoredSaga | null, definitions: DefinitionLookup): boolean {
  if (saga === null || saga.state.locks.length > 0) return false;
  const { name, version } = saga.state.definition;
  return definitions.find(name, version)?.awaitsEvents === false;
}

/**
 * Not so where the database's clock was set back. A batch has one instant: such a saga would have
 * the timers of all others begin at its own, and they those of the next batch.
 */
function isBefore(saga: StoredSaga | null, now: number): boolean {
  return saga !== null && saga.state.updatedAt <= now;
}

/** What a transaction would have read. */
export function loadedFromMemory(
  inputs: readonly PendingInput[],
  memory: SagaMemory,
  now: number,
): LoadedBatch {
  const sagas = new Map<string, StoredSaga>();
  const resolutions = new Map<string, Resolution>();
  for (const input of inputs) {
    const saga = memory.find(input.sagaId);
    if (saga !== null) sagas.set(input.sagaId, saga);
    if (input.type !== 'start' || input.wanted === null) continue;
    const { version } = input.request.definition;
    resolutions.set(wantedKey(input.wanted), { type: 'found', version });
  }
  return { ...NOTHING_READ, era: memory.era ?? '', at: now, sagas, resolutions };
}

const NOTHING_READ = {
  unread: new Set<string>(),
  readBytes: 0,
  unsent: new Map(),
  heldLocks: new Map(),
  offeredEvents: new Map(),
  outages: [],
  actions: new Map(),
  families: new Map(),
} satisfies Partial<LoadedBatch>;

const CHECKED = new Set(['starts', 'updates', 'history', 'outgoing', 'outgoingAlone']);

/**
 * Sagas of which something is decided that no version checks when it is written. That a reply is a
 * late one, say, or a second one, has to be found under the lock. null: it is not known of which.
 */
export function uncheckedSagas(plan: BatchPlan): ReadonlySet<string> | null {
  const { writes, withoutDefinition, after, startedById } = plan;
  const checked = new Set(writes.updates.map(({ state }) => state.id));
  const unchecked = new Set(withoutDefinition.map(({ input }) => input.sagaId));
  for (const { state } of after) {
    if (!checked.has(state.id) && !startedById.has(state.id)) unchecked.add(state.id);
  }
  for (const [part, entries] of Object.entries(writes)) {
    if (CHECKED.has(part)) continue;
    for (const entry of entries) {
      const sagaId = sagaIdOf(entry);
      if (sagaId === null) return null;
      unchecked.add(sagaId);
    }
  }
  return unchecked;
}

function sagaIdOf(entry: unknown): string | null {
  const { sagaId } = entry as { readonly sagaId?: unknown };
  return typeof sagaId === 'string' ? sagaId : null;
}
