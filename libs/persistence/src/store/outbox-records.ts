import { randomUUID } from 'node:crypto';
import type { Outgoing } from '#engine';
import type { BatchWrites } from '#ports';

/** How the messages of a batch are written to the outbox. */
export interface OutboxRecords {
  /** Those that share a row; null: none do. */
  readonly batch: { readonly id: string; readonly entries: readonly Entry[] } | null;
  /** Those with a row each. */
  readonly alone: readonly Entry[];
}

interface Entry {
  readonly message: Outgoing;
  /** As JSON. */
  readonly document: string;
}

/**
 * Messages that are larger together have a row each: a sweeper then takes as many as it can carry
 * at a time, and large ones gain nothing by a common row.
 */
const BATCH_CHARS_MAX = 1024 * 1024;

export function outboxRecords({
  outgoing,
  outgoingAlone,
}: Pick<BatchWrites, 'outgoing' | 'outgoingAlone'>): OutboxRecords {
  const entries = outgoing.map(entryOf);
  const alone = outgoingAlone.map(entryOf);
  if (entries.length === 0) return { batch: null, alone };
  const chars = entries.reduce((sum, { document }) => sum + document.length, 0);
  if (chars > BATCH_CHARS_MAX) return { batch: null, alone: [...entries, ...alone] };
  return { batch: { id: randomUUID(), entries }, alone };
}

function entryOf(message: Outgoing): Entry {
  return { message, document: JSON.stringify(message) };
}
