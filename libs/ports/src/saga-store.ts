import type { AwaitedEvents } from './awaited-events.js';
import type { Outbox } from './outbox.js';
import type { RememberedResult, RememberedWork } from './remembered-work.js';
import type { BatchResult, BatchWork, DeadMessage, PartialReplies } from './saga-batch.js';

/**
 * Stores sagas. The pipeline is its only writer.
 *
 * `transact` is the heart: in one transaction it locks the sagas in order of id, reads them after
 * the lock, lets `decide` compute the writes, writes them and commits. `decide` is
 * synchronous and may be called again when the transaction has to be repeated.
 */
export interface SagaStore extends AwaitedEvents, Outbox {
  transact(work: BatchWork): Promise<BatchResult>;

  /**
   * Writes and commits, in one trip and without locking before, what was decided on remembered
   * states: all of it if they still hold, else nothing.
   */
  writeRemembered(work: RememberedWork): Promise<RememberedResult>;

  /** Claims sagas whose `wake_at` has come, earliest first; the lease reserves them. */
  claimDueSagas(claim: {
    readonly limit: number;
    readonly leaseMs: number;
  }): Promise<readonly string[]>;

  /** How long until the earliest `wake_at`; 0 when one is due, null when there is none. */
  timeToNextWakeMs(): Promise<number | null>;

  /** Ids of sagas that have not ended, in order of id, after `afterId`. */
  openSagaIds(page: {
    readonly afterId: string | null;
    readonly limit: number;
  }): Promise<readonly string[]>;

  /** Postpones a saga's timer to at least `delayMs` from now, if the saga has one. */
  postponeWake(sagaId: string, delayMs: number): Promise<void>;

  /**
   * Writes and commits as `transact` does, but to a table that nobody reads. @throws
   * StoreUnavailableError: the store is unreachable, read-only, or full.
   */
  probe(): Promise<void>;

  /** Stores unusable messages for a person to see; each id once. */
  addDeadMessages(messages: readonly DeadMessage[]): Promise<void>;

  /** Stored (parts of) bodies of messages that were set aside as a PARTIAL_RESPONSE. */
  partialReplies(of: PartialReplies): Promise<readonly Buffer[]>;
}
