import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { FloodGuard } from '#messaging';
import type { EndedTally } from '#persistence';
import { RepeatingTask, systemClock, type Clock } from '#resilience';

/** What has ended since is counted whenever somebody asks: it should not be much. */
const PAUSE_MS = 30_000;

/** Keeps the tally of ended sagas close to the present, on any one replica at a time. */
export class TallyKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: RepeatingTask;
  private readonly log: FloodGuard;

  constructor(
    private readonly tally: Pick<EndedTally, 'advance'>,
    logger: Logger,
    { clock = systemClock, pauseMs = PAUSE_MS }: { clock?: Clock; pauseMs?: number } = {},
  ) {
    this.log = new FloodGuard(logger);
    this.task = new RepeatingTask(clock, () => this.run(pauseMs));
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  /** Resolves when nothing is counted any more. */
  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  private async run(pauseMs: number): Promise<number> {
    try {
      return (await this.tally.advance()) ? 0 : pauseMs;
    } catch (error) {
      this.log.warn({ reason: String(error) }, 'cannot count ended sagas');
      return pauseMs;
    }
  }
}
