import type { Delivery } from '#bus';
import { PATIENCE_MS } from '../eventually.js';

/** A consumer that records its deliveries, which tests can wait for. */
export class DeliveryRecorder {
  readonly deliveries: Delivery[] = [];
  private readonly watchers = new Set<() => void>();

  readonly onDelivery = (delivery: Delivery): void => {
    this.deliveries.push(delivery);
    for (const watch of this.watchers) watch();
  };

  get messageIds(): (string | undefined)[] {
    return this.deliveries.map(({ properties }) => properties.messageId);
  }

  /** Resolves with the deliveries once there are `count` of them. */
  waitFor(count: number): Promise<readonly Delivery[]> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        this.watchers.delete(watch);
        settle();
      };
      const watch = () => {
        if (this.deliveries.length >= count) finish(() => resolve(this.deliveries));
      };
      const timer = setTimeout(() => {
        const received = this.deliveries.length;
        finish(() => reject(new Error(`${received} of ${count} deliveries came`)));
      }, PATIENCE_MS);
      this.watchers.add(watch);
      watch();
    });
  }
}
