import { growingMs } from '#resilience';
import type { Outgoing } from '#engine';
import type { OutboxFailure } from '#ports';
import type { OutboxBatch } from './outbox-batch.js';
import type { WireMessage } from './wire-message.js';

/** A message of the outbox on its way to the broker. */
export interface WireEntry {
  readonly message: WireMessage;
  readonly tries: number;
  /** The row that it shares with others; null: it has its own. */
  readonly batch: OutboxBatch | null;
  /** By the relay's clock: confirmed after this, its timeout begins anew. */
  readonly lateAt: number;
  /** By the relay's clock: until then nobody else can claim it from the outbox. */
  readonly leasedUntil: number;
}

/** A command that needs longer to the broker is late, or a tenth of its timeout if that is less. */
const LATE_MS_MAX = 1000;
const UNROUTABLE_RETRY = { initialMs: 1000, maxMs: 60_000 };

/** After how many ms a message counts as late that was committed at this instant. */
export function lateAfterMs(message: Outgoing, at: number): number {
  if (message.type !== 'command') return Infinity;
  return Math.min(LATE_MS_MAX, (message.dueAt - at) / 10);
}

export function failureOf({ message, tries }: WireEntry, reason: string): OutboxFailure {
  const retryInMs = growingMs(tries + 1, UNROUTABLE_RETRY);
  return { messageId: message.messageId, reason, retryInMs };
}

export function byParticipant(entries: readonly WireEntry[]): Map<string, WireEntry[]> {
  const groups = new Map<string, WireEntry[]>();
  for (const entry of entries) {
    if (entry.message.type !== 'command') continue;
    const { participant } = entry.message;
    const group = groups.get(participant);
    if (group) group.push(entry);
    else groups.set(participant, [entry]);
  }
  return groups;
}
