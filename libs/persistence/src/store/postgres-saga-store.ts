import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { Outgoing } from '#engine';
import {
  StoreContentionError,
  type AwaitedEvents,
  type BatchResult,
  type BatchWork,
  type BatchWrites,
  type DeadMessage,
  type LoadedBatch,
  type OutboxClaim,
  type OutboxEntry,
  type OutboxFailure,
  type PartialReplies,
  type RememberedWork,
  type SagaStore,
  type SentMessages,
} from '#ports';
import { ADD_DEAD_MESSAGES } from '../sql/batch/add-dead-messages.js';
import { CLAIM_DUE_SAGAS } from '../sql/timers/claim-due-sagas.js';
import { CLAIM_OUTBOX, type ClaimedRow } from '../sql/outbox/claim-outbox.js';
import { COUNT_IGNORED } from '../sql/batch/count-ignored.js';
import { DELETE_SENT } from '../sql/outbox/delete-sent.js';
import { KEEP_EVENT, type KeptRow } from '../sql/events/keep-event.js';
import { LOCK_EVENT_KEYS } from '../sql/events/lock-event-keys.js';
import { WAKE_WAITING, type WaitingRow } from '../sql/events/wake-waiting.js';
import { GROW_FAMILIES } from '../sql/batch/grow-families.js';
import { MOVE_WAKES } from '../sql/batch/move-wakes.js';
import { NEXT_WAKE } from '../sql/timers/next-wake.js';
import { OPEN_SAGA_IDS } from '../sql/open-saga-ids.js';
import { POSTPONE_WAKE } from '../sql/timers/postpone-wake.js';
import { PUT_OFF } from '../sql/outbox/put-off.js';
import { SPLIT_OUTBOX } from '../sql/outbox/split-outbox.js';
import { HOLD_SAGAS } from '../sql/pauses/hold-sagas.js';
import { NOTE_SAGA_PAUSES } from '../sql/pauses/note-saga-pauses.js';
import { READ_PARTIAL_REPLIES, type PartialReplyRow } from '../sql/batch/read-partial-replies.js';
import { WRITE_AUDIT } from '../sql/batch/write-audit.js';
import { WRITE_BATCH, WRITE_CONFIRMED_BATCH, type WrittenRow } from '../sql/batch/write-batch.js';
import { WRITE_FAILURES } from '../sql/failures/write-failures.js';
import { troublesOfBatch } from './saga-troubles.js';
import { batchParameters, ignoredRecords, resolvedParameters } from './batch-records.js';
import { outboxRecords, type OutboxRecords } from './outbox-records.js';
import {
  auditRecord,
  deadMessageParameters,
  holdParameters,
  keptEventParameters,
  sagaPauseParameters,
} from './rare-records.js';
import { findDuplicates } from './find-duplicates.js';
import { StatementBatch, type Statement } from './statement-batch.js';
import { deletesFirst, loadBatch } from './load-batch.js';
import { StoreConnections } from './store-connections.js';
import { addEventWaits } from './event-records.js';
import { addLocks } from './lock-records.js';
import { PROBE_STORE } from '../sql/presence/probe-store.js';

export interface PostgresSagaStoreOptions {
  /** How long a command is reserved for the process that committed it. Default 10 s. */
  readonly outboxLeaseMs?: number;
}

const NOTHING_SENT: SentMessages = { messageIds: [], batchIds: [] };

/**
 * Sagas in Postgres, on the connections of `createStorePool`.
 *
 * A transaction takes two round trips: begin, lock and read; then write and commit. After a failed
 * statement the server refuses the following ones, so a commit sent along with a failing write is a
 * rollback.
 */
export class PostgresSagaStore implements SagaStore {
  private readonly leaseMs: number;
  private readonly connections: StoreConnections;

  constructor(pool: Pool, options: PostgresSagaStoreOptions = {}) {
    this.connections = new StoreConnections(pool);
    this.leaseMs = options.outboxLeaseMs ?? 10_000;
  }

  transact(work: BatchWork): Promise<BatchResult> {
    return this.connections.use(async (client, era) => {
      const loaded = await loadBatch(client, work, era);
      const writes = work.decide(loaded);
      const { startedIds, ...written } = await this.writeAndCommit(client, work, {
        loaded,
        writes,
      });
      return { duplicates: await findDuplicates(client, writes.starts, startedIds), ...written };
    });
  }

