import type { BusConsumer } from '#contracts';
import type { DataSource } from 'typeorm';
import { waitBeforeRetry } from './back-off.js';
import type { ParticipantLogger } from './participant-options.js';

const PROBE_BACK_OFF = { initialMs: 100, maxMs: 5_000 };

/**
 * Closed while the database is away: the broker delivers nothing more, what it has delivered waits
 * here, and nothing is put back into the queue, where each return would count as a delivery.
 */
export class DatabaseGate {
  private consumer: BusConsumer | undefined;
  private outage: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly logger: ParticipantLogger,
    private readonly signal: AbortSignal,
  ) {}

  /** From now on this consumer is paused while the gate is closed; undefined: none is. */
  guard(consumer: BusConsumer | undefined): void {
    this.consumer = consumer;
    if (this.outage) this.steer('pause');
  }

  /**
   * Resolves when the database is there, as far as is known. Rejects when the signal is aborted.
   */
  async pass(): Promise<void> {
    while (this.outage) await this.outage;
    this.signal.throwIfAborted();
  }

  /** A statement found the database away. */
  reportAway(error: unknown): void {
    if (this.outage) return;
    this.logger.warn({ err: error }, 'the database is away; commands wait');
    this.steer('pause');
    const outage = this.probeUntilBack().finally(() => {
      this.outage = undefined;
    });
    this.outage = outage;
    // Those who wait in `pass` get the rejection too; when nobody does, it tells nothing new.
    outage.catch(() => undefined);
  }

  private async probeUntilBack(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await waitBeforeRetry(attempt, PROBE_BACK_OFF, this.signal);
      try {
        await this.dataSource.query('select 1');
        break;
      } catch (error) {
        this.logger.info({ err: error, attempt }, 'the database is still away');
      }
    }
    this.logger.info({}, 'the database is back');
    this.steer('resume');
  }

  private steer(direction: 'pause' | 'resume'): void {
    this.consumer?.[direction]().catch((error: unknown) => {
      // Without its connection a consumer is neither; the bus takes it up again.
      this.logger.warn({ err: error }, `the consumer did not ${direction}`);
    });
  }
}
