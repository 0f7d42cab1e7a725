import { connect, type GetMessage } from 'amqplib';
import { conductorNames, participantQueue } from '#bus';
import {
  brokerUrl,
  eventually,
  nestedHeaders,
  RawPublisher,
  rawProperties,
  TcpProxy,
} from '#testing-internal';
import { AUTHORIZED, DutiesBench, newStep, type PaymentService } from './duties-bench.fixture.js';

const NOT_UTF8 = Buffer.concat([
  // flags of correlationId and replyTo, each 255 bytes of nothing that is UTF-8
  Buffer.from([0x06, 0x00]),
  ...[0, 1].flatMap(() => [Buffer.from([255]), Buffer.alloc(255, 0xff)]),
]);

/** Duty 5, and what a service does when the broker, the database or itself goes away. */
export function deliveryContract(name: string, service: PaymentService): void {
  describe(`${name}: deliveries`, () => {
    let bench: DutiesBench;

    beforeEach(async () => {
      bench = await DutiesBench.open(service);
    });

    afterEach(async () => {
      await bench?.close();
    });

    confirmedReplies(() => bench);
    ends(() => bench);
    outages(() => bench);
  });

  describe(`${name}: a command that nobody can read`, () => {
    let bench: DutiesBench;

    beforeAll(async () => {
      bench = await DutiesBench.open(service);
      await bench.start();
    });

    afterAll(async () => {
      await bench?.close();
    });

    unreadable(() => bench);
  });
}

function confirmedReplies(bench: () => DutiesBench): void {
  describe('Duty 5: the command is acknowledged after the reply is confirmed', () => {
    it('a process killed between its commit and its reply: another one answers', async () => {
      const proxy = await TcpProxy.to(brokerUrl());
      bench().onClose(() => proxy.close());
      const first = await bench().start({ AMQP_URL: proxy.through(brokerUrl()) });
      const { action, key } = newStep();
      const halt = await bench().halt(key);
      const { answer } = await bench().ask(action);
      await halt.arrived();
      // from here on nothing that it says arrives, neither reply nor acknowledgement
      proxy.pause();
      await halt.release();
      await eventually(
        () => bench().inboxRow(key),
        (row) => row?.['outcome'] === 'succeeded',
      );
      await first.kill();
      await proxy.close();
      await bench().start();
      expect(await answer).toEqual(AUTHORIZED);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });

    it('a broker that goes away while a handler is at work: the service comes back', async () => {
      const proxy = await TcpProxy.to(brokerUrl());
      bench().onClose(() => proxy.close());
      await bench().start({ AMQP_URL: proxy.through(brokerUrl()) });
      const { action, key } = newStep();
      const halt = await bench().halt(key);
      const { answer } = await bench().ask(action);
      await halt.arrived();
      await proxy.shut();
      proxy.cut();
      await halt.release();
      await proxy.open();
      expect(await answer).toEqual(AUTHORIZED);
      expect(await bench().send(newStep().action)).toEqual(AUTHORIZED);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });
  });
}

function ends(bench: () => DutiesBench): void {
  describe('An end of the service', () => {
    it('SIGTERM: what is at work is answered, and the rest is left to others', async () => {
      const first = await bench().start();
      const { action, key } = newStep();
      const halt = await bench().halt(key);
      const { answer } = await bench().ask(action);
      await halt.arrived();
      first.signal('SIGTERM');
      await bench().start();
      expect(await bench().send(newStep().action)).toEqual(AUTHORIZED);
      await halt.release();
      expect(await answer).toEqual(AUTHORIZED);
      expect(await first.ended()).toBe(0);
      expect(await bench().send(newStep().action)).toEqual(AUTHORIZED);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });

    it('a handler that kills the process: the command is delivered again', async () => {
      const first = await bench().start();
      const { action, key } = newStep();
      await bench().plan(key, 'die');
      const { answer } = await bench().ask(action);
      expect(await first.ended()).toBe(9);
      expect(await bench().effectsOf(key)).toEqual([]);
      await bench().start();
      expect(await answer).toEqual(AUTHORIZED);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });
  });
}

