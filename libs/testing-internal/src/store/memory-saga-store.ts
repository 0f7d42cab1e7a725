import type { FamilyUse, SagaState } from '#engine';
import {
  type AwaitedEvents,
  type AuditEntry,
  type BatchResult,
  type BatchWork,
  type BatchWrites,
  type DeadMessage,
  type IgnoredReply,
  type LoadedBatch,
  type OutboxClaim,
  type OutboxFailure,
  type PartialReplies,
  type RememberedWork,
  type SagaStart,
  type SagaStore,
  type SentMessages,
} from '#ports';
import { MemoryDefinitions } from './memory-definitions.js';
import { MemoryEvents } from './memory-events.js';
import { MemoryLocks } from './memory-locks.js';
import { MemoryOutbox } from './memory-outbox.js';
import { readSagas } from '../memory-reads.js';
import { actionsIn, checkWrites, isEnded, partialRepliesIn } from '../memory-rows.js';
import { areCurrent, rememberedWrites, workOfRemembered } from './memory-remembered.js';
import { MemoryPulseStore } from './memory-pulse-store.js';
import { MemoryPresenceStore } from './memory-presence-store.js';
import { StoreFaults } from './store-faults.js';

const WAKE_WITHIN_MS = 1000;

interface SagaRow {
  state: string;
  version: number;
  status: string;
  wakeAt: number | null;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string | null;
}

export interface MemorySagaStoreOptions {
  /** In ms since the epoch: the database's clock. Default `Date.now`. */
  readonly now?: () => number;
  /** Default 10 s. */
  readonly outboxLeaseMs?: number;
}

/**
 * Sagas in memory: the same answers as Postgres gives (one contract suite for both), and faults on
 * demand. One transaction at a time, hence no locks.
 */
export class MemorySagaStore implements SagaStore {
  readonly sagas = new Map<string, SagaRow>();
  readonly history: BatchWrites['history'][number][] = [];
  readonly outbox = new MemoryOutbox();
  readonly ignoredReplies = new Map<string, IgnoredReply & { times: number }>();
  readonly locks = new MemoryLocks();
  readonly events: MemoryEvents;
  readonly audit: AuditEntry[] = [];
  readonly families = new Map<string, FamilyUse>();
  readonly definitions = new MemoryDefinitions();
  readonly deadMessages = new Map<string, DeadMessage>();
  /** The work of each transaction, the failed ones included. */
  readonly transactions: BatchWork[] = [];

  readonly faults = new StoreFaults();
  readonly presence: MemoryPresenceStore;
  readonly pulse: MemoryPulseStore;
  private readonly now: () => number;
  private readonly outboxLeaseMs: number;
  constructor(options: MemorySagaStoreOptions = {}) {
    this.now = options.now ?? Date.now;
    this.outboxLeaseMs = options.outboxLeaseMs ?? 10_000;
    this.events = new MemoryEvents(this.now);
    this.presence = new MemoryPresenceStore(this.now, this.faults);
    this.pulse = new MemoryPulseStore(this, this.now);
  }

  async transact(work: BatchWork): Promise<BatchResult> {
    this.transactions.push(work);
    await this.faults.beforeTransaction();
    const writes = work.decide(this.load(work));
    this.faults.beforeCommit(work, writes);
    const { duplicates, outboxBatchId } = this.write(work, writes);
    const isStarted = (id: string): boolean =>
      !duplicates.has(id) && writes.starts.some(({ state }) => state.id === id);
    const lockHolders = this.locks.write(writes, isStarted);
    const eventTakers = this.events.write(writes, (id) => !duplicates.has(id));
    for (const sagaId of [...lockHolders, ...eventTakers]) this.tellSoon(sagaId);
    this.faults.afterCommit();
    return { duplicates, outboxBatchId, lockHolders, eventTakers };
  }

