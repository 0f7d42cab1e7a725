import { Backoff, type Clock, type ReportFault, RETRY_BOUNDS } from '#resilience';
import { StoreUnavailableError, type DeadMessage, type SagaStore } from '#ports';
import { deadMessage, type UnusableMessage } from './dead-message.js';

/** Messages per transaction: a flood of them must not become a flood of transactions. */
const TOGETHER_MAX = 50;

interface Waiting {
  readonly message: DeadMessage;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Stores unusable messages for a person to see, and waits for a store that is away. */
export class DeadMessageKeeper {
  private readonly waiting: Waiting[] = [];
  private isBusy = false;
  private isClosed = false;

  constructor(
    private readonly parts: {
      readonly store: SagaStore;
      readonly clock: Clock;
      readonly report: ReportFault;
    },
  ) {}

  /** Resolves when the message is stored. Rejects when the store refuses it. */
  keep(unusable: UnusableMessage): Promise<void> {
    const message = deadMessage(unusable);
    return new Promise((resolve, reject) => {
      this.waiting.push({ message, resolve, reject });
      if (!this.isBusy) void this.work();
    });
  }

  /** Rejects what the store has not answered: it was not acknowledged, and is redelivered. */
  close(): void {
    this.isClosed = true;
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, TOGETHER_MAX));
    this.isBusy = false;
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    const { store, clock, report } = this.parts;
    const backoff = new Backoff(clock, RETRY_BOUNDS);
    for (;;) {
      try {
        await store.addDeadMessages(group.map(({ message }) => message));
        return group.forEach(({ resolve }) => resolve());
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) return this.writeEach(group, error);
        report({ during: 'keep a dead message', error });
        if (this.isClosed) return group.forEach(({ reject }) => reject(error));
        if (error.maybeTooLarge && group.length > 1) return this.writeHalves(group);
      }
      await backoff.wait();
    }
  }

  /** A group that timed out may succeed in halves; repeated whole it might never. */
  private async writeHalves(group: readonly Waiting[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await this.write(group.slice(0, middle));
    await this.write(group.slice(middle));
  }

  /** Writes each message alone, so that one the store refuses does not affect the others. */
  private async writeEach(group: readonly Waiting[], error: unknown): Promise<void> {
    if (group.length === 1) return group.forEach(({ reject }) => reject(error));
    for (const waiting of group) await this.write([waiting]);
  }
}
