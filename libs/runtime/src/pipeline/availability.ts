export type AvailabilityListener = (isAvailable: boolean) => void;

/** Whether the store answers, as the last transactions found it; else consumers pause. */
export class Availability {
  private available = true;
  private readonly listeners: AvailabilityListener[] = [];

  get isAvailable(): boolean {
    return this.available;
  }

  /** Called with every change. */
  listen(listener: AvailabilityListener): void {
    this.listeners.push(listener);
  }

  set(isAvailable: boolean): void {
    if (this.available === isAvailable) return;
    this.available = isAvailable;
    for (const listener of this.listeners) listener(isAvailable);
  }
}
