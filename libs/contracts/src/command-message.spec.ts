import { commandMessage, parseCommand, type OutgoingCommand } from './command-message.js';
import { verifyCorrelation } from './correlation.js';
import type { IncomingProperties, OutgoingMessage } from '#bus';

const command: OutgoingCommand = {
  messageId: 'm-1',
  sagaId: '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11',
  definition: { name: 'order-fulfilment', version: 3 },
  step: 'authorizePayment',
  iteration: 0,
  direction: 'execute',
  attempt: 1,
  participant: 'payment',
  command: 'payment.authorize',
  data: { orderId: 'o-1', note: 'secret note' },
  firstIssuedAt: Date.UTC(2026, 0, 1, 11),
  dueAt: Date.UTC(2026, 0, 1, 12, 0, 30),
};
const options = { prefix: 'conductor', secret: 'secret', at: Date.UTC(2026, 0, 1, 12, 0, 0, 999) };

describe('a command on the wire', () => {
  it('is a NestJS request packet', () => {
    const { body } = commandMessage(command, options);
    expect(JSON.parse(body.toString())).toEqual({
      pattern: 'payment.authorize',
      data: command.data,
      id: 'm-1',
    });
  });

  it('goes to the queue of its participant and is answered to the reply queue', () => {
    const message = commandMessage(command, options);
    expect(message).toMatchObject({ exchange: 'conductor.commands', routingKey: 'payment' });
    expect(message.properties.replyTo).toBe('conductor.replies');
  });

  it('says in its headers which attempt of which saga it is', () => {
    const { properties } = commandMessage(command, {
      ...options,
      trace: { traceparent: '00-a-b-01' },
    });
    expect(properties).toMatchObject({
      messageId: 'm-1',
      type: 'payment.authorize',
      appId: 'conductor',
      timestamp: Date.UTC(2026, 0, 1, 12) / 1000,
    });
    expect(properties.headers).toEqual({
      'saga-id': command.sagaId,
      'saga-definition': 'order-fulfilment@3',
      step: 'authorizePayment',
      iteration: 0,
      direction: 'execute',
      attempt: 1,
      'idempotency-key': `${command.sagaId}/authorizePayment/0`,
      'first-issued-at': '2026-01-01T11:00:00.000Z',
      deadline: '2026-01-01T12:00:30.000Z',
      traceparent: '00-a-b-01',
    });
  });

  it('says when its wait ends, which begins when it leaves', () => {
    const late = { ...options, at: command.dueAt + 600_000 };
    const { properties } = commandMessage({ ...command, timeoutMs: 30_000 }, late);
    expect(properties.headers).toMatchObject({ deadline: '2026-01-01T12:11:00.000Z' });
  });

  it('carries a correlation id that names it', () => {
    const { properties } = commandMessage(command, options);
    expect(verifyCorrelation('secret', properties.correlationId)).toMatchObject({
      ok: true,
      correlation: { sagaId: command.sagaId, step: 'authorizePayment', direction: 'execute' },
    });
  });

  it('keeps what users wrote out of properties and headers', () => {
    const { properties, routingKey } = commandMessage(command, options);
    expect(JSON.stringify([properties, routingKey])).not.toMatch(/o-1|secret note/);
  });

  it('reads the same at the participant', () => {
    const message = commandMessage(command, options);
    expect(parseCommand(received(message))).toEqual({
      ok: true,
      command: {
        messageId: 'm-1',
        correlationId: message.properties.correlationId,
        replyTo: 'conductor.replies',
        pattern: 'payment.authorize',
        data: command.data,
        direction: 'execute',
        idempotencyKey: `${command.sagaId}/authorizePayment/0`,
        sagaId: command.sagaId,
        sagaDefinition: 'order-fulfilment@3',
        step: 'authorizePayment',
        iteration: 0,
        attempt: 1,
        issuedAt: Date.UTC(2026, 0, 1, 12),
        firstIssuedAt: Date.UTC(2026, 0, 1, 11),
        deadlineAt: command.dueAt,
        traceparent: null,
        tracestate: null,
        slip: null,
        fencing: [],
      },
    });
  });

  it.each(['idempotency-key', 'direction', 'attempt'])('is none without its %s', (name) => {
    const { body, properties } = received(commandMessage(command, options));
    const headers = { ...properties.headers, [name]: undefined };
    expect(parseCommand({ body, properties: { ...properties, headers } })).toMatchObject({
      ok: false,
      reason: 'NOT_A_COMMAND',
    });
  });

  it('is none when its body is no packet', () => {
    const { properties } = received(commandMessage(command, options));
    const parse = (text: string) => parseCommand({ body: Buffer.from(text), properties });
    expect(parse('nonsense')).toMatchObject({ ok: false, reason: 'NOT_JSON' });
    expect(parse('[]')).toMatchObject({ ok: false, reason: 'NOT_A_COMMAND' });
  });
});

function received(message: OutgoingMessage): { body: Buffer; properties: IncomingProperties } {
  const headers = message.properties.headers ?? {};
  return { body: message.body, properties: { ...message.properties, headers } };
}