function outages(bench: () => DutiesBench): void {
  describe('A database that is away', () => {
    let proxy: TcpProxy;

    beforeEach(async () => {
      proxy = await TcpProxy.to(bench().databaseUrl);
      bench().onClose(() => proxy.close());
    });

    const start = () => bench().start({ PAYMENT_DATABASE_URL: proxy.through(bench().databaseUrl) });

    it('commands wait, none is acknowledged, and none loses an attempt', async () => {
      const started = await start();
      expect(await bench().send(newStep().action)).toEqual(AUTHORIZED);
      await proxy.shut();
      proxy.cut();
      const { answer } = await bench().ask(newStep().action);
      await eventually(
        () => started.log,
        (log) => log.includes('the database is away'),
      );
      // what was delivered and not acknowledged comes back to the queue when its consumer is gone
      await started.kill();
      await eventually(
        () => bench().queue(),
        ({ ready }) => ready === 1,
      );
      await proxy.open();
      await start();
      expect(await answer).toEqual(AUTHORIZED);
    });

    it('at the start: the service waits, and works when the database is back', async () => {
      await proxy.shut();
      const url = proxy.through(bench().databaseUrl);
      const started = bench().launch({ PAYMENT_DATABASE_URL: url });
      const { answer } = await bench().ask(newStep().action);
      await eventually(
        () => started.log,
        (log) => /the database is away|no database yet/.test(log),
      );
      await proxy.open();
      expect(await answer).toEqual(AUTHORIZED);
    });

    it('while a handler is at work: it runs again, within its attempt', async () => {
      await start();
      const { action, key } = newStep();
      const halt = await bench().halt(key);
      const { answer } = await bench().ask(action);
      await halt.arrived();
      proxy.cut();
      await halt.release();
      expect(await answer).toEqual(AUTHORIZED);
      expect(await bench().effectsOf(key)).toEqual(['authorized']);
    });
  });
}

function unreadable(bench: () => DutiesBench): void {
  it.each([
    ['for its headers', rawProperties({ headers: nestedHeaders('F', 4_000) }), '{}'],
    ['for properties that are no UTF-8', NOT_UTF8, '{}'],
    ['for a timestamp of 2^64', rawProperties({ timestamp: 2n ** 64n - 1n }), '{}'],
    ['for its depth', rawProperties({}), '['.repeat(100_000)],
    ['for its size', rawProperties({}), 'x'.repeat(2_000_000)],
    ['for its grammar', rawProperties({}), '{"pattern": NaN}'],
  ])('%s, is set aside, and the next one is done', async (_, properties, body) => {
    const { prefix } = bench().conductor;
    const publisher = await RawPublisher.at(brokerUrl());
    bench().onClose(() => publisher.close());
    publisher.send(participantQueue(prefix, 'payment'), properties, Buffer.from(body));
    await publisher.flush();
    const { action, key } = newStep();

    expect(await bench().send(action)).toEqual(AUTHORIZED);

    expect(await bench().effectsOf(key)).toEqual(['authorized']);
    const letter = await nextDeadLetter(prefix);
    expect(letter.properties.headers).toMatchObject({
      'dead-reason': 'MALFORMED_COMMAND',
      'dead-detail': expect.stringMatching(/^[A-Z_]+: /),
      'dead-bytes': body.length,
      'dead-sha256': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(letter.content.length).toBeLessThanOrEqual(4_096);
    await eventually(
      () => bench().queue(),
      ({ ready }) => ready === 0,
    );
  });
}

/** The next of the broker's dead letters. */
async function nextDeadLetter(prefix: string): Promise<GetMessage> {
  const { deadQueue } = conductorNames(prefix);
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  const found = await eventually(
    () => channel.get(deadQueue, { noAck: true }),
    (message) => message !== false,
  );
  await connection.close();
  if (found === false) throw new Error('there is none');
  return found;
}
