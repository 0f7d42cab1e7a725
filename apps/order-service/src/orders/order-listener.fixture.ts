import { conductorNames, type Delivery, type MessageBus } from '#bus';
import { type JsonObject } from '#protocol';
import { eventually, newSagaId, type CommandSender } from '#testing-internal';

export interface HeardOrder {
  readonly eventId: string;
  readonly orderId: string;
  /** The event as listeners receive it. */
  readonly packet: JsonObject;
  readonly properties: Delivery['properties'];
  /** null: none was started. */
  readonly sagaId: string | null;
}

/**
 * Stands in for the conductor: receives order events and, if it has a sender, starts their sagas,
 * which begin with `order.create`.
 */
export class OrderListener {
  readonly heard: HeardOrder[] = [];

  private constructor(private readonly sender: CommandSender | null) {}

  static async open(
    bus: MessageBus,
    prefix: string,
    sender: CommandSender | null,
  ): Promise<OrderListener> {
    const { eventsExchange: exchange } = conductorNames(prefix);
    const queue = OrderListener.queueOf(prefix);
    await bus.declare({
      exchanges: [{ name: exchange, type: 'topic' }],
      queues: [{ name: queue, bindings: [{ exchange, routingKey: 'order.placed' }] }],
    });
    const listener = new OrderListener(sender);
    await bus.consume(queue, { prefetch: 100 }, (delivery) => listener.hear(delivery));
    return listener;
  }

  static queueOf(prefix: string): string {
    return `${prefix}.order-listener`;
  }

  /** The `count`th order, once its event has arrived. */
  async waitFor(count: number): Promise<HeardOrder> {
    const heard = await eventually(
      () => this.heard,
      ({ length }) => length >= count,
    );
    return heard[count - 1] as HeardOrder;
  }

  private hear(delivery: Delivery): void {
    const packet = JSON.parse(delivery.body.toString()) as JsonObject;
    const data = packet['data'] as JsonObject;
    const orderId = String(data['orderId']);
    const sagaId = this.sender ? newSagaId() : null;
    const { properties } = delivery;
    this.heard.push({ eventId: String(packet['id']), orderId, packet, properties, sagaId });
    delivery.ack();
    if (!this.sender || !sagaId) return;
    const create = {
      command: 'order.create',
      sagaId,
      data: { orderId, lines: data['lines'] ?? [] },
    };
    // This listener does not check the reply; a test that does sends its own commands.
    void this.sender.sendWithoutWaiting(create).answer.catch(() => undefined);
  }
}
