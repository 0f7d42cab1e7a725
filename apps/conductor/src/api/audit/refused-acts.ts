import type { OnModuleDestroy } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { writeRows, type Reader } from '#database';
import { actStatement, type Act } from '#persistence';
import { RepeatingTask, systemClock, type ReportFault } from '#resilience';
import type { ApiError } from '../edge/api-error.js';
import { RefusalCounts } from './refusal-counts.js';
import { refusalOf } from './refused-act.js';

/**
 * Writes acts that were refused into the audit log. The caller does not wait for it, and what
 * cannot be written is left out: nothing was done.
 */
export class RefusedActs implements OnModuleDestroy {
  private readonly counts = new RefusalCounts();
  private readonly minutes: RepeatingTask;
  private readonly writing = new Set<Promise<void>>();

  constructor(
    /** Connections that readers cannot exhaust. */
    private readonly writer: Reader,
    private readonly report: ReportFault,
  ) {
    this.minutes = new RepeatingTask(systemClock, () => this.endMinutes());
    this.minutes.start(Infinity);
  }

  /** Records a problem, if it is that an act was refused. */
  note(request: FastifyRequest, error: ApiError): void {
    const refusal = refusalOf(request, error);
    if (refusal === null) return;
    const now = systemClock.now();
    const act = this.counts.note(refusal, now);
    if (act !== null) this.write([act]);
    this.minutes.hurry(this.msToNext(now));
  }

  /** Writes what was counted. */
  async onModuleDestroy(): Promise<void> {
    await this.minutes.stop();
    this.write(this.counts.take(systemClock.now(), true));
    await Promise.all(this.writing);
  }

  private endMinutes(): Promise<number> {
    const now = systemClock.now();
    this.write(this.counts.take(now));
    return Promise.resolve(this.msToNext(now));
  }

  private msToNext(now: number): number {
    const { dueAt } = this.counts;
    return dueAt === null ? Infinity : Math.max(0, dueAt - now);
  }

  private write(acts: readonly Act[]): void {
    const written = this.writeAll(acts).finally(() => this.writing.delete(written));
    this.writing.add(written);
  }

  private async writeAll(acts: readonly Act[]): Promise<void> {
    for (const act of acts) {
      const { text, values } = actStatement(act);
      try {
        await writeRows(this.writer, text, values);
      } catch (error) {
        this.report({ during: 'record a refusal', error });
      }
    }
  }
}
