import { EffectCounts } from '../figures/effects.js';
import type { Order } from '../load.js';

export const effects = new EffectCounts();

/** What a peer's participants, or its steps, do: the same as participant.ts, without a broker. */
export const steps = {
  create: (order: Order) => done('order.create', order),
  charge: (order: Order) => done('payment.charge', order),
  refund: (order: Order) => done('payment.refund', order),
  cancel: (order: Order) => done('order.cancel', order),
  /** Says no to an order that is to be refused. */
  ship(order: Order, refuse: (reason: string) => Error) {
    const output = done('shipping.ship', order);
    if (order.refuse) throw refuse('OUT_OF_STOCK');
    return output;
  },
};

function done(command: string, { orderId }: Order) {
  effects.add(command, orderId);
  return { trackingId: 't-1' };
}
