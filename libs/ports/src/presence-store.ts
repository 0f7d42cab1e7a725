import type { Outage } from '#engine';

/** Records when replicas were present, and outages (docs/decisions/0052). */
export interface PresenceStore {
  /**
   * Reports that the replica is present, if its last report is at most `gapMs` old, and reads who
   * else is, as of just before. Takes no turns, so only itself may be written. null: that report is
   * older, or there is none, and nothing was written.
   */
  touch(beat: {
    readonly id: string;
    /** For how long it has been without the broker; null: it has the broker. */
    readonly brokerLostForMs: number | null;
    readonly gapMs: number;
  }): Promise<KnownPresence | null>;
  /**
   * Serves one replica at a time: reads, lets `decide` compute the writes, writes and commits.
   * `decide` is synchronous.
   */
  note(decide: (known: KnownPresence) => PresenceWrites): Promise<void>;
}

export interface KnownPresence {
  /** The store's clock, in ms since the epoch. */
  readonly at: number;
  readonly replicas: readonly ReplicaPresence[];
  /** Every reply queue with a number that was ever leased, in order of the numbers. */
  readonly replyQueues: readonly ReplyQueueLease[];
}

/** Who reads a reply queue (docs/decisions/0085). */
export interface ReplyQueueLease {
  readonly number: number;
  /** Id of the replica that reads it. */
  readonly replica: string;
  /** Grows by one whenever another replica takes it. */
  readonly fence: number;
  /** The replica names it in its commands; false: it reads it because nobody else does. */
  readonly isHome: boolean;
}

/** Instants are by the store's clock. */
export interface ReplicaPresence {
  readonly id: string;
  /** When it last reported that it was present. */
  readonly seenAt: number;
  /** Since when it had lost the broker, at its last report; null: it had not. */
  readonly brokerLostAt: number | null;
  /** The replica shut down after finishing its work. */
  readonly hasLeft: boolean;
  /** It reads envelopes of replies; false: it is of an earlier release. */
  readonly readsEnvelopes: boolean;
}

export interface PresenceWrites {
  readonly replica: ReplicaPresence;
  /** Ids of replicas to delete. */
  readonly gone: readonly string[];
  readonly outages: readonly PastOutage[];
  /** Leases to write; empty: all stay as they are. */
  readonly replyQueues: readonly ReplyQueueLease[];
}

/** `silence`: a replica did not report, because it was stopped or had lost the store. */
export interface PastOutage extends Outage {
  readonly what: 'broker' | 'silence';
}
