import type { JsonValue } from '#protocol';
import { type OutgoingMessage, conductorNames } from '#bus';
import { traceHeaders, type TraceContext } from './trace-context.js';

export interface OutgoingEvent {
  readonly messageId: string;
  /** `saga.completed.order-fulfilment`, `order.placed`: the routing key. */
  readonly event: string;
  readonly data: JsonValue;
  /** Length of the chain of sagas that started each other by their events. Left out: 0. */
  readonly generation?: number;
  /** The saga whose family's budget counts what this event starts. Left out: no saga told it. */
  readonly origin?: string;
}

/** Set on a saga's event when the saga was started by another saga's event. */
export const GENERATION_HEADER = 'saga-generation';
/** Set on a saga's event: the root of all sagas that go back to one start. */
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
 * `@EventPattern` can listen. An event without listeners is no fault.
 */
export function eventMessage(
  { messageId, event, data, generation, origin }: OutgoingEvent,
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
