import { participantQueue } from '#bus';
import { newStep } from '#testing-duties';
import { brokerUrl, eventually, RecordedLog } from '#testing-internal';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { openParticipant, type OpenParticipantOptions } from './open-participant.js';
import { ParticipantModule } from './participant-module.js';
import { Bench } from './stories/participant.fixture.js';
import { WorkModule } from './stories/transactions.fixture.js';

/* The first use of the library: one call, and Nest. */

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});

afterAll(async () => {
  await bench?.close();
});

const open = (options: Partial<OpenParticipantOptions> = {}) =>
  openParticipant({
    participant: 'payment',
    amqpUrl: brokerUrl(),
    dataSource: bench.dataSource,
    prefix: bench.prefix,
    logger: bench.log,
    ...options,
  });
const appOf = (strategy: object, module = WorkModule) =>
  NestFactory.createMicroservice(module, { strategy: strategy as never, logger: false });

it('An opened service takes commands, and leaves the broker with its application', async () => {
  const { strategy, bus } = await open();
  const app = await appOf(strategy);
  await app.listen();
  const sent = await bench.conductor.publish(newStep().action);
  expect(await bench.conductor.answerTo(sent)).toMatchObject({ type: 'succeeded' });

  await app.close();
  expect(bus.status()).toBe('disconnected');
  const queue = participantQueue(bench.prefix, 'payment');
  await eventually(
    () => bench.conductorBus.inspect(queue),
    ({ consumers }) => consumers === 0,
  );
});

it('Its event outbox ends with it', async () => {
  const participant = await open();
  const outbox = await participant.openEventOutbox();
  await bench.dataSource.transaction((manager) =>
    outbox.publish(manager, { event: 'payment.captured', data: {} }),
  );
  const left = async () =>
    (await bench.dataSource.query<unknown[]>('select 1 from event_outbox')).length;
  await eventually(left, (count) => count === 0);
  await participant.close();
  expect(bench.dataSource.subscribers).toEqual([]);
});

it.each([
  ['no address of a broker', { amqpUrl: '' }, /amqpUrl has to be/],
  ['an address of something else', { amqpUrl: 'http://broker' }, /amqpUrl has to be/],
  [
    'a bare @ and / in its secret',
    { amqpUrl: 'amqp://me:p@ss/w@broker' },
    /^amqpUrl cannot be .*@ as %40/,
  ],
  ['no data source', { dataSource: undefined as never }, /dataSource has to be/],
  [
    'a name that no participant has',
    { participant: 'No Name' },
    /no participant's name: write .* small letters/,
  ],
])('With %s it is refused', async (_, options, message) => {
  await expect(open(options)).rejects.toMatchObject({
    code: 'PARTICIPANT_MISCONFIGURED',
    message: expect.stringMatching(message),
  });
});

it('A broker that is not there is named, without its password', async () => {
  const amqpUrl = 'amqp://payment:secret-word@127.0.0.1:1';
  const opening = open({ amqpUrl, brokerTimeoutMs: 200, logger: new RecordedLog() });
  await expect(opening).rejects.toMatchObject({
    code: 'BROKER_UNREACHABLE',
    message: expect.stringMatching(/^(?!.*secret-word).*127\.0\.0\.1:1\b/),
  });
});

@Module({ imports: [ParticipantModule] })
class EmptyModule {}

it('A start that fails leaves the broker too', async () => {
  const { strategy, bus } = await open();
  const app = await appOf(strategy, EmptyModule);
  await expect(app.listen()).rejects.toMatchObject({ code: 'PARTICIPANT_MISCONFIGURED' });
  expect(bus.status()).toBe('disconnected');
});
