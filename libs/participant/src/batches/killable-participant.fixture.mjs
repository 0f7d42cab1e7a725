import 'reflect-metadata';
import { RabbitBus } from '#messaging';
import { CommandRefused, ParticipantModule, ParticipantServer } from '#participant';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';

/*
 * The participant `payment` as a process of its own, with `batch: true`, on the built code. It may
 * be told to kill itself, which nothing of it can notice:
 * `node killable-participant.fixture.mjs JSON`, of { prefix, databaseUrl, amqpUrl, dies?: { at,
 * after } }.
 *
 * - `handler`: in the middle of a handler, the `after`th one, its effect written
 * - `reply`: before the `after`th message with replies is sent
 * - `confirm`: when the broker has confirmed so many of them
 */
const { prefix, databaseUrl, amqpUrl, dies } = JSON.parse(process.argv[2] ?? '{}');
const counted = { handler: 0, reply: 0, confirm: 0 };

function pass(point) {
  counted[point] += 1;
  if (dies?.at === point && counted[point] === dies.after) process.kill(process.pid, 'SIGKILL');
}

async function write({ manager, idempotencyKey }, what) {
  const text = 'insert into effect (key, what) values ($1, $2)';
  await manager.query(text, [idempotencyKey, what]);
}

class Handlers {
  async authorize({ amount }, context) {
    await write(context, 'authorized');
    pass('handler');
    if (amount > 100) throw new CommandRefused('LIMIT_EXCEEDED', 'too much');
    return { authorizationId: context.idempotencyKey };
  }

  async void(_input, context) {
    await write(context, 'voided');
    pass('handler');
  }
}

for (const [name, pattern] of Object.entries({
  authorize: 'payment.authorize',
  void: 'payment.void',
})) {
  const method = Object.getOwnPropertyDescriptor(Handlers.prototype, name);
  MessagePattern(pattern)(Handlers.prototype, name, method);
  Payload()(Handlers.prototype, name, 0);
  Ctx()(Handlers.prototype, name, 1);
}
Controller()(Handlers);

class PaymentModule {}
Module({ imports: [ParticipantModule], controllers: [Handlers] })(PaymentModule);

const say = () => {};
const logger = { info: say, warn: say, error: say };
const dataSource = new DataSource({ type: 'postgres', url: databaseUrl, poolSize: 5 });
await dataSource.initialize();
const inner = new RabbitBus({ url: amqpUrl, name: 'own-process', log: logger });
await inner.open({ exchanges: [], queues: [] });

const hasReplies = ({ routingKey }) => routingKey.includes('.replies');
const bus = new Proxy(inner, {
  get: (target, name) => {
    const member = Reflect.get(target, name, target);
    if (name === 'publish') return publish;
    return typeof member === 'function' ? member.bind(target) : member;
  },
});

async function publish(messages) {
  const isReply = messages.some(hasReplies);
  if (isReply) pass('reply');
  const outcomes = await inner.publish(messages);
  if (isReply) pass('confirm');
  return outcomes;
}

const server = { participant: 'payment', prefix, bus, dataSource, logger, batch: true };
const strategy = new ParticipantServer(server);
const app = await NestFactory.createMicroservice(PaymentModule, { strategy, logger: false });
await app.listen();
process.send?.('ready');
