import type { Outgoing } from '#engine';

/**
 * Messages that were committed and are not known to have arrived. Those of a batch that go to the
 * broker have one row, an *outbox batch*, which goes when all of them were confirmed. The others
 * have a row each, an *entry*: messages from saga to saga, and what an outbox batch was split into.
 */
export interface Outbox {
  /**
   * Claims outbox entries whose lease has expired, in order of id, with a new lease. Splits outbox
   * batches whose lease has expired: a later claim returns what was in them.
   */
  claimOutbox(claim: OutboxClaim): Promise<ClaimedOutbox>;

  /**
   * Replaces an outbox batch by an entry for each of its messages that was not confirmed, with the
   * same lease. False: it is not there; somebody else has split or deleted it.
   */
  splitOutbox(split: OutboxSplit): Promise<boolean>;

  /** Deletes what was confirmed; unknown ids are ignored. */
  deleteSent(sent: SentMessages): Promise<void>;

  /** Defers entries that could not be delivered; they are retried after `retryInMs`. */
  putOff(failures: readonly OutboxFailure[]): Promise<void>;
}

export interface OutboxClaim {
  /** 0: only batches are split. */
  readonly limit: number;
  readonly leaseMs: number;
  /** Limit of all messages together; the first one is returned whatever its size. */
  readonly bytesMax: number;
  /** Message ids after this one; null: all. */
  readonly afterId: string | null;
  /** How many outbox batches to split at most, within `bytesMax` as well. */
  readonly batchesMax: number;
}

export interface ClaimedOutbox {
  readonly entries: readonly OutboxEntry[];
  /** More entries were free, but did not fit into the limit. */
  readonly isCut: boolean;
  /** Batches were split: there may be more of them, and their messages can be claimed now. */
  readonly hasSplit: boolean;
}

/** What the broker has confirmed. */
export interface SentMessages {
  readonly messageIds: readonly string[];
  /** Outbox batches all of whose messages were confirmed. */
  readonly batchIds: readonly string[];
}

export interface OutboxSplit {
  readonly batchId: string;
  /** Its messages that were confirmed. */
  readonly sentMessageIds: readonly string[];
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
