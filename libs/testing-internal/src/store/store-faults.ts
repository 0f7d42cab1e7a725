import { StoreUnavailableError, type BatchWork, type BatchWrites } from '#ports';

/** What the store says of a transaction: an error, or that nothing is wrong with it. */
export type Verdict = (work: BatchWork, writes: BatchWrites) => Error | null;

/** What goes wrong with a `MemorySagaStore`, on demand. */
export class StoreFaults {
  private isAway = false;
  private keepsNothing = false;
  private answersToLose = 0;
  private readonly errors: Error[] = [];
  private verdict: Verdict = () => null;
  private gate: Promise<void> = Promise.resolve();

  /** Every call fails until `comeBack`. */
  goAway(): void {
    this.isAway = true;
  }

  comeBack(): void {
    this.isAway = false;
  }

  /** Only what is set aside finds the store away. */
  keepNothing(): void {
    this.keepsNothing = true;
  }

  async beforeKeeping(): Promise<void> {
    await this.beforeCall();
    if (this.keepsNothing) throw new StoreUnavailableError('the store is away');
  }

  /** The next transaction fails with it, and leaves nothing. */
  failNext(error: Error): void {
    this.errors.push(error);
  }

  /** The next transaction is committed, and its caller does not learn of it. */
  loseNextAnswer(): void {
    this.answersToLose++;
  }

  /** Asked before every commit. */
  judgeBy(verdict: Verdict): void {
    this.verdict = verdict;
  }

  /** Transactions wait until the function returned is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return () => release();
  }

  /** For the store: before every call. */
  async beforeCall(): Promise<void> {
    // in a later turn, as with a database: nobody may come to rely on an answer at once
    await Promise.resolve();
    if (this.isAway) throw new StoreUnavailableError('the store is away');
  }

  async beforeTransaction(): Promise<void> {
    await this.gate;
    await this.beforeCall();
    const error = this.errors.shift();
    if (error) throw error;
  }

  beforeCommit(work: BatchWork, writes: BatchWrites): void {
    const error = this.verdict(work, writes);
    if (error) throw error;
  }

  afterCommit(): void {
    if (this.answersToLose === 0) return;
    this.answersToLose--;
    throw new StoreUnavailableError('the answer to the commit was lost', { inDoubt: true });
  }
}
