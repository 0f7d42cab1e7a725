import type {
  Decision,
  FamilyUse,
  Outage,
  Outgoing,
  SagaEvent,
  SagaState,
  SagaStatus,
} from '#engine';
import type { JsonValue } from '#protocol';
import type {
  EventWaitEnd,
  EventWaitOpening,
  OfferedEvents,
  SeenEvents,
} from './awaited-events.js';
import type { Resolution, WantedVersion } from './definition-source.js';
import type { SentMessages } from './outbox.js';
import type { HeldSaga } from './pause-store.js';
import type { HeldLocks, LockRelease, SagaLock } from './saga-locks.js';

/*
 * What a batch asks the store for, reads and writes.
 */

export interface PartialReplies {
  readonly sagaId: string;
  readonly correlationId: string;
  /** Hashes of known bodies, in hexadecimal. */
  readonly except: readonly string[];
  readonly limit: number;
}

export interface BatchWork {
  /** Roots of the descendants to start; the use of their families is locked and read. */
  readonly families: readonly string[];
  /** Sagas to lock and read, in the order of the batch. */
  readonly sagaIds: readonly string[];
  /**
   * Limit of the bytes of states to read, the smallest first. Of the states that do not fit, the
   * first one in the order of the batch is still read; the others are neither locked nor read.
   */
  readonly readBytesMax: number;
  /** Sagas among them whose waits are read too: unsent messages, held locks, outages. */
  readonly withWaits: readonly string[];
  /** Idempotency keys of operators' actions to look up. */
  readonly actionKeys: readonly string[];
  /** What starts ask for whose definitions are remembered, each once: it is resolved again. */
  readonly wanted: readonly WantedVersion[];
  /** What was confirmed, to take out of the outbox in the same transaction, before it is read. */
  readonly sent: SentMessages;
  readonly decide: (loaded: LoadedBatch) => BatchWrites;
}

export interface LoadedBatch {
  /** The store's era, in which all of it was read; see `RememberedWork.era`. */
  readonly era: string;
  /** The database's clock, read after the locks were had, in ms since the epoch. */
  readonly at: number;
  /** By saga id; missing sagas are not in the map. */
  readonly sagas: ReadonlyMap<string, StoredSaga>;
  /** Existing sagas that were not read because their states did not fit. */
  readonly unread: ReadonlySet<string>;
  /** Approximate size of the states that were read. */
  readonly readBytes: number;
  /** Message ids that are still in the outbox, alone or in a batch, by saga id. */
  readonly unsent: ReadonlyMap<string, readonly string[]>;
  /** Only of those with `withWaits`. */
  readonly heldLocks: HeldLocks;
  /** By saga id; of those with `withWaits` that wait for events. */
  readonly offeredEvents: ReadonlyMap<string, OfferedEvents>;
  /** Known outages; empty without `withWaits`. */
  readonly outages: readonly Outage[];
  /** Operators' actions that were already carried out, by idempotency key. */
  readonly actions: ReadonlyMap<string, DoneAction>;
  /** What `wanted` came to, by `wantedKey`; what is not in the map is unknown. */
  readonly resolutions: ReadonlyMap<string, Resolution>;
  /** By root; a family that is not in the map has used nothing. */
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
  /** Unchanged sagas whose timer moves. */
  readonly wakeMoves: readonly WakeMove[];
  readonly history: readonly HistoryEntry[];
  /** What the started descendants add to the use of their families. */
  readonly families: readonly FamilyGrowth[];
  /** Messages to the broker; the outbox has one row for all of them. */
  readonly outgoing: readonly Outgoing[];
  /** Messages from saga to saga, and those sent again: the outbox has a row for each. */
  readonly outgoingAlone: readonly Outgoing[];
  /** In order of request; only for sagas that this transaction starts. */
  readonly lockRequests: readonly SagaLock[];
  readonly lockReleases: readonly LockRelease[];
  /** Locks that the locked sagas still wait for; a concurrent release cannot wake these sagas. */
  readonly lockWaits: readonly SagaLock[];
  /** Waits that begin; only for sagas that this transaction writes. */
  readonly eventWaitsOpened: readonly EventWaitOpening[];
  /** Ended before the opened ones begin. */
  readonly eventWaitsClosed: readonly EventWaitEnd[];
  readonly eventsSeen: readonly SeenEvents[];
  readonly ignoredReplies: readonly IgnoredReply[];
  /** Sagas that operators paused, and those whose pause has ended. */
  readonly sagaPauses: readonly SagaPauseChange[];
  /** Sagas of which a pause of more than one saga holds something. */
  readonly holds: readonly HeldSaga[];
  readonly audit: readonly AuditEntry[];
  readonly deadMessages: readonly DeadMessage[];
  /** Confirmed messages to delete from the outbox with these writes, if they have a row each. */
  readonly sentMessageIds: readonly string[];
}

export interface FamilyGrowth extends FamilyUse {
  readonly root: string;
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
  /** The state that was read: what ended since then shows by it. Left out: nothing has ended. */
  readonly before?: SagaState;
  readonly wakeAt: number | null;
}

export interface WakeMove {
  readonly sagaId: string;
  readonly wakeAt: number | null;
}

/** One transition: its input, and the events that followed. */
export interface HistoryEntry {
  readonly sagaId: string;
  readonly version: number;
  readonly at: number;
  /** The input without its payload, which the events carry. */
  readonly input: JsonValue;
  readonly events: readonly SagaEvent[];
  /** null: it began the saga. */
  readonly statusBefore: SagaStatus | null;
  readonly status: SagaStatus;
}

export interface IgnoredReply {
  readonly sagaId: string;
  readonly step: string;
  readonly iteration: number;
  readonly direction: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly reason: Extract<Decision, { readonly type: 'ignored' }>['reason'];
}

/** How an act came, for the audit log. */
interface ActOrigin {
  /** `console`, `cli`, `api`, `bulk`, … */
  readonly via: string;
  /** The name of the key that was shown; null: none was. */
  readonly credential: string | null;
  /** The hash of the preview that was confirmed; null: none was. */
  readonly previewHash: string | null;
  /** The bulk that it is a part of; null: it is by itself. */
  readonly operationId: string | null;
}

export interface SagaPauseChange {
  readonly sagaId: string;
  /** null: it is over. */
  readonly paused: NonNullable<SagaState['paused']> | null;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly sagaId: string;
  readonly reason: string;
  readonly request: JsonValue;
  readonly origin: ActOrigin;
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
  /** Size of the whole body. */
  readonly bytes: number;
  /** Hash of the whole body, in hexadecimal. */
  readonly sha256: string;
  /** Long headers are cut. */
  readonly properties: JsonValue;
  /** Where it was published; left out: that does not matter, or is not known. */
  readonly publishedTo?: { readonly exchange: string; readonly routingKey: string };
}

export interface BatchResult {
  /** The row of the outbox that holds all of `outgoing`; null: each message has its own. */
  readonly outboxBatchId: string | null;
  /** Starts that lost to an earlier one with their idempotency key or id, by the new id. */
  readonly duplicates: ReadonlyMap<
    string,
    { readonly sagaId: string; readonly fingerprint: string | null }
  >;
  /**
   * Sagas to wake: a release gave them the locks they waited for. Their timers are also due a
   * little later, which was committed in the same transaction.
   */
  readonly lockHolders: readonly string[];
  /** Sagas to wake in the same way: they opened a wait, and an event with its key is kept. */
  readonly eventTakers: readonly string[];
}
