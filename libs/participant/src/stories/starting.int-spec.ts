import { newStep } from '#testing-duties';
import { RecordedLog, TcpProxy, brokerUrl, createTestDatabase } from '#testing-internal';
import { RabbitBus } from '#messaging';
import { Controller, Module } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { EventOutbox } from '../events/event-outbox.js';
import { ParticipantModule } from '../participant-module.js';
import { Bench, openDatabase } from './participant.fixture.js';
import { WorkModule } from './transactions.fixture.js';

/* What can only pretend to work does not start. */

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
});

afterAll(async () => {
  await bench?.close();
});

const MISCONFIGURED = 'PARTICIPANT_MISCONFIGURED';

it('A bus that was never opened: listen rejects, and says what to call', async () => {
  const bus = new RabbitBus({ url: brokerUrl(), name: 'unopened', log: new RecordedLog() });
  await expect(bench.start(WorkModule, { bus })).rejects.toMatchObject({
    code: 'BUS_NOT_OPENED',
    message: expect.stringContaining('call open()'),
  });
  await bus.close();
});

describe('A database without the library’s tables', () => {
  let dataSource: DataSource;

  beforeAll(async () => {
    const database = await createTestDatabase();
    dataSource = new DataSource({ type: 'postgres', url: database.url });
    bench.onClose(() => database.drop());
    bench.onClose(() => dataSource.destroy());
  });

  it('that is not initialized: listen rejects', async () => {
    await expect(bench.start(WorkModule, { dataSource })).rejects.toMatchObject({
      code: MISCONFIGURED,
      message: expect.stringContaining('initialize'),
    });
    await dataSource.initialize();
  });

  it('has no inbox: listen rejects, and says what to run', async () => {
    await expect(bench.start(WorkModule, { dataSource })).rejects.toMatchObject({
      code: MISCONFIGURED,
      message: expect.stringMatching(/"inbox" is not there: run participantMigrations/),
    });
  });

  it('has no event outbox: its start rejects', async () => {
    const { conductorBus: bus, log: logger, prefix } = bench;
    const outbox = new EventOutbox({ service: 'payment', bus, dataSource, logger, prefix });
    await expect(outbox.start()).rejects.toMatchObject({
      code: MISCONFIGURED,
      message: expect.stringContaining('"event_outbox" is not there'),
    });
  });
});

@Controller()
class StrangeHandlers {
  @MessagePattern('shipping.ship')
  ship() {}

  @MessagePattern({ command: 'payment.authorize' })
  object() {}

  @EventPattern('payment.happened')
  happened(_data: unknown) {}
}

@Module({ imports: [ParticipantModule], controllers: [StrangeHandlers] })
class StrangeModule {}

@Module({ imports: [ParticipantModule] })
class EmptyModule {}

it.each([
  ['none of them begins with its name', StrangeModule, /only .*shipping\.ship.*payment\.happened/],
  ['there are none', EmptyModule, /no handlers/],
])('A participant whose handlers no command can reach: %s', async (_, module, said) => {
  await expect(bench.start(module)).rejects.toMatchObject({
    code: MISCONFIGURED,
    message: expect.stringMatching(said),
  });
});

it('A database that is away at the start: it starts, and works when that is back', async () => {
  const proxy = await TcpProxy.to(bench.databaseUrl);
  const dataSource = await openDatabase(proxy.through(bench.databaseUrl));
  bench.onClose(async () => {
    await dataSource.destroy();
    await proxy.close();
  });
  await proxy.shut();
  proxy.cut();
  await bench.start(WorkModule, { dataSource });
  const sent = await bench.conductor.publish(newStep().action);
  await proxy.open();
  expect(await bench.conductor.answerTo(sent)).toMatchObject({ type: 'succeeded' });
});
