import type { Outgoing } from '#engine';
import type { SentMessages } from '#ports';

/** What the pipeline needs of the outbox relay. */
export interface MessageRelay {
  /** Messages that were committed just now, to be published from memory. Returns at once. */
  publish(messages: readonly Outgoing[], commit: Commit): void;
  /** What was confirmed, for the next transaction to delete; so many of each kind at most. */
  takeConfirmed(max: number): SentMessages;
  /** The transaction failed: they are still in the outbox. */
  giveBack(sent: SentMessages): void;
}

export interface Commit {
  /** The instant of the database. */
  readonly at: number;
  /** The row of the outbox that holds all of these messages; null: each has its own. */
  readonly batchId: string | null;
}
