import type { WantedVersion } from './definition-source.js';
import type { SentMessages } from './outbox.js';
import type { BatchResult, BatchWrites } from './saga-batch.js';

/** What was decided on states that were read before, and have yet to hold. */
export interface RememberedWork {
  /**
   * The store's era in which the states were read or written. Another one begins when a connection
   * was lost or the server did not answer, and with another server: it may have come back without
   * its last moments, and the same versions mean something else. Then nothing is written. Compared
   * only; null: nothing of it was remembered, any era will do.
   */
  readonly era: string | null;
  /**
   * Starts, updates, history and outgoing messages, and nothing else: each of them is checked by a
   * version or a key when it is written. The timer of an update never moves to a later instant:
   * somebody may have set an earlier one since its state was read.
   */
  readonly writes: Pick<
    BatchWrites,
    'starts' | 'updates' | 'history' | 'outgoing' | 'outgoingAlone'
  >;
  /** What the definitions of the starts were found by: it still has to lead to this version. */
  readonly resolved: readonly ResolvedVersion[];
  /** What was confirmed, to delete from the outbox. */
  readonly sent: SentMessages;
}

export interface ResolvedVersion {
  readonly wanted: WantedVersion;
  readonly version: number;
}

export type RememberedResult =
  | {
      readonly type: 'written';
      /** The database's clock, in ms since the epoch. */
      readonly at: number;
      readonly duplicates: BatchResult['duplicates'];
      readonly outboxBatchId: BatchResult['outboxBatchId'];
    }
  /** Another era, a saga moved on, or a version was posted or retired: nothing was written. */
  | { readonly type: 'outdated' };