  writeRemembered({
    era: rememberedIn,
    writes,
    resolved,
    sent,
  }: RememberedWork): ReturnType<SagaStore['writeRemembered']> {
    const { leaseMs } = this;
    const outbox = outboxRecords(writes);
    const parameters = batchParameters(writes, { leaseMs, sent, outbox, isRemembered: true });
    const statement =
      resolved.length === 0
        ? { ...WRITE_BATCH, values: parameters }
        : { ...WRITE_CONFIRMED_BATCH, values: [...parameters, ...resolvedParameters(resolved)] };
    const failures = failureStatement(writes);
    return this.connections.use(async (client, era) => {
      if (rememberedIn !== null && rememberedIn !== era) return { type: 'outdated' };
      // one statement, which is its own transaction, unless a saga is or was in trouble
      const statements = new StatementBatch(client);
      if (failures !== null) statements.add('begin');
      const written = statements.add<WrittenRow>(statement);
      if (failures !== null) for (const each of [failures, 'commit']) statements.add(each);
      try {
        await statements.execute({ endsWithCommit: true });
      } catch (error) {
        if (error instanceof StoreContentionError && !error.inDoubt) return { type: 'outdated' };
        throw error;
      }
      const row = written().rows[0];
      const startedIds = new Set(row?.started_ids ?? []);
      const duplicates = await findDuplicates(client, writes.starts, startedIds);
      const outboxBatchId = batchIdOf(outbox, row);
      return { type: 'written', at: Math.floor(row?.at ?? 0), duplicates, outboxBatchId };
    });
  }

  async claimDueSagas(claim: { readonly limit: number; readonly leaseMs: number }) {
    const rows = await this.run<{ id: string }>(CLAIM_DUE_SAGAS, [claim.limit, claim.leaseMs]);
    return rows.map(({ id }) => id);
  }

  async timeToNextWakeMs(): Promise<number | null> {
    const [row] = await this.run<{ in_ms: number | null }>(NEXT_WAKE, []);
    const inMs = row?.in_ms ?? null;
    return inMs === null ? null : Math.max(0, Math.ceil(inMs));
  }

  async claimOutbox({ limit, leaseMs, bytesMax, afterId, batchesMax }: OutboxClaim) {
    const values = [limit, leaseMs, bytesMax, afterId, batchesMax];
    const rows = await this.run<ClaimedRow>(CLAIM_OUTBOX, values);
    const entries = rows
      .flatMap((row) => (row.message_id === null ? [] : [{ ...row, message_id: row.message_id }]))
      .toSorted((a, b) => (a.message_id < b.message_id ? -1 : 1))
      .map(({ message, tries }): OutboxEntry => {
        return { message: JSON.parse(message) as Outgoing, tries };
      });
    const { free_count = 0, has_split: hasSplit = false } = rows[0] ?? {};
    return { entries, isCut: entries.length < free_count, hasSplit };
  }

  async splitOutbox({ batchId, sentMessageIds }: Parameters<SagaStore['splitOutbox']>[0]) {
    return (await this.run(SPLIT_OUTBOX, [batchId, sentMessageIds])).length > 0;
  }

  async deleteSent({ messageIds, batchIds }: SentMessages): Promise<void> {
    if (messageIds.length + batchIds.length === 0) return;
    await this.run(DELETE_SENT, [messageIds, batchIds]);
  }

