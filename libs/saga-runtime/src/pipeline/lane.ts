import type { PendingInput } from './pending-input.js';

/**
 * Inputs that are worked off in order, batch after batch. Those of one saga always come to the same
 * lane. Nothing lingers: a batch is whatever is there when the lane falls free.
 */
export class Lane {
  private queue: PendingInput[] = [];
  private readonly held = new Map<Promise<void>, PendingInput[]>();
  private isBusy = false;

  constructor(
    private readonly batchMax: number,
    /** Never rejects. */
    private readonly execute: (batch: readonly PendingInput[]) => Promise<void>,
    private readonly onIdle: () => void,
  ) {}

  get length(): number {
    let count = this.queue.length;
    for (const inputs of this.held.values()) count += inputs.length;
    return count;
  }

  get isIdle(): boolean {
    return !this.isBusy && this.length === 0;
  }

  push(input: PendingInput): void {
    this.queue.push(input);
    this.begin();
  }

  /** Keeps an input until the promise resolves; then it goes before what came later. */
  hold(input: PendingInput, until: Promise<void>): void {
    const waiting = this.held.get(until);
    if (waiting) {
      waiting.push(input);
      return;
    }
    this.held.set(until, [input]);
    void until.then(() => this.takeUp(until));
  }

  get heldCount(): number {
    return this.length - this.queue.length;
  }

  /** Takes one out that is held; false: it went on already. */
  release(input: PendingInput): boolean {
    for (const inputs of this.held.values()) {
      const index = inputs.indexOf(input);
      if (index === -1) continue;
      inputs.splice(index, 1);
      return true;
    }
    return false;
  }

  /** Takes out those that `leaves` says, and gives them. */
  takeOut(leaves: (input: PendingInput) => boolean): readonly PendingInput[] {
    const taken = this.queue.filter(leaves);
    if (taken.length > 0) this.queue = this.queue.filter((input) => !leaves(input));
    return taken;
  }

  /** Takes out those that are held. */
  takeHeld(): readonly PendingInput[] {
    const taken = [...this.held.values()].flat();
    this.held.clear();
    return taken;
  }

  private takeUp(until: Promise<void>): void {
    const ready = this.held.get(until) ?? [];
    this.held.delete(until);
    if (ready.length === 0) return;
    this.queue.unshift(...ready);
    this.begin();
  }

  private begin(): void {
    if (this.isBusy) return;
    this.isBusy = true;
    // what arrives with the same read of a socket comes into the same batch
    setImmediate(() => void this.work());
  }

  private async work(): Promise<void> {
    while (this.queue.length > 0) await this.execute(this.queue.splice(0, this.batchMax));
    this.isBusy = false;
    this.onIdle();
  }
}
