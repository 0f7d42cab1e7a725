import { randomUUID } from 'node:crypto';
import type { Outgoing } from '#engine';
import type { BatchWrites, OutboxClaim, OutboxEntry, OutboxFailure, SentMessages } from '#ports';
import { freeOutbox } from '../memory-reads.js';

interface Row {
  readonly message: Outgoing;
  leaseUntil: number;
  tries: number;
  lastError: string | null;
}

interface Batch {
  readonly messages: readonly Outgoing[];
  readonly leaseUntil: number;
}

/** The outbox of a `MemorySagaStore`. Instants are in ms since the epoch. */
export class MemoryOutbox {
  /** With a row each. */
  readonly alone = new Map<string, Row>();
  /** Rows that several share, by their ids. */
  readonly batches = new Map<string, Batch>();

  /** How many messages there are, alone and in batches. */
  get size(): number {
    return this.messages().length;
  }

  /** Their ids. */
  keys(): readonly string[] {
    return this.messages().map(({ messageId }) => messageId);
  }

  /** Their ids, as if these were deleted. */
  keysWithout({ messageIds, batchIds }: SentMessages): readonly string[] {
    const batched = [...this.batches]
      .filter(([id]) => !batchIds.includes(id))
      .flatMap(([, { messages }]) => messages.map(({ messageId }) => messageId));
    return [...batched, ...[...this.alone.keys()].filter((id) => !messageIds.includes(id))];
  }

  has(messageId: string): boolean {
    return this.keys().includes(messageId);
  }

  messages(): readonly Outgoing[] {
    const batched = [...this.batches.values()].flatMap(({ messages }) => messages);
    return [...batched, ...[...this.alone.values()].map(({ message }) => message)];
  }

  /** Why they were put off, by message id. */
  get errors(): ReadonlyMap<string, string> {
    const failed = [...this.alone].filter(([, { lastError }]) => lastError !== null);
    return new Map(failed.map(([id, { lastError }]) => [id, lastError ?? '']));
  }

  clear(): void {
    this.alone.clear();
    this.batches.clear();
  }

  /** Gives the id of the batch, if there is one. */
  write(
    { outgoing, outgoingAlone }: Pick<BatchWrites, 'outgoing' | 'outgoingAlone'>,
    { leaseUntil, lost }: { readonly leaseUntil: number; readonly lost: ReadonlySet<string> },
  ): string | null {
    const isWritten = ({ sagaId }: Outgoing): boolean => !lost.has(sagaId);
    const messages = structuredClone(outgoing.filter(isWritten));
    const alone = structuredClone(outgoingAlone.filter(isWritten));
    const isBatch = lost.size === 0 && messages.length > 0;
    for (const message of isBatch ? alone : [...messages, ...alone]) this.put(message, leaseUntil);
    if (!isBatch) return null;
    const id = randomUUID();
    this.batches.set(id, { messages, leaseUntil });
    return id;
  }

  claim(claim: OutboxClaim, now: number) {
    const { rows, isCut } = freeOutbox(this.alone, claim, now);
    const entries = rows.map((row): OutboxEntry => {
      row.leaseUntil = now + claim.leaseMs;
      row.tries++;
      return { message: row.message, tries: row.tries };
    });
    const expired = [...this.batches].filter(([, { leaseUntil }]) => leaseUntil <= now);
    let bytes = 0;
    const split = expired.slice(0, claim.batchesMax).filter(([, { messages }], index) => {
      bytes += Buffer.byteLength(messages.map((message) => JSON.stringify(message)).join('\n'));
      return index === 0 || bytes <= claim.bytesMax;
    });
    for (const [batchId] of split) this.split({ batchId, sentMessageIds: [] });
    return { entries, isCut, hasSplit: split.length > 0 };
  }

  split({
    batchId,
    sentMessageIds,
  }: {
    readonly batchId: string;
    readonly sentMessageIds: readonly string[];
  }): boolean {
    const batch = this.batches.get(batchId);
    if (!batch) return false;
    this.batches.delete(batchId);
    for (const message of batch.messages) {
      if (!sentMessageIds.includes(message.messageId)) this.put(message, batch.leaseUntil);
    }
    return true;
  }

  delete({ messageIds, batchIds }: SentMessages): void {
    for (const id of messageIds) this.alone.delete(id);
    for (const id of batchIds) this.batches.delete(id);
  }

  putOff(failures: readonly OutboxFailure[], now: number): void {
    for (const { messageId, reason, retryInMs } of failures) {
      const row = this.alone.get(messageId);
      if (!row) continue;
      row.lastError = reason;
      row.leaseUntil = now + retryInMs;
    }
  }

  /** As if all leases had ended. */
  splitAll(): void {
    for (const batchId of this.batches.keys()) this.split({ batchId, sentMessageIds: [] });
  }

  /** As an earlier process left it. */
  put(message: Outgoing, leaseUntil: number): void {
    if (this.alone.has(message.messageId)) return;
    this.alone.set(message.messageId, { message, leaseUntil, tries: 0, lastError: null });
  }
}
