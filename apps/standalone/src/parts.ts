/**
 * What was started, and how each part of it ends.
 *
 * A part says how it ends before it has started, so that all can be ended at any moment: while one
 * waits for a broker that is down, too.
 */
export class Parts {
  private readonly endings: (() => Promise<void>)[] = [];
  private readonly aborts: (() => void)[] = [];
  private ending: Promise<void> | null = null;

  /** Waits for a part. One that comes when all is ending is ended and not given out. */
  async add<T>(starting: Promise<T>, { end, abort }: PartEnd<T>): Promise<T> {
    this.endings.push(async () => {
      const [result] = await Promise.allSettled([starting]);
      // A part that did not start has nothing to end; whoever waits for it hears why.
      if (result.status === 'fulfilled') await end(result.value);
    });
    const part = await starting;
    if (abort) this.aborts.push(() => abort(part));
    if (this.ending) throw new EndingError();
    return part;
  }

  /** Ends the last part first. One that cannot be ended holds up nobody. Twice is no fault. */
  end(): Promise<void> {
    return (this.ending ??= this.endAll());
  }

  /** For a process that has no time left; what `end` is doing is cut short. */
  abort(): void {
    for (const abort of this.aborts.reverse()) abort();
  }

  private async endAll(): Promise<void> {
    const faults: unknown[] = [];
    for (let end = this.endings.pop(); end; end = this.endings.pop()) {
      await end().catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw new AggregateError(faults, 'not everything ended cleanly');
  }
}

export interface PartEnd<T> {
  /** In order, and waited for. */
  end(part: T): Promise<void>;
  /** At once; only for what outlives this process. */
  abort?(part: T): void;
}

/** It was asked to stop while it started. */
export class EndingError extends Error {
  readonly code = 'ENDING';

  constructor() {
    super('stopped while starting');
  }
}
