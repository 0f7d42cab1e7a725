/**
 * What was started, and how each part of it ends.
 *
 * A part says how it ends before it has started, so that all can be ended at any moment: while one
 * waits for a broker that is down, too.
 */
export class Parts {
  private readonly endings: (() => Promise<void>)[] = [];
  private ending: Promise<void> | null = null;

  /** Waits for a part. One that comes when all is ending is ended and not given out. */
  async add<T>(starting: Promise<T>, end: (part: T) => Promise<void>): Promise<T> {
    this.endings.push(async () => {
      const [result] = await Promise.allSettled([starting]);
      // A part that did not start has nothing to end; whoever waits for it hears why.
      if (result.status === 'fulfilled') await end(result.value);
    });
    const part = await starting;
    if (this.ending) throw new EndingError();
    return part;
  }

  /** Ends the last part first. One that cannot be ended holds up nobody. Twice is no fault. */
  end(): Promise<void> {
    return (this.ending ??= this.endAll());
  }

  private async endAll(): Promise<void> {
    const faults: unknown[] = [];
    for (let end = this.endings.pop(); end; end = this.endings.pop()) {
      await end().catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw new AggregateError(faults, 'not everything ended cleanly');
  }
}

/** It was asked to stop while it started. */
export class EndingError extends Error {
  readonly code = 'ENDING';

  constructor() {
    super('stopped while starting');
  }
}
