import { Backoff, type Clock, type ReportFault } from '#resilience';
import { StoreUnavailableError, type DeadMessage, type SagaStore } from '#ports';
import { deadMessage, type UnusableMessage } from './dead-message.js';

/** Written together: a flood of unusable messages must not become a flood of transactions. */
const TOGETHER_MAX = 50;
const RETRY = { initialMs: 100, maxMs: 5000 };

interface Waiting {
  readonly message: DeadMessage;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Puts messages where a person sees them, and waits for a store that is away. */
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

  /** Resolves when it is kept. Rejects when the store will not have it. */
  keep(unusable: UnusableMessage): Promise<void> {
    const message = deadMessage(unusable);
    return new Promise((resolve, reject) => {
      this.waiting.push({ message, resolve, reject });
      if (!this.isBusy) void this.work();
    });
  }

  /** What the store does not answer for is rejected: it was not acknowledged, and comes again. */
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
    const backoff = new Backoff(clock, RETRY);
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

  /** What took too long as a whole may go through in parts; the same again might never. */
  private async writeHalves(group: readonly Waiting[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await this.write(group.slice(0, middle));
    await this.write(group.slice(middle));
  }

  /** One of them is more than the store can take; the others are not to suffer. */
  private async writeEach(group: readonly Waiting[], error: unknown): Promise<void> {
    if (group.length === 1) return group.forEach(({ reject }) => reject(error));
    for (const waiting of group) await this.write([waiting]);
  }
}
