import type { MessageBus } from '#bus';
import type { Published } from '../api/health/metrics.js';

/** A bus that reports the outcomes of its publishes and delegates everything else. */
export function observePublishes(
  bus: MessageBus,
  observe: (published: readonly Published[]) => void,
): MessageBus {
  return {
    durable: bus.durable,
    open: (topology) => bus.open(topology),
    declare: (topology) => bus.declare(topology),
    publish: async (messages) => {
      const outcomes = await bus.publish(messages);
      observe(
        outcomes.map((outcome, index) => ({ outcome, carries: messages[index]?.carries ?? 1 })),
      );
      return outcomes;
    },
    consume: (queue, options, onDelivery) => bus.consume(queue, options, onDelivery),
    inspect: (queue) => bus.inspect(queue),
    findQueue: (queue) => bus.findQueue(queue),
    status: () => bus.status(),
    refusals: () => bus.refusals(),
    onStatus: (listener) => bus.onStatus(listener),
    onLoss: (listener) => bus.onLoss(listener),
    close: () => bus.close(),
  };
}
