import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { FloodGuard } from '#messaging';
import type { FailureRecords } from '#persistence';
import { RepeatingTask, systemClock } from '#resilience';

/** How often all open sagas are compared with their rows, by one replica. */
const WALK_MS = 600_000;
/** Between two pages, so that the walk takes a small share of the database. */
const PAGE_MS = 200;

/**
 * Finds troubles that were not written down: those from before the migration, and what a replica of
 * an earlier release does beside this one.
 */
export class FailureWalk implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: RepeatingTask;
  private readonly log: FloodGuard;
  /** undefined: no walk is under way. */
  private afterId: string | null | undefined;

  constructor(
    private readonly parts: {
      readonly records: Pick<FailureRecords, 'takeTurn' | 'walk' | 'endLost'>;
      readonly logger: Logger;
    },
  ) {
    this.log = new FloodGuard(parts.logger);
    this.task = new RepeatingTask(systemClock, () => this.run());
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  private async run(): Promise<number> {
    try {
      return await this.step();
    } catch (error) {
      this.log.warn({ err: error }, 'cannot compare the troubles of sagas with their states');
      this.afterId = undefined;
      return WALK_MS;
    }
  }

  /** A page of the walk. Gives the time until the next one, in ms. */
  private async step(): Promise<number> {
    const { records, logger } = this.parts;
    if (this.afterId === undefined) {
      if (!(await records.takeTurn('failure-walk', WALK_MS * 0.9))) return WALK_MS;
      await records.endLost();
    }
    const { lastId, mended } = await records.walk(this.afterId ?? null);
    if (mended > 0) logger.info({ sagas: mended }, 'troubles of sagas were written down late');
    this.afterId = lastId ?? undefined;
    return lastId === null ? WALK_MS : PAGE_MS;
  }
}
