import type { pausePorts } from '#ports';
import { type Clock, type ReportFault, RepeatingTask } from '#resilience';
import type { PauseBook } from '../pauses/pause-book.js';
import type { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import type { Pulse } from '../pulse/pulse.js';

export interface PauseProberOptions {
  readonly store: Pick<pausePorts.AutomaticPauseStore, 'takeTurns' | 'noteTried'>;
  readonly book: Pick<PauseBook, 'all'>;
  readonly pipeline: Pick<TransitionPipeline, 'wake'>;
  readonly pulse: Pick<Pulse, 'listen'>;
  readonly clock: Clock;
  readonly report: ReportFault;
}

/** How soon it asks again when it could not, and at least while a pause goes on. */
const ASK_AGAIN_MS = 1_000;
const ASK_MS_MAX = 60_000;
const ASK_MS_MIN = 50;

/**
 * Lets an attempt of one saga through each automatic pause, once an interval among all replicas:
 * whoever takes the turn tries the sagas that the pause holds, one after the other, until one of
 * them has something to send. A replica that dies meanwhile costs an interval. While no automatic
 * pause goes on it asks for nothing.
 */
export class PauseProber {
  private readonly task: RepeatingTask;
  private isAsking = false;

  constructor(private readonly options: PauseProberOptions) {
    this.task = new RepeatingTask(options.clock, () => this.run());
    options.pulse.listen(() => this.note());
  }

  start(): void {
    this.task.start(Infinity);
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  private note(): void {
    if (!this.isAsking && this.isAnyKnown) this.task.hurry(0);
  }

  private get isAnyKnown(): boolean {
    return this.options.book.all.some(({ isAutomatic, to }) => isAutomatic === true && to === null);
  }

  private async run(): Promise<number> {
    try {
      const { turns, nextMs } = await this.options.store.takeTurns();
      for (const turn of turns) await this.probe(turn);
      this.isAsking = nextMs !== null;
      return nextMs === null ? Infinity : Math.min(ASK_MS_MAX, Math.max(ASK_MS_MIN, nextMs));
    } catch (error) {
      this.options.report({ during: 'probe what is paused', error });
      return ASK_AGAIN_MS;
    }
  }

  /** What is held goes first; only if nothing is, a command that is under way is sent again. */
  private async probe({ pauseId, sagaIds }: pausePorts.ProbeTurn): Promise<void> {
    const last = sagaIds.at(-1);
    if (last === undefined) return;
    const probed =
      (await this.firstThrough(pauseId, sagaIds, false)) ??
      (await this.firstThrough(pauseId, sagaIds, true));
    const sagaId = probed ?? last;
    await this.options.store.noteTried({ pauseId, sagaId, isProbed: probed !== null });
  }

  /** null: none had anything to send. */
  private async firstThrough(
    pauseId: string,
    sagaIds: readonly string[],
    mayResend: boolean,
  ): Promise<string | null> {
    for (const sagaId of sagaIds) {
      let isThrough = false;
      const onLetThrough = (): void => void (isThrough = true);
      await this.options.pipeline.wake(sagaId, { pauseId, mayResend, onLetThrough });
      if (isThrough) return sagaId;
    }
    return null;
  }
}
