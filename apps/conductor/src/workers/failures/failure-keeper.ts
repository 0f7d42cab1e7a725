import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import type { FailureRecords } from '#persistence';
import { FloodGuard } from '#messaging';
import { RepeatingTask, systemClock } from '#resilience';

/** How often troubles that are over are counted, by one replica. Nobody waits for it. */
const TURN_MS = 5_000;
/** A group that is forgotten a minute later costs nothing. */
const TURNS_UNTIL_FORGETTING = 12;
/** Of one turn. What is left is for the next one. */
const PORTIONS_MAX = 20;

/** Counts troubles that are over, so that what is read for a group stays small. */
export class FailureKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: RepeatingTask;
  private readonly log: FloodGuard;
  private turns = 0;

  constructor(
    private readonly parts: {
      readonly records: Pick<FailureRecords, 'countEnded' | 'forget'>;
      readonly logger: Logger;
    },
  ) {
    this.log = new FloodGuard(parts.logger);
    this.task = new RepeatingTask(systemClock, () => this.run());
  }

  onApplicationBootstrap(): void {
    this.task.start(TURN_MS);
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** Gives the time until the next run, in ms. */
  private async run(): Promise<number> {
    const { records } = this.parts;
    try {
      // a little less than the interval: a replica alone has each of its turns
      const first = await records.countEnded(TURN_MS * 0.8);
      if (first === null) return TURN_MS;
      let portion: typeof first | null = first;
      for (let count = 1; portion?.isMore === true && count < PORTIONS_MAX; count++) {
        portion = await records.countEnded(0);
      }
      if (this.turns++ % TURNS_UNTIL_FORGETTING === 0) await records.forget();
    } catch (error) {
      this.log.warn({ err: error }, 'cannot count the troubles of sagas');
    }
    return TURN_MS;
  }
}
