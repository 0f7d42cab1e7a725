import type { Delivery, OutgoingMessage } from '#bus';
import { commandMessage } from '../command-message.js';
import { signCorrelation } from '../correlation.js';
import { replyMessage, type ReplyOutcome } from '../reply.js';

export const AT = Date.UTC(2026, 0, 1, 12);
export const SECRET = 'secret';

/** The first attempt at a command of a saga of its own. */
export function command(id: number, more: object = {}): OutgoingMessage {
  return commandMessage(
    {
      messageId: `m-${id}`,
      sagaId: `s-${id}`,
      definition: { name: 'order', version: 3 },
      step: 'pay',
      iteration: 0,
      direction: 'execute',
      attempt: 1,
      participant: 'payment',
      command: 'payment.authorize',
      data: { id },
      firstIssuedAt: AT,
      dueAt: AT + 30_000,
      ...more,
    },
    { prefix: 'c', secret: SECRET, at: AT, trace: { traceparent: '00-a-b-01' } },
  );
}

export function reply(id: number, outcome: ReplyOutcome = { type: 'succeeded', output: { id } }) {
  const attempt = { step: 'pay', iteration: 0, direction: 'execute', attempt: 1 } as const;
  const correlationId = signCorrelation(SECRET, { sagaId: `s-${id}`, ...attempt });
  const own = { messageId: `m-${id}`, correlationId, replyTo: 'c.replies' };
  return replyMessage(own, outcome, { appId: 'payment', at: AT });
}

/** As its receiver gets it. */
export function delivered(
  { body, properties, exchange, routingKey }: OutgoingMessage,
  ack: () => void = () => undefined,
): Delivery {
  const headers = properties.headers ?? {};
  const contentType = properties.contentType ?? 'application/json';
  return {
    exchange,
    routingKey,
    body,
    properties: { ...properties, headers, contentType },
    deliveryCount: 0,
    ack,
  };
}

/** A message with this content type and body. */
export const withBody = (contentType: string, text: string, ack?: () => void) =>
  delivered(
    {
      exchange: '',
      routingKey: 'q',
      body: Buffer.from(text),
      properties: { contentType, replyTo: 'r' },
    },
    ack,
  );

export const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
