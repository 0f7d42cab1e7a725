import type { SagaDefinition } from '#definition';
import { pausing } from '#engine';
import type { pausePorts } from '#ports';
import type { ReportFault } from '#resilience';
import type { Pulse } from '../pulse/pulse.js';

/** The pauses that may cover a part of a saga. */
export interface KnownPauses {
  /** Those that go on, and those that were over at `lastAt` no longer than an hour. */
  touching(definition: SagaDefinition, lastAt: number): readonly pausing.Pause[];
}

/** For where nothing is ever paused. */
export const NO_PAUSES: KnownPauses = { touching: () => [] };

export interface PauseBookOptions {
  readonly store: Pick<pausePorts.PauseStore, 'readPauses'>;
  readonly pulse: Pick<Pulse, 'listen' | 'onChange'>;
  readonly report: ReportFault;
}

const NONE: readonly pausePorts.KnownPause[] = [];
/**
 * A pause that ended so long before the saga's last transition is nothing to it. Not at once:
 * another replica may have held a step by a pause whose end it did not know yet.
 */
const FORGOTTEN_AFTER_MS = 60 * 60 * 1000;

/**
 * What this process knows of pauses of more than one saga. It reads them before it takes inputs,
 * and again when the pulse says that they have changed: within a second, whoever changed them.
 */
export class PauseBook implements KnownPauses {
  private pauses: readonly pausePorts.KnownPause[] = NONE;
  private byDefinition = new WeakMap<SagaDefinition, readonly pausePorts.KnownPause[]>();
  private isStale = true;
  private reading: Promise<void> | null = null;

  constructor(private readonly options: PauseBookOptions) {
    const { pulse } = options;
    pulse.onChange(['pauses'], () => (this.isStale = true));
    pulse.listen(() => void this.follow());
  }

  /** Reads them for the first time. @throws StoreUnavailableError */
  async open(): Promise<void> {
    await this.read();
  }

  /** All that are known, also those that are over. */
  get all(): readonly pausePorts.KnownPause[] {
    return this.pauses;
  }

  /** Called after this process has changed them. Never rejects. */
  async changed(): Promise<void> {
    this.isStale = true;
    // what is on its way may have been read before the change
    await this.reading;
    await this.follow();
  }

  touching(definition: SagaDefinition, lastAt: number): readonly pausePorts.KnownPause[] {
    if (this.pauses.length === 0) return NONE;
    let known = this.byDefinition.get(definition);
    if (known === undefined) {
      known = this.pauses.filter((pause) => pausing.touches(pause, definition));
      this.byDefinition.set(definition, known);
    }
    if (known.length === 0) return NONE;
    return known.filter(({ to }) => to === null || to > lastAt - FORGOTTEN_AFTER_MS);
  }

  /** Never rejects. */
  private async follow(): Promise<void> {
    if (!this.isStale || this.reading !== null) return;
    this.reading = this.read().catch((error: unknown) => {
      this.isStale = true;
      this.options.report({ during: 'read the pauses', error });
    });
    await this.reading;
    this.reading = null;
  }

  private async read(): Promise<void> {
    this.isStale = false;
    this.pauses = await this.options.store.readPauses();
    this.byDefinition = new WeakMap();
  }
}
