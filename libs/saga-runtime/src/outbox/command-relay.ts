import type { Command } from '#saga-core';

/** What the pipeline needs of the outbox relay. */
export interface CommandRelay {
  /** Commands that were committed just now, to be published from memory. Returns at once. */
  publish(commands: readonly Command[]): void;
  /** Ids of confirmed messages, for the next transaction to delete. */
  takeConfirmed(max: number): readonly string[];
  /** The transaction failed: they are still in the outbox. */
  giveBack(messageIds: readonly string[]): void;
}
