import type { Clock, ReportFault } from '#resilience';
import type { OutboxFailure, SagaStore, SentMessages } from '#ports';
import { OutboxBatch } from './outbox-batch.js';
import { failureOf, type WireEntry } from './wire-entry.js';

export interface OutboxRowsOptions {
  readonly store: SagaStore;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/** A message that could not be delivered, and why, for people. */
export interface Undelivered {
  readonly entry: WireEntry;
  readonly reason: string;
}

interface Row extends Pick<WireEntry, 'batch'> {
  readonly message: { readonly messageId: string };
}

/** The part of a row's lease of 10 s that its process can rely on. */
export const LEASED_MS = 5000;
/** How long what was confirmed waits for a batch of the pipeline that takes it along. */
const DELETE_AFTER_MS = 100;
const DELETE_MAX = 1000;

/**
 * Tells the outbox what became of its messages. A row that is an outbox batch goes when all of its
 * messages were confirmed. Otherwise it is split, into a row for each message that was not: when
 * what became of all of them is known, or after 5 s. If nothing is known of any of them (the
 * broker is away, the process dies), it is left alone, and a sweeper splits it when its lease ends.
 */
export class OutboxRows {
  private messageIds: string[] = [];
  private batchIds: string[] = [];
  private cancelDelete: (() => void) | null = null;
  private readonly splits = new Set<Promise<void>>();

  constructor(private readonly options: OutboxRowsOptions) {}

  /** Messages that a row of this id holds were committed just now. */
  open(batchId: string, messages: number): OutboxBatch {
    const { clock } = this.options;
    const cancel = clock.after(LEASED_MS, () => this.split(batch));
    const leasedUntil = clock.now() + LEASED_MS;
    const batch: OutboxBatch = new OutboxBatch(batchId, { messages, leasedUntil, cancel });
    return batch;
  }

  /** It has arrived; if it was late, its saga knows. */
  confirm({ message, batch }: Row): void {
    if (batch === null || batch.state === 'split') {
      this.messageIds.push(message.messageId);
      return this.scheduleDelete();
    }
    batch.sent.push(message.messageId);
    this.decide(batch);
  }

  /** Whether it has arrived is not known. */
  leave({ batch }: Row): void {
    if (batch !== null && batch.state !== 'split') this.decide(batch);
  }

  /** Never rejects. */
  async putOff(undelivered: readonly Undelivered[]): Promise<void> {
    const failures: OutboxFailure[] = [];
    for (const { entry, reason } of undelivered) {
      const { batch } = entry;
      const failure = failureOf(entry, reason);
      if (batch === null || batch.state === 'split') {
        failures.push(failure);
        continue;
      }
      batch.failures.push(failure);
      this.decide(batch);
    }
    if (failures.length === 0) return;
    // if that fails, the lease that they have decides when they are tried again
    await this.report('put off messages', () => this.options.store.putOff(failures));
  }

  take(max: number): SentMessages {
    const batchIds = this.batchIds.splice(0, max);
    return { batchIds, messageIds: this.messageIds.splice(0, max) };
  }

  giveBack({ messageIds, batchIds }: SentMessages): void {
    this.messageIds.push(...messageIds);
    this.batchIds.push(...batchIds);
    this.scheduleDelete();
  }

  /** Resolves when nothing is to be deleted, or the store is away. */
  async drain(): Promise<void> {
    await Promise.all(this.splits);
    while (!this.isEmpty) {
      if (!(await this.deleteSent())) return;
    }
  }

  private get isEmpty(): boolean {
    return this.messageIds.length + this.batchIds.length === 0;
  }

  private decide(batch: OutboxBatch): void {
    const isLast = batch.decide();
    const now = this.options.clock.now();
    if (isLast && batch.state === 'whole' && batch.isDone(now)) {
      this.batchIds.push(batch.id);
      this.scheduleDelete();
    } else if (isLast || batch.isOverdue(now)) {
      this.split(batch);
    }
  }

  private split(batch: OutboxBatch): void {
    if (batch.state !== 'whole' || batch.isUntouched) return;
    batch.state = 'splitting';
    const splitting = this.report('split an outbox batch', () => this.splitNow(batch)).then(() => {
      this.splits.delete(splitting);
      // then its lease decides, and what was confirmed may go out twice
      if (batch.state === 'splitting') batch.state = 'whole';
    });
    this.splits.add(splitting);
  }

  private async splitNow(batch: OutboxBatch): Promise<void> {
    const sentMessageIds = [...batch.sent];
    const { store } = this.options;
    const isMine = await store.splitOutbox({ batchId: batch.id, sentMessageIds });
    batch.state = 'split';
    // what was confirmed meanwhile, or all of it if another process had split the row before
    this.messageIds.push(...batch.sent.slice(isMine ? sentMessageIds.length : 0));
    this.scheduleDelete();
    if (batch.failures.length > 0) await store.putOff(batch.failures);
  }

  private scheduleDelete(): void {
    if (this.cancelDelete !== null || this.isEmpty) return;
    this.cancelDelete = this.options.clock.after(DELETE_AFTER_MS, () => {
      this.cancelDelete = null;
      void this.deleteSent();
    });
  }

  /** Whether it went well. */
  private async deleteSent(): Promise<boolean> {
    const sent = this.take(DELETE_MAX);
    const isDone = await this.report('delete sent messages', () =>
      this.options.store.deleteSent(sent),
    );
    if (isDone) this.scheduleDelete();
    else this.giveBack(sent);
    return isDone;
  }

  /** Whether it went well. Never rejects. */
  private async report(during: string, action: () => Promise<void>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.options.report({ during, error });
      return false;
    }
  }
}
