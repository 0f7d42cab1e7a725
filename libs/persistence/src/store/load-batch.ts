import type { PoolClient } from 'pg';
import type { BatchWork, LoadedBatch } from '#ports';
import { DELETE_SENT } from '../sql/outbox/delete-sent.js';
import { LOCK_FAMILIES, type FamilyRow } from '../sql/batch/lock-families.js';
import { LOCK_SAGAS, LOCK_SOME_SAGAS, type LockedRow } from '../sql/batch/lock-sagas.js';
import { READ_ACTIONS, type ActionRow } from '../sql/batch/read-actions.js';
import { READ_KEPT_EVENTS, type KeptEventRow } from '../sql/events/read-kept-events.js';
import { READ_HELD_LOCKS, type HeldLockRow } from '../sql/batch/read-held-locks.js';
import { READ_UNSENT, type UnsentRow } from '../sql/batch/read-unsent.js';
import {
  RESOLVE_DEFINITIONS,
  resolutionsOf,
  type ResolvedRow,
} from '../sql/resolve-definitions.js';
import { StatementBatch } from './statement-batch.js';
import { awaitingIn, offeredEvents } from './event-records.js';
import { loadedBatch } from './loaded-batch.js';
import { addOutages } from './postgres-presence-store.js';

/** Begins a transaction, locks the sagas of a batch, and reads everything that it needs. */
export async function loadBatch(
  client: PoolClient,
  work: BatchWork,
  era: string,
): Promise<LoadedBatch> {
  const loaded = await load(client, work, { era, begin: ['begin'], lockSagas: LOCK_SAGAS });
  if (loaded.unread.size === 0) return withEvents(client, work, loaded);
  // nobody may be locked whose state is not read: what it waits for would go unseen
  const way = { era, begin: ['rollback', 'begin'], lockSagas: LOCK_SOME_SAGAS };
  return withEvents(client, work, await load(client, work, way));
}

/** Events that one wake of a saga looks at, for each of its waits. */
const EVENTS_MAX = 10;
/** All of a batch's events together, as much as it reads of states. */
const EVENT_BYTES_MAX = 4 * 1024 * 1024;

/** A round trip more, for batches that wake a saga which waits for an event. */
async function withEvents(
  client: PoolClient,
  { withWaits }: BatchWork,
  loaded: LoadedBatch,
): Promise<LoadedBatch> {
  const sagaIds = withWaits.length === 0 ? [] : awaitingIn(loaded, withWaits);
  if (sagaIds.length === 0) return loaded;
  const statements = new StatementBatch(client);
  const values = [sagaIds, EVENTS_MAX, EVENT_BYTES_MAX];
  const kept = statements.add<KeptEventRow>({ ...READ_KEPT_EVENTS, values });
  await statements.execute();
  return { ...loaded, offeredEvents: offeredEvents(kept().rows) };
}

interface Way {
  readonly era: string;
  readonly begin: readonly string[];
  readonly lockSagas: typeof LOCK_SAGAS;
}

async function load(client: PoolClient, work: BatchWork, { era, begin, lockSagas }: Way) {
  const statements = new StatementBatch(client);
  for (const statement of begin) statements.add(statement);
  // before any saga: a child that another replica is starting is then there, or is refused too
  const families =
    work.families.length === 0
      ? null
      : statements.add<FamilyRow>({ ...LOCK_FAMILIES, values: [work.families] });
  const ids = [work.sagaIds, work.readBytesMax];
  const locked = statements.add<LockedRow>({ ...lockSagas, values: ids });
  const { messageIds, batchIds } = work.sent;
  if (deletesFirst(work)) statements.add({ ...DELETE_SENT, values: [messageIds, batchIds] });
  const unsent =
    work.withWaits.length === 0
      ? null
      : statements.add<UnsentRow>({ ...READ_UNSENT, values: [work.withWaits] });
  const actions =
    work.actionKeys.length === 0
      ? null
      : statements.add<ActionRow>({ ...READ_ACTIONS, values: [work.actionKeys] });
  const resolved = addResolutions(statements, work.wanted);
  const held =
    work.withWaits.length === 0
      ? null
      : statements.add<HeldLockRow>({ ...READ_HELD_LOCKS, values: [work.withWaits] });
  const outages = work.withWaits.length === 0 ? null : addOutages(statements);
  await statements.execute();
  return loadedBatch({
    era,
    outages: outages?.() ?? [],
    locked: locked().rows,
    unsent: unsent?.().rows ?? [],
    held: held?.().rows ?? [],
    actions: actions?.().rows ?? [],
    families: families?.().rows ?? [],
    resolutions: resolutionsOf(resolved?.().rows ?? []),
  });
}

/** null: nothing is to be resolved. */
function addResolutions(statements: StatementBatch, wanted: BatchWork['wanted']) {
  if (wanted.length === 0) return null;
  const names = wanted.map(({ name }) => name);
  const versions = wanted.map(({ version }) => version);
  return statements.add<ResolvedRow>({ ...RESOLVE_DEFINITIONS, values: [names, versions] });
}

/** Timers must see an outbox without the messages that are known to be sent. */
export function deletesFirst({ withWaits, sent }: BatchWork): boolean {
  return withWaits.length > 0 && sent.messageIds.length + sent.batchIds.length > 0;
}
