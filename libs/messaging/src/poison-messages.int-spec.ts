import { createHash } from 'node:crypto';
import { connect } from 'amqplib';
import type { BusConsumer, OutgoingMessage } from '#bus';
import {
  brokerUrl,
  DeliveryRecorder,
  eventually,
  nestedHeaders,
  RawPublisher,
  rawProperties,
  uniquePrefix,
  wideHeaders,
} from '#testing-internal';
import { RabbitBus } from './rabbit-bus.js';

const TOO_DEEP = 'headers are nested deeper than 16';
const TOO_MANY = 'headers have more than 1000 values';

describe('A message that cannot be used', () => {
  const queue = `${uniquePrefix()}.queue`;
  const other = `${queue}.other`;
  const topology = {
    exchanges: [],
    queues: [queue, other].map((name) => ({ name, bindings: [] })),
  };
  const body = Buffer.from('{}');
  let warnings: unknown[];
  let connections: unknown[];
  let bus: RabbitBus;
  let publisher: RawPublisher;
  let recorder: DeliveryRecorder;
  let consumer: BusConsumer;

  beforeEach(async () => {
    warnings = [];
    connections = [];
    const info = (fields: object) => {
      if ('connection' in fields) connections.push(fields.connection);
    };
    const warn = (_fields: object, message: string) => warnings.push(message);
    const log = { info, warn, error: warn };
    bus = new RabbitBus({ url: brokerUrl(), name: 'poison', log });
    await bus.open(topology);
    publisher = await RawPublisher.at(brokerUrl());
    recorder = new DeliveryRecorder();
    consumer = await bus.consume(queue, { prefetch: 500 }, recorder.onDelivery);
  });

  afterEach(async () => {
    await bus.close();
    await publisher.close();
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    for (const name of [queue, other]) await channel.deleteQueue(name);
    await connection.close();
  });

  const plain = (messageId: string): OutgoingMessage => ({
    exchange: '',
    routingKey: queue,
    body,
    properties: { messageId },
  });
  const becomesEmpty = async () => {
    for (const delivery of recorder.deliveries) delivery.ack();
    await consumer.cancel();
    const { ready } = await eventually(
      () => bus.inspect(queue),
      ({ consumers }) => consumers === 0,
    );
    expect(ready).toBe(0);
  };

  it.each([
    ['tables nested 4,000 deep', nestedHeaders('F', 4000)],
    ['tables that fill a frame', nestedHeaders('F', 18_700)],
    ['arrays nested 4,300 deep', nestedHeaders('A', 4300)],
    ['arrays that fill a frame', nestedHeaders('A', 26_000)],
    ['tables nested one too deep', nestedHeaders('F', 17)],
    ['tables side by side that fill a frame', wideHeaders(24_000), TOO_MANY],
  ])('for its headers, %s, is delivered as undecodable', async (_, headers, reason = TOO_DEEP) => {
    publisher.send(queue, rawProperties({ headers, messageId: 'poison' }), body);
    await publisher.flush();
    await bus.publish([plain('honest')]);

    const [poison, honest] = await recorder.waitFor(2);

    expect(poison).toMatchObject({
      undecodable: reason,
      properties: { messageId: 'poison', headers: {} },
    });
    expect(honest).toMatchObject({ properties: { messageId: 'honest' } });
    expect(honest).not.toHaveProperty('undecodable');
    expect(warnings).toEqual([]);
    await becomesEmpty();
  });

  it('for its size is delivered as its beginning, with its size and hash', async () => {
    const large = Buffer.alloc(8 * 1024 * 1024, 'large ');
    publisher.send(queue, rawProperties({ messageId: 'large' }), large);
    await publisher.flush();
    await bus.publish([plain('honest')]);

    const [cut, honest] = await recorder.waitFor(2);

    const sha256 = createHash('sha256').update(large).digest('hex');
    expect(cut).toMatchObject({
      properties: { messageId: 'large' },
      cut: { bytes: large.length, sha256 },
    });
    expect(cut?.body.equals(large.subarray(0, 4096))).toBe(true);
    expect(honest).toMatchObject({ body, properties: { messageId: 'honest' } });
    await becomesEmpty();
  });

  it('meets a consumer that has a connection of its own', async () => {
    await bus.consume(other, { prefetch: 10 }, recorder.onDelivery);

    expect(connections).toEqual([
      'poison-control',
      'poison-publish',
      `poison-consume-${queue}`,
      `poison-consume-${other}`,
    ]);
  });

  it('waits on the broker’s side while 64 MiB are in hand', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    for (let index = 0; index < 100; index++) publisher.send(queue, rawProperties({}), megabyte);
    await publisher.flush();

    await recorder.waitFor(65);
    await bus.publish([{ ...plain('elsewhere'), routingKey: other }]);
    expect(recorder.deliveries).toHaveLength(65);
    for (const delivery of recorder.deliveries.slice(0, 40)) delivery.ack();

    await recorder.waitFor(100);
    await becomesEmpty();
  });

  it('counts with its arrays as they are once it is parsed', async () => {
    // 100,001 arrays of 64 bytes each in memory, and 300 KB on the wire
    const arrays = Buffer.from(`[${'[],'.repeat(99_999)}[]]`);
    for (let index = 0; index < 15; index++) publisher.send(queue, rawProperties({}), arrays);
    await publisher.flush();

    await recorder.waitFor(11);
    await bus.publish([{ ...plain('elsewhere'), routingKey: other }]);
    expect(recorder.deliveries).toHaveLength(11);
    for (const delivery of recorder.deliveries.slice(0, 8)) delivery.ack();

    await recorder.waitFor(15);
    await becomesEmpty();
  });

  it('counts with its headers as they are in memory', async () => {
    // 1,000 values of 200 bytes each in memory, and 5 KB on the wire
    const headers = rawProperties({ headers: wideHeaders(999) });
    for (let index = 0; index < 400; index++) publisher.send(queue, headers, body);
    await publisher.flush();

    await recorder.waitFor(328);
    await bus.publish([{ ...plain('elsewhere'), routingKey: other }]);
    expect(recorder.deliveries).toHaveLength(328);
    for (const delivery of recorder.deliveries.slice(0, 200)) delivery.ack();

    await recorder.waitFor(400);
    await becomesEmpty();
  });
});
