import type { BusConsumer } from '#bus';
import { OutageReport, RETRY_BOUNDS, waitBeforeRetry } from '#resilience';
import type { ParticipantLogger } from '#duties';
import { PoolExhaustedError } from '../errors/transaction-errors.js';

/** Looks whether the database can do what a command needs. */
export interface DatabaseProbe {
  /** @throws the error that prevents it */
  check(): Promise<void>;
  /** Closes sessions that were left over from an outage and cannot write. Never rejects. */
  closeReaders(): Promise<void>;
}

/** An outage so soon after another counts as the same one, so probes do not speed up again. */
const RELAPSE_MS = 30_000;

/**
 * Closed while the database cannot do the work of a command. Meanwhile the broker delivers nothing
 * more, and delivered commands wait here: returning them to the queue would count as another
 * delivery each time. It opens when the probe, which does what a command does, succeeds.
 */
export class DatabaseGate {
  private consumer: BusConsumer | undefined;
  private outage: Promise<void> | undefined;
  private isPaused = false;
  private suspicion: Promise<void> | undefined;
  private probes = 0;
  private openedAt = 0;
  /** When a probe last succeeded or failed, by `performance.now()`. */
  private foundAwayAt = -Infinity;

  constructor(
    private readonly probe: DatabaseProbe,
    private readonly logger: ParticipantLogger,
    private readonly signal: AbortSignal,
  ) {}

  get isOpen(): boolean {
    return this.outage === undefined;
  }

  /** Whether the database is away, or was after this instant of `performance.now()`. */
  wasAwaySince(instant: number): boolean {
    return this.isPaused || this.foundAwayAt >= instant;
  }

  /** The consumer to pause while the gate is closed; undefined: none. */
  guard(consumer: BusConsumer | undefined): void {
    this.consumer = consumer;
    if (this.isPaused) this.steer('pause');
  }

  /**
   * Resolves when the database is available, as far as is known. Rejects when the signal is
   * aborted.
   */
  async pass(): Promise<void> {
    while (this.outage) await this.outage;
    this.signal.throwIfAborted();
  }

  /** Reports that a statement found that the database cannot work. */
  reportAway(error: unknown): void {
    if (this.outage) return;
    if (Date.now() - this.openedAt > RELAPSE_MS) this.probes = 0;
    const outage = this.probeUntilBack(error).finally(() => {
      this.openedAt = Date.now();
      this.outage = undefined;
    });
    this.outage = outage;
    // Those who wait in `pass` get the same rejection; if nobody waits, it adds nothing.
    outage.catch(() => undefined);
  }

  /**
   * Reports a statement without an answer for long: it may be slow, or the server may be gone.
   * Resolves when a probe has looked. Never rejects.
   */
  suspect(): Promise<void> {
    if (this.outage) return Promise.resolve();
    this.suspicion ??= this.probe
      .check()
      .catch((error: unknown) => {
        // With all connections at work the probe cannot tell.
        if (error instanceof PoolExhaustedError) return;
        this.foundAwayAt = performance.now();
        this.reportAway(error);
      })
      .finally(() => (this.suspicion = undefined));
    return this.suspicion;
  }

  /** A single session that was ended is not an outage: the first probe then succeeds. */
  private async probeUntilBack(reason: unknown): Promise<void> {
    const firstLook = await this.look();
    if (firstLook === null) {
      this.logger.info({ err: reason }, 'a session of the database was lost; it is there');
      if (this.probes++ > 0) await this.wait();
      return;
    }
    this.isPaused = true;
    const report = new OutageReport();
    report.failed(performance.now());
    this.logger.warn({ err: firstLook, cause: reason }, 'the database is away; commands wait');
    this.steer('pause');
    await this.untilBack(report);
    this.isPaused = false;
    const awayForMs = report.succeeded(performance.now());
    this.logger.info({ awayForMs }, 'the database is back');
    this.steer('resume');
  }

  /** Says that it is still away after the first look, and then each minute. */
  private async untilBack(report: OutageReport): Promise<void> {
    for (let looks = 0; ; looks++) {
      this.probes++;
      await this.wait();
      const error = await this.look();
      if (error === null) return;
      const awayForMs = report.failed(performance.now());
      const facts = { err: error, ...(awayForMs !== null && { awayForMs }) };
      if (looks === 0 || awayForMs !== null) this.logger.info(facts, 'the database is still away');
    }
  }

  /** Null: it can work. */
  private async look(): Promise<unknown> {
    this.signal.throwIfAborted();
    await this.probe.closeReaders();
    return this.probe.check().then(
      () => null,
      (error: unknown) => {
        if (!(error instanceof PoolExhaustedError)) this.foundAwayAt = performance.now();
        return error;
      },
    );
  }

  private wait(): Promise<void> {
    return waitBeforeRetry(Math.max(1, this.probes), RETRY_BOUNDS, this.signal);
  }

  private steer(direction: 'pause' | 'resume'): void {
    this.consumer?.[direction]().catch((error: unknown) => {
      // Without its connection a consumer is neither; the bus takes it up again.
      this.logger.warn({ err: error }, `the consumer did not ${direction}`);
    });
  }
}
