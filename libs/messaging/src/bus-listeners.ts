import type { BusStatus } from '#bus';

/** The listeners of a bus. */
export class BusListeners {
  private readonly ofStatus: ((status: BusStatus) => void)[] = [];
  private readonly ofLoss: ((queues: readonly string[]) => void)[] = [];
  private lastStatus: BusStatus = 'disconnected';

  onStatus(listener: (status: BusStatus) => void): void {
    this.ofStatus.push(listener);
  }

  onLoss(listener: (queues: readonly string[]) => void): void {
    this.ofLoss.push(listener);
  }

  /** Reports changes only. */
  tellStatus(status: BusStatus): void {
    if (status === this.lastStatus) return;
    this.lastStatus = status;
    for (const listener of this.ofStatus) listener(status);
  }

  tellLoss(queues: readonly string[]): void {
    for (const listener of this.ofLoss) listener(queues);
  }
}
