import type { SagaState } from '#engine';
import type { DoneAction, LoadedBatch, StoredSaga } from '#ports';
import type { FamilyRow } from '../sql/batch/lock-families.js';
import type { LockedRow } from '../sql/batch/lock-sagas.js';
import type { ActionRow } from '../sql/batch/read-actions.js';
import type { HeldLockRow } from '../sql/batch/read-held-locks.js';
import type { UnsentRow } from '../sql/batch/read-unsent.js';

/** Converts the rows that a transaction read for the pipeline. */
export function loadedBatch(rows: {
  readonly era: string;
  readonly outages: LoadedBatch['outages'];
  readonly resolutions: LoadedBatch['resolutions'];
  readonly locked: readonly LockedRow[];
  readonly unsent: readonly UnsentRow[];
  readonly held: readonly HeldLockRow[];
  readonly actions: readonly ActionRow[];
  readonly families: readonly FamilyRow[];
}): LoadedBatch {
  const sagas = new Map<string, StoredSaga>();
  const unread = new Set<string>();
  let readBytes = 0;
  let at = 0;
  for (const row of rows.locked) {
    at = Math.max(at, Math.floor(row.at));
    if (row.id === null) continue;
    if (row.state === null) {
      unread.add(row.id);
      continue;
    }
    readBytes += row.state.length;
    const wakeAt = row.wake_at === null ? null : Math.round(row.wake_at);
    sagas.set(row.id, { state: JSON.parse(row.state) as SagaState, wakeAt });
  }
  const unsent = bySaga(rows.unsent, ({ message_id }) => message_id);
  const heldLocks = bySaga(rows.held, ({ key, ticket }) => ({ key, ticket }));
  const actions = new Map<string, DoneAction>();
  for (const row of rows.actions) {
    const { saga_id, fingerprint, status_after, version_after } = row;
    const action = { fingerprint, statusAfter: status_after, versionAfter: version_after };
    actions.set(row.idempotency_key, { sagaId: saga_id, ...action });
  }
  const families = new Map(
    rows.families.map(({ root_id, sagas: count, chars }) => [root_id, { sagas: count, chars }]),
  );
  const { era, outages, resolutions } = rows;
  const read = { era, at, sagas, unread, readBytes };
  const offeredEvents: LoadedBatch['offeredEvents'] = new Map();
  const waits = { unsent, heldLocks, offeredEvents, outages };
  return { ...read, ...waits, actions, resolutions, families };
}

function bySaga<Row extends { readonly saga_id: string }, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const values = new Map<string, Value[]>();
  for (const row of rows) {
    const known = values.get(row.saga_id);
    if (known) known.push(valueOf(row));
    else values.set(row.saga_id, [valueOf(row)]);
  }
  return values;
}
