import type { Outgoing } from '#engine';

/** What the pipeline needs of the outbox relay. */
export interface MessageRelay {
  /**
   * Messages that were committed just now, at this instant of the database, to be published from
   * memory. Returns at once.
   */
  publish(messages: readonly Outgoing[], at: number): void;
  /** Ids of confirmed messages, for the next transaction to delete. */
  takeConfirmed(max: number): readonly string[];
  /** The transaction failed: they are still in the outbox. */
  giveBack(messageIds: readonly string[]): void;
}