  async writeRemembered(remembered: RememberedWork): ReturnType<SagaStore['writeRemembered']> {
    const work = workOfRemembered(remembered);
    this.transactions.push(work);
    await this.faults.beforeTransaction();
    const { era } = remembered;
    if (era !== null && era !== this.faults.era) return { type: 'outdated' };
    const writes = rememberedWrites(remembered, this.sagas);
    this.faults.beforeCommit(work, writes);
    const holds = remembered.resolved.every((each) => this.definitions.holds(each));
    if (!holds || !areCurrent(writes, this.sagas)) return { type: 'outdated' };
    const written = this.write(work, writes);
    this.faults.afterCommit();
    return { type: 'written', at: this.now(), ...written };
  }

  async probe(): Promise<void> {
    await this.faults.beforeCall();
  }

  async claimDueSagas(claim: { readonly limit: number; readonly leaseMs: number }) {
    await this.faults.beforeCall();
    const now = this.now();
    const due = [...this.sagas]
      .filter(([, { wakeAt }]) => wakeAt !== null && wakeAt <= now)
      .sort(([, a], [, b]) => (a.wakeAt ?? 0) - (b.wakeAt ?? 0))
      .slice(0, claim.limit);
    for (const [, row] of due) row.wakeAt = now + claim.leaseMs;
    return due.map(([id]) => id);
  }

  async timeToNextWakeMs(): Promise<number | null> {
    await this.faults.beforeCall();
    const wakes = [...this.sagas.values()].map(({ wakeAt }) => wakeAt ?? Infinity);
    const earliest = Math.min(Infinity, ...wakes);
    return earliest === Infinity ? null : Math.max(0, Math.ceil(earliest - this.now()));
  }

  async claimOutbox(claim: OutboxClaim): ReturnType<SagaStore['claimOutbox']> {
    await this.faults.beforeCall();
    return this.outbox.claim(claim, this.now());
  }

  async splitOutbox(split: Parameters<SagaStore['splitOutbox']>[0]): Promise<boolean> {
    await this.faults.beforeCall();
    return this.outbox.split(split);
  }

  async deleteSent(sent: SentMessages): Promise<void> {
    await this.faults.beforeCall();
    this.outbox.delete(sent);
  }

  async putOff(failures: readonly OutboxFailure[]): Promise<void> {
    await this.faults.beforeCall();
    this.outbox.putOff(failures, this.now());
  }

  async openSagaIds({ afterId, limit }: Parameters<SagaStore['openSagaIds']>[0]) {
    await this.faults.beforeCall();
    return [...this.sagas]
      .filter(([id, row]) => !isEnded(row) && (afterId === null || id > afterId))
      .map(([id]) => id)
      .sort()
      .slice(0, limit);
  }

  async postponeWake(sagaId: string, delayMs: number): Promise<void> {
    await this.faults.beforeCall();
    const row = this.sagas.get(sagaId);
    if (row && row.wakeAt !== null) row.wakeAt = this.now() + delayMs;
  }

  async addDeadMessages(messages: readonly DeadMessage[]): Promise<void> {
    await this.faults.beforeKeeping();
    this.keepDead(messages);
  }

  async partialReplies(of: PartialReplies): Promise<readonly Buffer[]> {
    await this.faults.beforeCall();
    return partialRepliesIn(this.deadMessages.values(), of);
  }

  async keepEvent(event: Parameters<AwaitedEvents['keepEvent']>[0]) {
    await this.faults.beforeCall();
    return this.events.keep(event);
  }

  async wakeWaiting(waiting: Parameters<AwaitedEvents['wakeWaiting']>[0]) {
    await this.faults.beforeCall();
    const sagaIds = this.events.waitingFor(waiting);
    for (const sagaId of sagaIds) this.tellSoon(sagaId, 0);
    return sagaIds;
  }

  /** null: there is no such saga. */
  stateOf(sagaId: string): SagaState | null {
    const row = this.sagas.get(sagaId);
    return row ? (JSON.parse(row.state) as SagaState) : null;
  }

