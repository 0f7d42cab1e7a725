import { StoreUnavailableError, type BatchWork, type BatchWrites } from '#ports';

/** The outcome of a transaction, according to the store: an error, or none. */
export type Verdict = (work: BatchWork, writes: BatchWrites) => Error | null;

/** Makes a `MemorySagaStore` fail on demand. */
export class StoreFaults {
  private isAway = false;
  private losses = 0;
  private keepsNothing = false;
  private readonly lost: Error[] = [];
  private readonly errors: Error[] = [];
  private verdict: Verdict = () => null;
  private gate: Promise<void> = Promise.resolve();

  /** Another one begins with everything that went wrong. */
  get era(): string {
    return String(this.losses);
  }

  /** Every call fails until `comeBack`. */
  goAway(): void {
    this.isAway = true;
  }

  /** A connection was lost while nobody asked for anything, or there is another server. */
  beginEra(): void {
    this.losses++;
  }

  comeBack(): void {
    this.isAway = false;
  }

  /** Only setting messages aside fails. */
  keepNothing(): void {
    this.keepsNothing = true;
  }

  async beforeKeeping(): Promise<void> {
    await this.beforeCall();
    if (this.keepsNothing) throw new StoreUnavailableError('the store is away');
  }

  /** The next transaction fails with this error and leaves nothing behind. */
  failNext(error: Error): void {
    this.errors.push(error);
  }

  /** The next transaction is committed, but its caller gets this error instead of the answer. */
  loseNextAnswer(
    error: Error = new StoreUnavailableError('the answer to the commit was lost', {
      inDoubt: true,
    }),
  ): void {
    this.lost.push(error);
  }

  /** Called before every commit. */
  judgeBy(verdict: Verdict): void {
    this.verdict = verdict;
  }

  /** Transactions wait until the returned function is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return () => release();
  }

  /** Called by the store before every operation. */
  async beforeCall(): Promise<void> {
    // in a later turn, as with a database: nobody should rely on an immediate answer
    await Promise.resolve();
    if (this.isAway) this.fail(new StoreUnavailableError('the store is away'));
  }

  async beforeTransaction(): Promise<void> {
    await this.gate;
    await this.beforeCall();
    const error = this.errors.shift();
    if (error) this.fail(error);
  }

  beforeCommit(work: BatchWork, writes: BatchWrites): void {
    const error = this.verdict(work, writes);
    if (error) throw error;
  }

  afterCommit(): void {
    const error = this.lost.shift();
    if (error) this.fail(error);
  }

  private fail(error: Error): never {
    if (error instanceof StoreUnavailableError) this.beginEra();
    throw error;
  }
}
