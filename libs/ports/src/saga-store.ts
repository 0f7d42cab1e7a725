import type { FamilyUse, Outage, Outgoing, SagaEvent, SagaState } from '#engine';
import type { JsonValue } from '#protocol';

/**
 * Where sagas are kept. The pipeline is its only writer.
 *
 * `transact` is the heart: in one transaction it locks the sagas in order of id, reads them after
 * the lock, lets `decide` compute what is to be written, writes it and commits. `decide` is
 * synchronous and may be called again when the transaction has to be repeated.
 */
export interface SagaStore {
  transact(work: BatchWork): Promise<BatchResult>;

  /** Sagas whose `wake_at` has come, earliest first; the lease puts each off for one process. */
  claimDueSagas(claim: {
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly string[]>;

  /** How long until the earliest `wake_at`; 0 when one is due, null when there is none. */
  timeToNextWakeMs(): Promise<number | null>;

  /** Outbox entries whose lease has run out, in order of id, leased anew. */
  claimOutbox(claim: OutboxClaim): Promise<ClaimedOutbox>;

  /** Forgets entries that were confirmed; unknown ids are no fault. */
  deleteSent(messageIds: readonly string[]): Promise<void>;

  /** Keeps entries that could not be delivered, to be tried again after `retryInMs`. */
  putOff(failures: readonly OutboxFailure[]): Promise<void>;

  /** Ids of sagas that have not ended, in order of id, after `afterId`. */
  openSagaIds(page: {
    readonly afterId: string | null;
    readonly limit: number;
  }): Promise<readonly string[]>;

  /** Wakes a saga no sooner than `delayMs` from now; never one that waits for no timer. */
  postponeWake(sagaId: string, delayMs: number): Promise<void>;

  /**
   * Writes and commits as `transact` does, on nothing that anybody reads. @throws
   * StoreUnavailableError: it cannot be reached, only reads, or has no room left.
   */
  probe(): Promise<void>;

  /** Keeps messages that nobody could use where a person sees them; each id is kept once. */
  addDeadMessages(messages: readonly DeadMessage[]): Promise<void>;

  /** Bodies of what was set aside as a PARTIAL_RESPONSE, or as much of them as is kept. */
  partialReplies(of: PartialReplies): Promise<readonly Buffer[]>;
}

export interface PartialReplies {
  readonly sagaId: string;
  readonly correlationId: string;
  /** Hashes of bodies that are known, in hexadecimal. */
  readonly except: readonly string[];
  readonly limit: number;
}

export interface BatchWork {
  /** Roots whose descendants are to start: what their families have used is locked, and read. */
  readonly families: readonly string[];
  /** Sagas to lock and read, in the order of the batch. */
  readonly sagaIds: readonly string[];
  /**
   * Bytes of states to read, the smallest first. Of those that do not fit, the first in the order
   * of the batch is read all the same; the others are neither locked nor read.
   */
  readonly readBytesMax: number;
  /** Sagas among them whose unsent messages and locks `decide` needs to know, and outages. */
  readonly withUnsent: readonly string[];
  /** Idempotency keys of operators' actions to look up. */
  readonly actionKeys: readonly string[];
  /** Confirmed messages to take out of the outbox in the same transaction, before it is read. */
  readonly sentMessageIds: readonly string[];
  readonly decide: (loaded: LoadedBatch) => BatchWrites;
}

export interface LoadedBatch {
  /** The database's clock, read after the locks were had, in ms since the epoch. */
  readonly at: number;
  /** By saga id; a saga that is not there is not in the map. */
  readonly sagas: ReadonlyMap<string, StoredSaga>;
  /** Sagas that are there, and that were not read: their states did not fit. */
  readonly unread: ReadonlySet<string>;
  /** Of the states that were read, roughly. */
  readonly readBytes: number;
  /** Message ids that are still in the outbox, by saga id. */
  readonly unsent: ReadonlyMap<string, readonly string[]>;
  /** Keys of locks that a saga holds, by saga id; of those with `withUnsent`. */
  readonly heldLocks: ReadonlyMap<string, readonly string[]>;
  /** What was away, as far as it is known; empty without `withUnsent`. */
  readonly outages: readonly Outage[];
  /** Operators' actions done before, by idempotency key. */
  readonly actions: ReadonlyMap<string, DoneAction>;
  /** By root; one that is not in the map has used nothing. */
  readonly families: ReadonlyMap<string, FamilyUse>;
}

export interface StoredSaga {
  readonly state: SagaState;
  /** In ms since the epoch; null: none. */
  readonly wakeAt: number | null;
}

export interface DoneAction {
  readonly sagaId: string;
  readonly fingerprint: string;
  readonly statusAfter: string;
  readonly versionAfter: number;
}

export interface BatchWrites {
  readonly starts: readonly SagaStart[];
  readonly updates: readonly SagaUpdate[];
  /** Sagas that nothing happened to, and that are to wake at another time. */
  readonly wakeMoves: readonly WakeMove[];
  readonly history: readonly HistoryEntry[];
  /** What the families of started descendants use from now on, besides what they have used. */
  readonly families: readonly FamilyGrowth[];
  /** Goes to the outbox. */
  readonly outgoing: readonly Outgoing[];
  /** In the order in which they were asked for; of starts, and only those that do not lose. */
  readonly lockRequests: readonly SagaLock[];
  readonly lockReleases: readonly LockRelease[];
  /** What locked sagas still wait for: whoever gives it back meanwhile cannot wake them. */
  readonly lockWaits: readonly SagaLock[];
  readonly ignoredReplies: readonly IgnoredReply[];
  readonly audit: readonly AuditEntry[];
  readonly deadMessages: readonly DeadMessage[];
  /** Leave the outbox with these writes. */
  readonly sentMessageIds: readonly string[];
}

export interface FamilyGrowth extends FamilyUse {
  readonly root: string;
}

export interface SagaLock {
  readonly sagaId: string;
  readonly key: string;
}

/** Held or waited for. */
export interface LockRelease {
  readonly sagaId: string;
  /** null: all that the saga has. */
  readonly key: string | null;
}

/** A new saga, with the start request's idempotency key. */
export interface SagaStart {
  readonly state: SagaState;
  readonly wakeAt: number | null;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string | null;
}

export interface SagaUpdate {
  readonly state: SagaState;
  /** The version that was read; the update counts only if it still holds. */
  readonly versionBefore: number;
  readonly wakeAt: number | null;
}

export interface WakeMove {
  readonly sagaId: string;
  readonly wakeAt: number | null;
}

/** One transition: what happened, and the facts that followed. */
export interface HistoryEntry {
  readonly sagaId: string;
  readonly version: number;
  readonly at: number;
  /** The input without its payload: the events carry that. */
  readonly input: JsonValue;
  readonly events: readonly SagaEvent[];
}

export interface IgnoredReply {
  readonly sagaId: string;
  readonly step: string;
  readonly iteration: number;
  readonly direction: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly reason: string;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly sagaId: string;
  readonly reason: string;
  readonly request: JsonValue;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
  readonly statusBefore: string;
  readonly versionBefore: number;
  readonly statusAfter: string;
  readonly versionAfter: number;
}

export interface DeadMessage {
  readonly id: string;
  readonly source: 'reply' | 'timer' | 'intake';
  /** Stable, for machines: `NOT_JSON`, `BAD_SIGNATURE`, `TOO_LARGE`. */
  readonly reason: string;
  /** For people. */
  readonly detail: string;
  readonly sagaId: string | null;
  /** The first 4 KiB. */
  readonly body: Buffer;
  /** Of the whole body. */
  readonly bytes: number;
  /** Of the whole body, in hexadecimal. */
  readonly sha256: string;
  /** Not all of the headers when they are long. */
  readonly properties: JsonValue;
}

export interface BatchResult {
  /** Starts that lost to an earlier one with their idempotency key or id, by the new id. */
  readonly duplicates: ReadonlyMap<
    string,
    { readonly sagaId: string; readonly fingerprint: string | null }
  >;
  /**
   * Sagas that hold what they waited for since something was given back: they are to be woken. They
   * are due in any case, a little later: that was committed with the rest.
   */
  readonly lockHolders: readonly string[];
}

export interface OutboxClaim {
  readonly limit: number;
  readonly leaseMs: number;
  /** Of all messages together; the first one is given however large it is. */
  readonly bytesMax: number;
  /** Message ids after this one; null: all. */
  readonly afterId: string | null;
}

export interface ClaimedOutbox {
  readonly entries: readonly OutboxEntry[];
  /** More was free, and did not fit into the bytes. */
  readonly isCut: boolean;
}

export interface OutboxEntry {
  readonly message: Outgoing;
  readonly tries: number;
}

export interface OutboxFailure {
  readonly messageId: string;
  readonly reason: string;
  readonly retryInMs: number;
}

/** The store is out of reach or refuses writes for now: repeat later, the work is not at fault. */
export class StoreUnavailableError extends Error {
  readonly code = 'STORE_UNAVAILABLE';

  /** The answer to a commit was lost: the work may have been done. */
  readonly inDoubt: boolean;
  /** What was wrong may be the size of the transaction: half of it could go through. */
  readonly maybeTooLarge: boolean;

  constructor(
    message: string,
    options: ErrorOptions & { readonly inDoubt?: boolean; readonly maybeTooLarge?: boolean } = {},
  ) {
    super(message, options);
    this.inDoubt = options.inDoubt ?? false;
    this.maybeTooLarge = options.maybeTooLarge ?? false;
  }
}

/** Lost against another transaction (a deadlock, a lock held too long): repeat, it is undone. */
export class StoreContentionError extends Error {
  readonly code = 'STORE_CONTENTION';
}

/** The store is not to be had, or others were in the way: the same may work later. */
export function isTransientOfStore(error: unknown): boolean {
  return error instanceof StoreUnavailableError || error instanceof StoreContentionError;
}