  async putOff(failures: readonly OutboxFailure[]): Promise<void> {
    if (failures.length === 0) return;
    const records = failures
      .toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1))
      .map((failure) => ({
        message_id: failure.messageId,
        reason: failure.reason,
        retry_in_ms: failure.retryInMs,
      }));
    await this.run(PUT_OFF, [JSON.stringify(records)]);
  }

  async openSagaIds(page: { readonly afterId: string | null; readonly limit: number }) {
    const rows = await this.run<{ id: string }>(OPEN_SAGA_IDS, [page.afterId, page.limit]);
    return rows.map(({ id }) => id);
  }

  async postponeWake(sagaId: string, delayMs: number): Promise<void> {
    await this.run(POSTPONE_WAKE, [sagaId, delayMs]);
  }

  async addDeadMessages(messages: readonly DeadMessage[]): Promise<void> {
    if (messages.length > 0) await this.run(ADD_DEAD_MESSAGES, deadMessageParameters(messages));
  }

  async partialReplies({ sagaId, correlationId, except, limit }: PartialReplies) {
    const values = [sagaId, correlationId, except, limit];
    const rows = await this.run<PartialReplyRow>(READ_PARTIAL_REPLIES, values);
    return rows.map(({ body }) => body);
  }

  keepEvent(event: Parameters<AwaitedEvents['keepEvent']>[0]): Promise<'kept' | 'full'> {
    const keys = [[event.event], [event.key]];
    const values = keptEventParameters(event);
    return this.connections.use(async (client) => {
      const statements = new StatementBatch(client);
      statements.add('begin');
      statements.add({ ...LOCK_EVENT_KEYS, values: keys });
      const kept = statements.add<KeptRow>({ ...KEEP_EVENT, values });
      statements.add('commit');
      await statements.execute();
      return kept().rows[0]?.is_kept === true ? 'kept' : 'full';
    });
  }

  async wakeWaiting(of: Parameters<AwaitedEvents['wakeWaiting']>[0]): Promise<readonly string[]> {
    const { event, key, afterId, limit } = of;
    const rows = await this.run<WaitingRow>(WAKE_WAITING, [event, key, afterId, limit]);
    return rows.map(({ saga_id }) => saga_id);
  }

  probe(): Promise<void> {
    return this.connections.use(async (client) => {
      const statements = new StatementBatch(client);
      for (const statement of ['begin', ...PROBE_STORE, 'commit']) statements.add(statement);
      await statements.execute();
    });
  }

  private async writeAndCommit(
    client: PoolClient,
    work: BatchWork,
    { loaded, writes }: { readonly loaded: LoadedBatch; readonly writes: BatchWrites },
  ) {
    const { leaseMs } = this;
    const { messageIds, batchIds } = deletesFirst(work) ? NOTHING_SENT : work.sent;
    const sent = { messageIds: [...messageIds, ...writes.sentMessageIds], batchIds };
    // made before anything is sent: what throws here leaves no query without a reader
    const outbox = outboxRecords(writes);
    const values = batchParameters(writes, { leaseMs, sent, outbox, isRemembered: false });
    const rare = [...rareStatements(writes)];
    const failures = failureStatement(writes);
    const statements = new StatementBatch(client);
    for (const statement of rare) statements.add(statement);
    const written = statements.add<WrittenRow>({ ...WRITE_BATCH, values });
    if (failures !== null) statements.add(failures);
    const holders = addLocks(statements, writes, loaded);
    const takers = addEventWaits(statements, writes);
    const committed = statements.add('commit');
    await statements.execute({ endsWithCommit: true });
    const { command } = committed();
    if (command !== 'COMMIT') throw new Error(`the commit ended as ${command}`);
    const [row] = written().rows;
    return {
      startedIds: new Set(row?.started_ids ?? []),
      outboxBatchId: batchIdOf(outbox, row),
      lockHolders: holders(),
      eventTakers: takers(),
    };
  }

  private async run<Row extends QueryResultRow>(
    statement: { readonly name: string; readonly text: string },
    values: readonly unknown[],
  ): Promise<readonly Row[]> {
    return (await this.connections.run<Row>({ ...statement, values })).rows;
  }
}

/** null: it was not written, and its messages have a row each. */
function batchIdOf({ batch }: OutboxRecords, row: WrittenRow | undefined): string | null {
  return row?.is_batched === true && batch !== null ? batch.id : null;
}

/** null: there is nothing to write. After the sagas: it looks at which of them there are. */
function failureStatement(writes: RememberedWork['writes']): Statement | null {
  const found = troublesOfBatch(writes);
  if (found === null) return null;
  return { ...WRITE_FAILURES, values: [JSON.stringify(found.troubles), found.sagaIds] };
}

function* rareStatements(writes: BatchWrites): Generator<Statement> {
  const { wakeMoves, families, ignoredReplies, sagaPauses, holds, audit, deadMessages } = writes;
  if (wakeMoves.length > 0) {
    const records = wakeMoves.map(({ sagaId, wakeAt }) => ({ id: sagaId, wake_at: wakeAt }));
    yield { ...MOVE_WAKES, values: [JSON.stringify(records)] };
  }
  if (families.length > 0) yield { ...GROW_FAMILIES, values: [JSON.stringify(families)] };
  if (ignoredReplies.length > 0) {
    yield { ...COUNT_IGNORED, values: [JSON.stringify(ignoredRecords(ignoredReplies))] };
  }
  if (sagaPauses.length > 0) {
    yield { ...NOTE_SAGA_PAUSES, values: sagaPauseParameters(sagaPauses) };
  }
  if (holds.length > 0) yield { ...HOLD_SAGAS, values: holdParameters(holds) };
  if (audit.length > 0) {
    yield { ...WRITE_AUDIT, values: [JSON.stringify(audit.map(auditRecord))] };
  }
  if (deadMessages.length > 0) {
    yield { ...ADD_DEAD_MESSAGES, values: deadMessageParameters(deadMessages) };
  }
}
