import type { JsonValue } from './json.js';
import type { OutgoingMessage } from './message-bus.js';
import { conductorNames } from './names.js';

export interface EventEnvelope {
  readonly messageId: string;
  /** `saga.completed.order-fulfilment`, `order.placed`: the routing key. */
  readonly event: string;
  readonly data: JsonValue;
}

export interface EventMessageOptions {
  readonly prefix: string;
  /** Who publishes it: `conductor`, or a service's name. */
  readonly appId: string;
  /** Now, in ms since the epoch. */
  readonly at: number;
}

/**
 * The message that carries an event: a NestJS event packet, so that an ordinary microservice with
 * `@EventPattern` can listen. That nobody does is fine.
 */
export function eventMessage(
  { messageId, event, data }: EventEnvelope,
  { prefix, appId, at }: EventMessageOptions,
): OutgoingMessage {
  return {
    exchange: conductorNames(prefix).eventsExchange,
    routingKey: event,
    body: Buffer.from(JSON.stringify({ pattern: event, data, id: messageId })),
    properties: { messageId, type: event, appId, timestamp: Math.floor(at / 1000) },
    isOptional: true,
  };
}
