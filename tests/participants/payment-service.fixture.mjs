import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { RabbitBus } from '#messaging';
import { CommandRefused, ParticipantModule, ParticipantServer, TryAgainLater } from '#participant';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';

/*
 * The service of payments with the Node library, as a process of its own, on the built code: what
 * payment_service.py is with the Python package.
 */
const { AMQP_URL, PAYMENT_DATABASE_URL: databaseUrl, CONDUCTOR_PREFIX: prefix } = process.env;

const dataSource = new DataSource({
  type: 'postgres',
  url: databaseUrl,
  poolSize: 6,
  extra: { connectionTimeoutMillis: 3_000 },
});
const plans = new DataSource({ type: 'postgres', url: databaseUrl, poolSize: 2 });

/** Taken on a connection of its own: what the handler's transaction does not undo. */
async function nextPlan(key) {
  if (!plans.isInitialized) await plans.initialize();
  const [rows] = await plans.query(
    `delete from plan where place = (select min(place) from plan where key = $1) returning what`,
    [key],
  );
  return rows[0]?.what;
}

const refuse = () => {
  throw new CommandRefused('NOT_VOIDABLE', 'it was captured');
};
const PLANS = {
  wait: async ({ manager, idempotencyKey }) => {
    await manager.query('select pg_advisory_xact_lock(hashtext($1))', [idempotencyKey]);
  },
  refuse,
  later: () => {
    throw new TryAgainLater('BANK_CLOSED', 'the bank is closed', { retryAfterMs: 1_500 });
  },
  break: () => {
    throw new Error('a secret');
  },
  'fail and refuse': ({ manager }) => manager.query('select 1 / 0').catch(refuse),
  swallow: ({ manager }) => manager.query('select 1 / 0').catch(() => {}),
  die: () => process.exit(9),
  commit: ({ manager }) => manager.query('commit'),
  sleep: () => delay(60_000),
  fence: (context) => context.checkFencingToken(),
  NaN: () => NaN,
};

async function act(context, what) {
  const { manager, idempotencyKey } = context;
  const text = 'insert into effect (key, what) values ($1, $2)';
  await manager.query(text, [idempotencyKey, what]);
  const said = await PLANS[await nextPlan(idempotencyKey)]?.(context);
  return typeof said === 'boolean' || typeof said === 'number' ? { said } : {};
}

class Handlers {
  async authorize({ amount = null }, context) {
    const said = await act(context, 'authorized');
    if (amount > 100) throw new CommandRefused('LIMIT_EXCEEDED', 'too much');
    return { authorizationId: `authorization of ${context.step}`, amount, ...said };
  }

  async void(_input, context) {
    const said = await act(context, 'voided');
    return { voided: context.executed?.authorizationId, ...said };
  }
}

for (const name of ['authorize', 'void']) {
  const method = Object.getOwnPropertyDescriptor(Handlers.prototype, name);
  MessagePattern(`payment.${name}`)(Handlers.prototype, name, method);
  Payload()(Handlers.prototype, name, 0);
  Ctx()(Handlers.prototype, name, 1);
}
Controller()(Handlers);

class PaymentModule {}
Module({ imports: [ParticipantModule], controllers: [Handlers] })(PaymentModule);

const say = (facts, message) => console.log(message, facts);
const logger = { info: say, warn: say, error: say };
while (!dataSource.isInitialized) {
  await dataSource.initialize().catch(({ message }) => say({ message }, 'no database yet'));
}
const bus = new RabbitBus({ url: AMQP_URL, name: 'payment', log: logger });
await bus.open({ exchanges: [], queues: [] });
const strategy = new ParticipantServer({
  participant: 'payment',
  prefix,
  bus,
  dataSource,
  logger,
  lockTimeoutMs: 20_000,
  statementTimeoutMs: 25_000,
});
const app = await NestFactory.createMicroservice(PaymentModule, { strategy, logger: false });
await app.listen();
console.log('takes commands');

process.once('SIGTERM', async () => {
  await app.close();
  await bus.close();
  await dataSource.destroy();
  if (plans.isInitialized) await plans.destroy();
});
