import type { OutgoingMessage } from '#bus';
import type { JsonValue } from '#protocol';
import { commandMessage } from './command-message.js';
import { eventMessage } from './event-message.js';
import { readTrace } from './trace-context.js';

/** What the broker, or whoever reads a message, goes by. RabbitMQ sends copies to CC and BCC. */
const HOSTILE: JsonValue = {
  ...{ CC: ['stolen'], BCC: ['stolen'], expiration: '1', userId: 'guest', replyTo: 'stolen' },
  ...{ 'x-delay': 1, 'x-match': 'any', deliveryMode: 1, priority: 9, exchange: 'stolen' },
  headers: { CC: ['stolen'], 'x-death': [] },
  properties: { headers: { BCC: ['stolen'] } },
};
const SAGA = '0193a6f0-7b1e-7cc3-9a55-1f0e6a7c2b11';
const PROPERTIES = [
  'appId',
  'correlationId',
  'headers',
  'messageId',
  'replyTo',
  'timestamp',
  'type',
];
const HEADERS = [
  ...['attempt', 'deadline', 'direction', 'first-issued-at', 'idempotency-key', 'iteration'],
  ...['saga-definition', 'saga-id', 'step'],
];
const common = { prefix: 'conductor', at: Date.UTC(2030, 0, 1) };

function command(more: object = {}): OutgoingMessage {
  const times = { firstIssuedAt: common.at, dueAt: common.at + 1000 };
  const names = { definition: { name: 'sale', version: 1 }, step: 'pay', command: 'bank.pay' };
  const place = { iteration: 0, attempt: 1, direction: 'execute' as const, participant: 'bank' };
  const message = { messageId: 'm-1', sagaId: SAGA, data: HOSTILE };
  return commandMessage(
    { ...message, ...names, ...place, ...times },
    { ...common, secret: 's', ...more },
  );
}

function namesOf(value: object | undefined): readonly string[] {
  return Object.keys(value ?? {}).sort();
}

describe('Data that looks like headers for the broker', () => {
  it('is in the body of a command, whose properties and headers are of a fixed list', () => {
    const { exchange, routingKey, properties, body } = command();
    expect([exchange, routingKey]).toEqual(['conductor.commands', 'bank']);
    expect(namesOf(properties)).toEqual(PROPERTIES);
    expect(namesOf(properties?.headers)).toEqual(HEADERS);
    expect(JSON.stringify(properties)).not.toContain('stolen');
    expect(JSON.parse(body.toString())).toMatchObject({ data: HOSTILE });
  });

  it('is in the body of an event, too', () => {
    const event = { messageId: 'm-2', event: 'order.placed', data: HOSTILE };
    const { exchange, routingKey, properties } = eventMessage(event, { ...common, appId: 'shop' });
    expect([exchange, routingKey]).toEqual(['conductor.events', 'order.placed']);
    expect(namesOf(properties)).toEqual(['appId', 'messageId', 'timestamp', 'type']);
  });

  it('adds nothing by a trace but its two headers', () => {
    const id = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const trace = readTrace(id, 'CC=stolen,x-delay=1');
    expect(trace).not.toBeNull();
    const { properties } = command({ trace });
    const added = namesOf(properties?.headers).filter((name) => !HEADERS.includes(name));
    expect(['traceparent', 'tracestate']).toEqual(expect.arrayContaining([...added]));
    expect(added).toContain('traceparent');
    expect(readTrace(`${id}\r\nCC: stolen`, undefined)).toBeNull();
  });
});
