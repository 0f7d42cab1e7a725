import type { ParticipantLogger } from '#participant';
import { backOffMs, pause } from './back-off.js';
import type { ConductorClient } from './conductor-client.js';
import type { DefinitionPublisher } from './definition-publisher.js';
import type { OwedStart, SagaStartOutbox } from './saga-start-outbox.js';

export interface SagaStarterOptions {
  readonly outbox: SagaStartOutbox;
  readonly conductor: ConductorClient;
  readonly publisher: DefinitionPublisher;
  readonly logger: ParticipantLogger;
}

/** Looks out for the answer to one order's start. */
export interface StartWatch {
  /** The saga's id; null: there is none yet, after so long or because asking failed. */
  wait(patienceMs: number): Promise<string | null>;
  end(): void;
}

/** Starts asked for at the same time. */
const IN_FLIGHT_MAX = 16;
/** What another replica left, or what became due, is found after this long. */
const POLL_MS = 1_000;

/**
 * Asks the conductor for every saga that is owed, until it has answered, for ever. One loop claims
 * what is due and asks for it; it wakes when an order is placed, when an answer makes room, and
 * from time to time. Stopping at any point loses nothing: the start stays owed, and asking twice
 * with one key gives one saga.
 */
export class SagaStarter {
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  private readonly watchers = new Map<string, (sagaId: string | null) => void>();
  private isWoken = false;
  private wake: () => void = () => undefined;
  private loop: Promise<void> = Promise.resolve();

  constructor(private readonly options: SagaStarterOptions) {}

  start(): void {
    this.loop = this.run();
  }

  /** Breaks off what is being asked: it stays owed. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.wakeUp();
    await this.loop;
  }

  /** Something is owed: it is asked for at once. */
  wakeUp(): void {
    this.isWoken = true;
    this.wake();
  }

  /** To be called before the start is stored: nothing is missed then. */
  watch(orderId: string): StartWatch {
    let tell: (sagaId: string | null) => void = () => undefined;
    const answered = new Promise<string | null>((resolve) => (tell = resolve));
    this.watchers.set(orderId, tell);
    return {
      wait: async (patienceMs) => {
        const timer = setTimeout(tell, patienceMs, null);
        return answered.finally(() => clearTimeout(timer));
      },
      end: () => this.watchers.delete(orderId),
    };
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        this.isWoken = false;
        const isMore = await this.claimAndStart();
        if (!isMore) await this.sleep();
      } catch (error) {
        this.options.logger.error({ err: error }, 'owed starts cannot be claimed');
        await pause(POLL_MS, signal);
      }
    }
    await Promise.all(this.inFlight);
  }

  /** True: there may be more to claim now. */
  private async claimAndStart(): Promise<boolean> {
    const room = IN_FLIGHT_MAX - this.inFlight.size;
    if (room === 0) return false;
    const owed = await this.options.outbox.claim(room);
    for (const start of owed) this.track(start);
    return owed.length === room && this.inFlight.size < IN_FLIGHT_MAX;
  }

  /** Never rejects. */
  private track(start: OwedStart): void {
    const working = this.startOne(start)
      .catch((error: unknown) => {
        // The claim runs out, and then it is asked for again.
        const { orderId } = start;
        this.options.logger.error({ err: error, orderId }, 'the answer cannot be stored');
      })
      .finally(() => {
        if (this.inFlight.size === IN_FLIGHT_MAX) this.wakeUp();
        this.inFlight.delete(working);
        this.watchers.get(start.orderId)?.(null);
      });
    this.inFlight.add(working);
  }

  private async startOne(start: OwedStart): Promise<void> {
    const { outbox, conductor, publisher, logger } = this.options;
    const { signal } = this.stopping;
    const { orderId } = start;
    const request = { orderId, input: JSON.parse(start.input) as unknown };
    let answer = await conductor.startSaga(request, signal);
    if (answer.type === 'definition-missing' && (await publisher.publish(signal))) {
      answer = await conductor.startSaga(request, signal);
    }
    switch (answer.type) {
      case 'started':
        await outbox.settleStarted(orderId, answer.sagaId);
        this.watchers.get(orderId)?.(answer.sagaId);
        return;
      case 'rejected':
        logger.error({ orderId, reason: answer.reason }, 'order rejected: it gets no saga');
        return outbox.settleRejected(orderId, answer.reason);
      case 'definition-missing':
        return this.postpone(start, { reason: 'the conductor does not have the definition' });
      case 'unavailable':
        return this.postpone(start, answer);
      default:
        answer satisfies never;
    }
  }

  private async postpone(
    { orderId, attempts }: OwedStart,
    trouble: { readonly reason: string; readonly retryAfterMs?: number },
  ): Promise<void> {
    const { outbox, logger } = this.options;
    const { reason, retryAfterMs = 0 } = trouble;
    // Broken off by ourselves: whoever comes next need not wait.
    if (this.stopping.signal.aborted) return outbox.postpone(orderId, 0, reason);
    const delayMs = Math.max(retryAfterMs, backOffMs(attempts));
    logger.warn({ orderId, attempts, reason, delayMs }, 'the saga is not started yet');
    await outbox.postpone(orderId, delayMs, reason);
  }

  /** Until something may have become due. */
  private async sleep(): Promise<void> {
    if (this.isWoken || this.stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
