import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { connect } from 'amqplib';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { participantQueue } from '#bus';
import { RabbitBus } from '#messaging';
import { ParticipantModule, ParticipantServer, type CommandContext } from '#participant';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  eventually,
  Firehose,
  uniquePrefix,
} from '#testing-internal';
import { startConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import { participantMigrations } from '../../migrations/participant/index.js';

/*
 * An operator takes a lock away while a command of its holder is still on its way. A replica of the
 * service that has taken the command and hangs stands for the way: the broker delivers the command
 * again when that replica is gone.
 */

interface Change {
  readonly orderId: string;
  readonly text: string;
}

async function overwrite({ orderId, text }: Change, { manager }: CommandContext) {
  const statement = `
    insert into customer_order (id, text) values ($1, $2)
    on conflict (id) do update set text = excluded.text`;
  await manager.query(statement, [orderId, text]);
}

@Controller()
class OrderHandlers {
  @MessagePattern('order.change')
  async change(@Payload() input: Change, @Ctx() context: CommandContext) {
    await context.checkFencingToken();
    await overwrite(input, context);
  }

  @MessagePattern('order.overwrite')
  async overwrite(@Payload() input: Change, @Ctx() context: CommandContext) {
    await overwrite(input, context);
  }
}

@Module({ imports: [ParticipantModule], controllers: [OrderHandlers] })
class OrderModule {}

const changeBy = (command: string) => ({
  name: command.replace('.', '-'),
  locks: ['order:${input.orderId}'],
  steps: [{ name: 'change', command, compensation: 'none', timeout: '10m', input: '${input}' }],
});

interface Saga {
  readonly id: string;
  readonly status: string;
  readonly locks: readonly { readonly status: string; readonly ticket: number | null }[];
}

describe('A command that is on its way while its saga loses the lock', () => {
  const prefix = uniquePrefix();
  const logger = pino({ level: 'silent' });
  const closers: (() => Promise<unknown>)[] = [];
  let url: string;
  let orders: DataSource;

  beforeAll(async () => {
    const tap = await Firehose.openIfAsked(prefix);
    closers.push(async () => tap?.close());
    const bus = await openBus('conductor');
    const conductor = await startConductor({
      config: {
        ...{ host: '127.0.0.1', port: 0, replySecret: null, apiKeys: [], prefix },
        databaseUrl: await newDatabase(),
      },
      bus,
      logger,
    });
    closers.push(() => conductor.close());
    url = conductor.url;
    orders = new DataSource({
      type: 'postgres',
      url: await newDatabase(),
      migrations: participantMigrations,
    });
    await orders.initialize();
    closers.push(() => orders.destroy());
    await orders.runMigrations();
    await orders.query('create table customer_order (id text primary key, text text not null)');
    for (const command of ['order.change', 'order.overwrite']) {
      await call('POST', '/v1/definitions', changeBy(command));
    }
  });

  afterAll(async () => {
    for (const close of closers.reverse()) await close();
    await deleteQueues(prefix, ['order']);
  });

  it('takes effect after all, over what the next holder has done', async () => {
    const { late } = await loseLock('order.overwrite', 'o-1');
    expect(late).toMatchObject({ status: 'completed' });
    expect(await textOf('o-1')).toBe('early');
  });

  it('is refused by a handler that checks its fencing token', async () => {
    const { late, next } = await loseLock('order.change', 'o-2');
    expect(late).toMatchObject({ status: 'compensated', error: { code: 'FENCING_TOKEN_OLD' } });
    expect(await textOf('o-2')).toBe('late');
    const [token] = await orders.query<{ key: string; token: string }[]>(
      'select key, token from fencing_token',
    );
    expect(token).toEqual({ key: 'order:o-2', token: String(next.locks[0]?.ticket) });
    expect(late.locks[0]?.ticket).toBeLessThan(next.locks[0]?.ticket ?? 0);
  });

  /** Both sagas once they have ended: the one that lost its lock, and the next holder. */
  async function loseLock(command: string, orderId: string) {
    const hanging = await hangingReplica();
    const early = await start(command, { orderId, text: 'early' });
    await hanging.hasTaken;
    const second = await start(command, { orderId, text: 'late' });
    const body = { key: `order:${orderId}`, sagaId: early, reason: 'the service hangs' };
    await call('POST', '/v1/admin/locks/release', body);
    const service = await startService();
    const next = await ended(second);
    expect(next).toMatchObject({ status: 'completed' });
    await hanging.dies();
    const late = await ended(early);
    await service.close();
    return { late, next };
  }

  /** It takes one command and does nothing with it. */
  async function hangingReplica() {
    const queue = participantQueue(prefix, 'order');
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    await channel.prefetch(1);
    let take = () => {};
    const hasTaken = new Promise<void>((resolve) => (take = resolve));
    await channel.consume(queue, () => take());
    return { hasTaken, dies: () => connection.close() };
  }

  async function startService() {
    const bus = await openBus('order');
    const strategy = new ParticipantServer({
      ...{ participant: 'order', dataSource: orders, logger, prefix, bus },
    });
    const app = await NestFactory.createMicroservice(OrderModule, { strategy, logger: false });
    await app.listen();
    return app;
  }

  async function start(command: string, input: Change): Promise<string> {
    const definition = changeBy(command).name;
    const { body } = await call('POST', '/v1/sagas', { definition, input });
    return (body as Saga).id;
  }

  async function ended(id: string): Promise<Saga> {
    const found = await eventually(
      () => call('GET', `/v1/sagas/${id}?wait=10s`),
      ({ body }) => (body as Saga).status !== 'running',
    );
    return found.body as Saga;
  }

  async function textOf(id: string): Promise<string | undefined> {
    const statement = 'select text from customer_order where id = $1';
    const [row] = await orders.query<{ text: string }[]>(statement, [id]);
    return row?.text;
  }

  function call(method: string, path: string, body?: unknown) {
    return callUrl(method, `${url}${path}`, body === undefined ? {} : { body });
  }

  async function newDatabase(): Promise<string> {
    const database = await createTestDatabase();
    closers.push(() => database.drop());
    return database.url;
  }

  async function openBus(name: string): Promise<RabbitBus> {
    const bus = new RabbitBus({ url: brokerUrl(), name: `test-${name}`, log: logger });
    await bus.open({ exchanges: [], queues: [] });
    closers.push(() => bus.close());
    return bus;
  }
});
