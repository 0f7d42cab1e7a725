import type { Outage } from '#engine';

/** Where replicas keep when they were there, and what was away (docs/decisions/0052). */
export interface PresenceStore {
  /**
   * One replica at a time: reads, lets `decide` say what is to be written, writes and commits.
   * `decide` is synchronous.
   */
  note(decide: (known: KnownPresence) => PresenceWrites): Promise<void>;
}

export interface KnownPresence {
  /** The store's clock, in ms since the epoch. */
  readonly at: number;
  readonly replicas: readonly ReplicaPresence[];
}

/** Instants are of the store's clock. */
export interface ReplicaPresence {
  readonly id: string;
  /** When it last said that it was there. */
  readonly seenAt: number;
  /** Since when it was without the broker, when it last said so; null: it was not. */
  readonly brokerLostAt: number | null;
  /** It was closed, and finished what it had in hand. */
  readonly hasLeft: boolean;
}

export interface PresenceWrites {
  readonly replica: ReplicaPresence;
  /** Ids of replicas that are forgotten. */
  readonly gone: readonly string[];
  readonly outages: readonly PastOutage[];
}

/** `silence`: of a replica; it was stopped, or without the store. */
export interface PastOutage extends Outage {
  readonly what: 'broker' | 'silence';
}
