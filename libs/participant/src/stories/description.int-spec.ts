import { deleteFromBroker, newStep, openTestBus } from '#testing-duties';
import {
  DeliveryRecorder,
  RecordedLog,
  TcpProxy,
  brokerUrl,
  eventually,
  uniquePrefix,
} from '#testing-internal';
import { describeCommands, DescriptionPublisher } from '#duties';
import { conductorNames, conductorTopology, type Delivery } from '#bus';
import { parseIntake, WIRE_FORM } from '#contracts';
import { Controller, Module } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { PATTERN_EXTRAS_METADATA } from '@nestjs/microservices/constants.js';
import { CommandSchema } from '../describing/command-schema.js';
import { commandsOf } from '../describing/participant-description.js';
import { Bench } from './participant.fixture.js';
import { ParticipantModule } from '../participant-module.js';
import { PaymentModule } from './payment.fixture.js';

const INPUT = { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] };
const OUTPUT = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };

@Controller()
class DescribedHandlers {
  @MessagePattern('payment.void', { of: 'the service' })
  @CommandSchema({ output: true })
  void() {}

  @CommandSchema({ input: INPUT, output: OUTPUT })
  @MessagePattern('payment.authorize', { of: 'the service' })
  authorize() {
    return { id: 'a-1' };
  }

  @MessagePattern('payment.capture')
  capture() {}

  @MessagePattern('shipping.ship')
  ofAnotherParticipant() {}

  @MessagePattern('payment.No Command')
  ofNoDefinition() {}

  @EventPattern('payment.happened')
  onEvent(_data: unknown) {}
}

@Module({ imports: [ParticipantModule], controllers: [DescribedHandlers] })
class DescribedModule {}

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

/** What comes to the conductor's intake queue. */
async function intake(prefix = bench.prefix): Promise<DeliveryRecorder> {
  const recorder = new DeliveryRecorder();
  const { intakeQueue } = conductorNames(prefix);
  await bench.conductorBus.consume(intakeQueue, { prefetch: 10 }, recorder.onDelivery);
  return recorder;
}

/** As the conductor reads it. */
function read(delivery: Delivery | undefined) {
  if (!delivery) throw new Error('nothing came');
  const { eventsExchange, descriptionsExchange } = conductorNames(bench.prefix);
  return parseIntake(delivery, { eventsExchange, descriptionsExchange });
}

describe('A participant describes itself to the conductor', () => {
  it('at the start, with the schemas that its handlers declare', async () => {
    await bench.start(DescribedModule);
    const [delivery] = await (await intake()).waitFor(1);
    const commands = [
      { command: 'payment.authorize', inputSchema: INPUT, outputSchema: OUTPUT },
      { command: 'payment.capture' },
      { command: 'payment.void', outputSchema: true },
    ];
    expect(JSON.parse(String(delivery?.body))).toMatchObject({
      pattern: 'participant.describe',
      data: { participant: 'payment', commands },
    });
    expect(read(delivery)).toMatchObject({
      ok: true,
      request: { type: 'describe', description: { participant: 'payment', commands } },
    });
    expect(delivery?.properties.messageId).toMatch(/^payment:[0-9a-f]{64}$/);
  });

  it.each([
    ['50 by default', {}, 50],
    ['as many as it was told', { envelopes: 7 }, 7],
    ['one where it takes none in envelopes', { envelopes: 0 }, 1],
    ['one where it takes only few at a time', { prefetch: 4 }, 1],
  ])('with how many commands a message may carry: %s', async (_, options, envelopes) => {
    await bench.start(PaymentModule, options);
    const [delivery] = await (await intake()).waitFor(1);
    const instance: unknown = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(read(delivery)).toMatchObject({ request: { description: { envelopes, instance } } });
  });

  it('with the names of its commands when it declares no schemas', async () => {
    await bench.start(PaymentModule);
    const [delivery] = await (await intake()).waitFor(1);
    const commands = [{ command: 'payment.authorize' }, { command: 'payment.void' }];
    expect(read(delivery)).toMatchObject({ request: { description: { commands } } });
  });

  it('again when the broker was away, in the same words and under the same id', async () => {
    const proxy = await TcpProxy.to(brokerUrl());
    bench.onClose(() => proxy.close());
    const bus = await openTestBus('payment', proxy.through(brokerUrl()));
    bench.onClose(() => bus.close());
    await bench.start(DescribedModule, { bus });
    const recorder = await intake();
    await recorder.waitFor(1);
    proxy.cut();
    const [first, second] = await recorder.waitFor(2);
    expect(second?.body).toEqual(first?.body);
    expect(second?.properties.messageId).toBe(first?.properties.messageId);
  });

  it('later when no conductor was there yet, and takes commands meanwhile', async () => {
    const prefix = uniquePrefix();
    bench.onClose(() => deleteFromBroker(prefix));
    await bench.start(DescribedModule, { prefix });
    await eventually(
      () => bench.log.said('described later: no conductor was there yet'),
      (isSaid) => isSaid,
    );
    await bench.conductorBus.declare(conductorTopology(prefix));
    const [delivery] = await (await intake(prefix)).waitFor(1);
    expect(read(delivery)).toMatchObject({ ok: true });
  });

  it('and no longer once it is closed', async () => {
    const prefix = uniquePrefix();
    bench.onClose(() => deleteFromBroker(prefix));
    const { app } = await bench.start(DescribedModule, { prefix });
    await app.close();
    await bench.conductorBus.declare(conductorTopology(prefix));
    const recorder = await intake(prefix);
    await bench.start(PaymentModule, { prefix });
    const [delivery] = await recorder.waitFor(1);
    expect(read(delivery)).toMatchObject({
      request: { description: { commands: [{}, { command: 'payment.void' }] } },
    });
  });
});

it('what a handler tells Nest besides stays, in either order of the decorators', () => {
  const extrasOf = (handler: () => unknown): unknown =>
    Reflect.getMetadata(PATTERN_EXTRAS_METADATA, handler);
  const { authorize, void: undo } = DescribedHandlers.prototype;
  expect(extrasOf(authorize)).toMatchObject({ of: 'the service' });
  expect(extrasOf(undo)).toMatchObject({ of: 'the service' });
});

it('a handler with a schema answers as one without', async () => {
  await bench.start(DescribedModule);
  const { action } = newStep({ amount: 'not checked here' });
  const answer = await bench.conductor.send(action);
  expect(answer).toEqual({ type: 'succeeded', output: { id: 'a-1' } });
});

it('what no conductor would take is told to the log, and not sent', async () => {
  const handler = Object.assign(() => Promise.resolve(), { isEventHandler: false });
  const handlers = new Map(
    Array.from({ length: WIRE_FORM.describedCommandsMax + 1 }, (_, at) => {
      return [`payment.c${at}`, handler];
    }),
  );
  const log = new RecordedLog();
  const { signal } = new AbortController();
  const { prefix, conductorBus: bus } = bench;
  const description = describeCommands('payment', commandsOf(handlers), {
    envelopes: 50,
    instance: 'i-1',
  });
  new DescriptionPublisher(description, { bus, prefix, logger: log, signal }).start();
  await eventually(
    () => log.said('the commands cannot be described'),
    (isSaid) => isSaid,
  );
  expect((await bus.inspect(conductorNames(prefix).intakeQueue)).ready).toBe(0);
});