  private load(work: BatchWork): LoadedBatch {
    const unsent = new Map<string, string[]>();
    for (const id of work.withWaits) {
      const ids = this.outbox.keysWithout(work.sent).filter((key) => key.startsWith(`${id}/`));
      if (ids.length > 0) unsent.set(id, ids);
    }
    const actions = actionsIn(this.audit, work);
    const offeredEvents = this.events.offeredTo(work.withWaits);
    const heldLocks = this.locks.heldBy(work.withWaits);
    const outages = work.withWaits.length === 0 ? [] : this.presence.outages();
    const families = new Map(this.families);
    const resolutions = this.definitions.resolveAll(work.wanted);
    const read = readSagas(work, this.sagas);
    const found = { unsent, heldLocks, offeredEvents, outages, actions, resolutions, families };
    return {
      era: this.faults.era,
      at: this.now(),
      ...read,
      ...found,
    };
  }

  private write(work: BatchWork, writes: BatchWrites) {
    checkWrites(writes, this.sagas, this.audit);
    const duplicates = this.insertStarts(writes.starts);
    const isWritten = ({ sagaId }: { readonly sagaId: string }): boolean => !duplicates.has(sagaId);
    for (const { state, wakeAt } of writes.updates) this.update(state, wakeAt);
    for (const { sagaId, wakeAt } of writes.wakeMoves) {
      const row = this.sagas.get(sagaId);
      if (row && !isEnded(row)) row.wakeAt = wakeAt;
    }
    this.history.push(...writes.history.filter(isWritten));
    this.outbox.delete(work.sent);
    this.outbox.delete({ messageIds: writes.sentMessageIds, batchIds: [] });
    const leaseUntil = this.now() + this.outboxLeaseMs;
    const lost = new Set(duplicates.keys());
    const outboxBatchId = this.outbox.write(writes, { leaseUntil, lost });
    for (const reply of writes.ignoredReplies) this.countIgnored(reply);
    this.audit.push(...writes.audit);
    for (const { root, sagas, chars } of writes.families) {
      const before = this.families.get(root) ?? { sagas: 0, chars: 0 };
      this.families.set(root, { sagas: before.sagas + sagas, chars: before.chars + chars });
    }
    this.keepDead(writes.deadMessages);
    return { duplicates, outboxBatchId };
  }

  private insertStarts(starts: readonly SagaStart[]): BatchResult['duplicates'] {
    const duplicates = new Map<string, { sagaId: string; fingerprint: string | null }>();
    for (const { state, wakeAt, idempotencyKey, fingerprint } of starts) {
      const earlier = this.findStart(state.id, idempotencyKey);
      if (earlier) {
        const [sagaId, row] = earlier;
        duplicates.set(state.id, { sagaId, fingerprint: row.fingerprint });
        continue;
      }
      const { version, status } = state;
      const row = { state: JSON.stringify(state), version, status, wakeAt };
      this.sagas.set(state.id, { ...row, idempotencyKey, fingerprint });
    }
    return duplicates;
  }

  private findStart(id: string, key: string | null) {
    return [...this.sagas].find(
      ([sagaId, row]) => sagaId === id || (key !== null && row.idempotencyKey === key),
    );
  }

  /** Whose turn it is is due, should nobody tell it. */
  private tellSoon(sagaId: string, inMs = WAKE_WITHIN_MS): void {
    const row = this.sagas.get(sagaId);
    if (!row || isEnded(row)) return;
    row.wakeAt = Math.min(row.wakeAt ?? Infinity, this.now() + inMs);
  }

  private update(state: SagaState, wakeAt: number | null): void {
    const row = this.sagas.get(state.id);
    if (!row) throw new Error(`there is no saga ${state.id}`);
    const { version, status } = state;
    Object.assign(row, { state: JSON.stringify(state), version, status, wakeAt });
  }

  private countIgnored(reply: IgnoredReply): void {
    const { sagaId, step, iteration, direction, attempt, outcome, reason } = reply;
    const key = [sagaId, step, iteration, direction, attempt, outcome, reason].join('/');
    const known = this.ignoredReplies.get(key);
    if (known) known.times++;
    else this.ignoredReplies.set(key, { ...reply, times: 1 });
  }

  private keepDead(messages: readonly DeadMessage[]): void {
    for (const message of messages) {
      if (!this.deadMessages.has(message.id)) this.deadMessages.set(message.id, message);
    }
  }
}
