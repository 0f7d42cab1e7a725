import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { FloodGuard } from '#messaging';
import { operatorStores } from '#persistence';
import { RepeatingTask, systemClock, type Clock } from '#resilience';

/** How often ended sagas are looked through, the oldest first. */
const SWEEP_MS = 3_600_000;
/** After the start, when there is more to do than this. */
const FIRST_SWEEP_MS = 60_000;
/** Between portions at least; and four times as long as the last one took. */
const PAUSE_MS = 100;
const PAUSE_SHARE = 4;
const RETRY_MS = 60_000;

type Position = operatorStores.RetentionPosition;

/** Deletes ended sagas that no rule keeps, on any one replica at a time, and slowly. */
export class RetentionKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly task: RepeatingTask;
  private readonly log: FloodGuard;
  private position: Position = operatorStores.FROM_THE_OLDEST;
  private sagas = 0;

  constructor(
    private readonly parts: {
      readonly rules: Pick<operatorStores.RetentionRules, 'list'>;
      readonly retention: Pick<operatorStores.Retention, 'deletePortion' | 'forget'>;
      readonly logger: Logger;
      readonly clock?: Clock;
    },
  ) {
    this.log = new FloodGuard(parts.logger);
    this.task = new RepeatingTask(parts.clock ?? systemClock, () => this.run());
  }

  onApplicationBootstrap(): void {
    this.task.start(FIRST_SWEEP_MS);
  }

  /** Resolves when nothing is deleted any more. */
  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** The rules have changed: what they let go goes now, and not within the hour. */
  rulesChanged(): void {
    this.task.hurry(0);
  }

  /** Gives the time until the next portion, in ms. */
  private async run(): Promise<number> {
    const { rules, retention } = this.parts;
    const startedAt = performance.now();
    try {
      // read each time: a rule that was withdrawn deletes nothing more
      const known = await rules.list();
      if (known.length === 0) return this.end();
      const portion = await retention.deletePortion(known, this.position);
      if (portion === null) return this.end();
      this.sagas += portion.sagas;
      if (portion.next === null) {
        await retention.forget();
        return this.end();
      }
      this.position = portion.next;
    } catch (error) {
      // what was exempted in the same moment is left out the next time
      this.log.warn({ err: error }, 'cannot delete ended sagas');
      return RETRY_MS;
    }
    return Math.max(PAUSE_MS, PAUSE_SHARE * (performance.now() - startedAt));
  }

  private end(): number {
    if (this.sagas > 0) {
      this.parts.logger.info({ sagas: this.sagas }, 'ended sagas were deleted, as the rules say');
    }
    this.sagas = 0;
    this.position = operatorStores.FROM_THE_OLDEST;
    return SWEEP_MS;
  }
}
