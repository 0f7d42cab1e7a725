import type { pausePorts } from '#ports';
import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import type { Pulse, PulseReading } from '../pulse/pulse.js';

export interface HeldReleaseOptions {
  readonly store: Pick<pausePorts.PauseStore, 'releaseHeld'>;
  readonly pipeline: Pick<TransitionPipeline, 'noteDue'>;
  readonly pulse: Pick<Pulse, 'listen'>;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/**
 * 2,000 sagas a second at most: timers fire in order of time, so that others whose timers come due
 * meanwhile wait for one portion, and not for all that a pause held.
 */
const PORTION = 200;
const PAUSE_MS = 100;

/**
 * Wakes the sagas that a pause held, when it is over, in portions. How far it is stands in the
 * database: another process goes on when this one dies.
 */
export class HeldRelease {
  private readonly task: RepeatingTask;

  constructor(private readonly options: HeldReleaseOptions) {
    this.task = new RepeatingTask(options.clock, () => this.release());
    options.pulse.listen((reading) => this.note(reading));
  }

  start(): void {
    this.task.start(Infinity);
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  private note(reading: PulseReading | null): void {
    if (reading?.areHeldDue === true) this.task.hurry(0);
  }

  private async release(): Promise<number> {
    const { store, pipeline, report } = this.options;
    try {
      const found = await store.releaseHeld({ limit: PORTION });
      if (found > 0) pipeline.noteDue();
      if (found === PORTION) return PAUSE_MS;
    } catch (error) {
      report({ during: 'wake what a pause held', error });
    }
    return Infinity;
  }
}
