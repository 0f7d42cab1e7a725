import {
  commandMessage,
  conductorNames,
  conductorTopology,
  parseReply,
  participantQueue,
  participantTopology,
  type JsonValue,
  type ReplyOutcome,
} from '#contracts';
import { RabbitBus } from '#messaging';
import { brokerUrl, eventually, uniquePrefix } from '#testing';
import { Controller, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Ctx,
  MessagePattern,
  Payload,
  RmqContext,
  RpcException,
  Transport,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { connect, type Channel, type Message } from 'amqplib';
import { v7 } from 'uuid';

/*
 * An ordinary NestJS microservice, with no library of ours, takes part: what WRITING-A-PARTICIPANT
 * says of it. The conductor's side is a bare consumer of the reply queue.
 */

const SECRET = 'a secret of the tests';
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Nest sends the answer when the handler has returned: too late to wait for it here (duty 5). */
function acknowledge(context: RmqContext): void {
  const channel = context.getChannelRef() as Channel;
  channel.ack(context.getMessage() as Message);
}

@Controller()
class PlainHandlers {
  @MessagePattern('payment.authorize')
  authorize(@Payload() input: { readonly amount: number }, @Ctx() context: RmqContext) {
    acknowledge(context);
    if (input.amount > 100) {
      throw new RpcException({ refused: true, code: 'LIMIT_EXCEEDED', message: 'too much' });
    }
    if (input.amount < 0) throw new RpcException({ code: 'BUSY', message: 'try again' });
    const { headers } = (context.getMessage() as Message).properties;
    return { authorized: input.amount, key: headers?.['idempotency-key'] as string };
  }

  @MessagePattern('payment.void')
  void(@Ctx() context: RmqContext) {
    acknowledge(context);
    return { result: 'nothing-to-undo' };
  }

  @MessagePattern('payment.break')
  break(@Ctx() context: RmqContext) {
    acknowledge(context);
    throw new Error('a secret');
  }
}

@Module({ controllers: [PlainHandlers] })
class PlainModule {}

const prefix = uniquePrefix();
const queue = participantQueue(prefix, 'payment');
const replies = new Map<string, ReplyOutcome>();
const sagaId = v7();

let bus: RabbitBus;
let service: INestMicroservice;

beforeAll(async () => {
  bus = new RabbitBus({ url: brokerUrl(), name: 'test-plain', log: silent });
  await bus.open(conductorTopology(prefix));
  await bus.declare(participantTopology(prefix, 'payment'));
  await bus.consume(conductorNames(prefix).repliesQueue, { prefetch: 10 }, (delivery) => {
    const check = parseReply(delivery, { secrets: SECRET });
    if (check.ok) replies.set(check.correlation.step, check.outcome);
    delivery.ack();
  });
  service = await NestFactory.createMicroservice<MicroserviceOptions>(PlainModule, {
    transport: Transport.RMQ,
    logger: false,
    options: {
      urls: [brokerUrl()],
      queue,
      queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
      noAck: false,
      prefetchCount: 16,
    },
  });
  await service.listen();
});

afterAll(async () => {
  await service?.close();
  await bus?.close();
  await deleteFromBroker();
});

it.each<[string, string, JsonValue, ReplyOutcome]>([
  [
    'succeeds with what its handler returns, and reads its headers',
    'payment.authorize',
    { amount: 10 },
    { type: 'succeeded', output: { authorized: 10, key: `${sagaId}/step0/0` } },
  ],
  [
    'refuses with an RpcException that says refused',
    'payment.authorize',
    { amount: 500 },
    { type: 'refused', error: { code: 'LIMIT_EXCEEDED', message: 'too much' } },
  ],
  [
    'errs with any other RpcException',
    'payment.authorize',
    { amount: -1 },
    { type: 'errored', error: { code: 'BUSY', message: 'try again' } },
  ],
  [
    'errs without a code, and tells nothing, when its handler breaks',
    'payment.break',
    {},
    { type: 'errored', error: { code: 'ERROR', message: 'Internal server error' } },
  ],
  [
    'answers a compensation',
    'payment.void',
    {},
    { type: 'succeeded', output: { result: 'nothing-to-undo' } },
  ],
  [
    'errs when it has no handler',
    'payment.missing',
    {},
    {
      type: 'errored',
      error: { code: 'ERROR', message: expect.stringContaining('no matching message handler') },
    },
  ],
])('a plain NestJS service %s', async (_, command, data, expected) => {
  const step = `step${replies.size}`;
  await publish(step, command, data);
  const outcome = await eventually(
    () => replies.get(step),
    (reply) => reply !== undefined,
  );
  expect(outcome).toEqual(expected);
});

it('a plain NestJS service leaves nothing in its queue', async () => {
  await service.close();
  expect(await bus.inspect(queue)).toEqual({ ready: 0, consumers: 0 });
});

async function publish(step: string, command: string, data: JsonValue): Promise<void> {
  const envelope = {
    messageId: `${sagaId}/${step}`,
    definition: { name: 'test', version: 1 },
    participant: 'payment',
    direction: command === 'payment.void' ? 'compensate' : 'execute',
    ...{ sagaId, step, command, data, iteration: 0, attempt: 1, dueAt: Date.now() + 30_000 },
  } as const;
  const [outcome] = await bus.publish([
    commandMessage(envelope, { prefix, secret: SECRET, at: Date.now() }),
  ]);
  expect(outcome).toBe('confirmed');
}

/** Each quorum queue keeps files open on a broker that many tests share. */
async function deleteFromBroker(): Promise<void> {
  const topologies = [conductorTopology(prefix), participantTopology(prefix, 'payment')];
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  for (const { queues, exchanges } of topologies) {
    for (const { name } of queues) await channel.deleteQueue(name);
    for (const { name } of exchanges) await channel.deleteExchange(name);
  }
  await connection.close();
}
