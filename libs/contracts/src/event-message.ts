import type { JsonValue } from '#protocol';
import { type OutgoingMessage, conductorNames } from '#bus';
import { traceHeaders, type TraceContext } from './trace-context.js';

export interface EventEnvelope {
  readonly messageId: string;
  /** `saga.completed.order-fulfilment`, `order.placed`: the routing key. */
  readonly event: string;
  readonly data: JsonValue;
  /** Of a saga's life-cycle event: how many sagas started each other before it. Left out: none. */
  readonly generation?: number;
  /** Of a saga's life-cycle event: the saga whose family's budget counts what it starts. */
  readonly origin?: string;
}

/** Of a life-cycle event whose saga was started by another saga's. */
export const GENERATION_HEADER = 'saga-generation';
/** Of a life-cycle event: the root saga of all that one start came to. */
export const ORIGIN_HEADER = 'saga-origin';

export interface EventMessageOptions {
  readonly prefix: string;
  /** Who publishes it: `conductor`, or a service's name. */
  readonly appId: string;
  /** Now, in ms since the epoch. */
  readonly at: number;
  readonly trace?: TraceContext;
}

/**
 * The message that carries an event: a NestJS event packet, so that an ordinary microservice with
 * `@EventPattern` can listen. That nobody does is fine.
 */
export function eventMessage(
  { messageId, event, data, generation, origin }: EventEnvelope,
  { prefix, appId, at, trace }: EventMessageOptions,
): OutgoingMessage {
  const headers = {
    ...traceHeaders(trace),
    ...(generation === undefined ? {} : { [GENERATION_HEADER]: generation }),
    ...(origin === undefined ? {} : { [ORIGIN_HEADER]: origin }),
  };
  return {
    exchange: conductorNames(prefix).eventsExchange,
    routingKey: event,
    body: Buffer.from(JSON.stringify({ pattern: event, data, id: messageId })),
    properties: {
      messageId,
      type: event,
      appId,
      timestamp: Math.floor(at / 1000),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
    },
    isOptional: true,
  };
}
