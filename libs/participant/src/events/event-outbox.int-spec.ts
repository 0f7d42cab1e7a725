import { newStep } from '#testing-duties';
import { brokerUrl, eventually } from '#testing-internal';
import { conductorNames } from '#bus';
import { InProcessBroker, InProcessBus } from '#messaging';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import type { EntityManager } from 'typeorm';
import { Bench } from '../stories/participant.fixture.js';
import { fails, PaymentModule, plansOf } from '../stories/payment.fixture.js';
import {
  isEmpty,
  Listener,
  NEVER_MS,
  openOutbox,
  PLACED,
  publishAll,
  rowsOf,
  startOutbox,
  untilRows,
} from './event-outbox.fixture.js';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

const TRACE = {
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
};

const write = (manager: EntityManager, what: string) =>
  manager.query('insert into effect (key, what) values ($1, $2)', ['k', what]);

describe('An event', () => {
  it('goes out as soon as its transaction commits, and leaves the outbox', async () => {
    const listener = await Listener.open(bench, 'order.*');
    const outbox = await startOutbox(bench, { pollIntervalMs: NEVER_MS });
    await untilRows(bench, isEmpty);

    const [id] = await publishAll(bench, outbox, [PLACED], (manager) => write(manager, 'placed'));

    const [delivery] = await listener.waitFor(1);
    expect(JSON.parse(delivery?.body.toString() ?? '')).toEqual({
      pattern: 'order.placed',
      data: { orderId: 'o-1' },
      id,
    });
    expect(delivery?.properties).toMatchObject({
      messageId: id,
      type: 'order.placed',
      contentType: 'application/json',
      timestamp: expect.any(Number),
    });
    await untilRows(bench, isEmpty);
    expect(await bench.effectsOf('k')).toEqual(['placed']);
  });

  it('of a transaction that is rolled back never goes out', async () => {
    const listener = await Listener.open(bench);
    const outbox = await startOutbox(bench);

    const failing = bench.dataSource.transaction(async (manager) => {
      await outbox.publish(manager, PLACED);
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    const [id] = await publishAll(bench, outbox, [{ ...PLACED, event: 'order.cancelled' }]);

    await listener.waitFor(1);
    await untilRows(bench, isEmpty);
    expect(listener.ids).toEqual([id]);
  });

  it('of a savepoint that is rolled back never goes out; those around it do', async () => {
    const listener = await Listener.open(bench);
    const outbox = await startOutbox(bench, { pollIntervalMs: NEVER_MS });

    const ids = await publishAll(bench, outbox, [PLACED], async (outer) => {
      const failing = outer.transaction(async (inner) => {
        await outbox.publish(inner, { ...PLACED, event: 'order.regretted' });
        throw new Error('changed its mind');
      });
      await expect(failing).rejects.toThrow('changed its mind');
      await outer.transaction((inner) => write(inner, 'placed'));
    });

    await listener.waitFor(1);
    await untilRows(bench, isEmpty);
    expect(listener.ids).toEqual(ids);
  });

  it('needs a transaction of the same database', async () => {
    const outbox = await openOutbox(bench);
    const other = await Bench.open();
    bench.onClose(() => other.close());
    const refusal = { code: 'EVENT_OUTSIDE_TRANSACTION' };

    await expect(outbox.publish(bench.dataSource.manager, PLACED)).rejects.toMatchObject(refusal);
    await expect(publishAll(other, outbox, [PLACED])).rejects.toMatchObject(refusal);
    expect([...(await rowsOf(bench)), ...(await rowsOf(other))]).toEqual([]);
  });

  it('reaches an ordinary Nest microservice', async () => {
    const heard: unknown[] = [];
    @Controller()
    class Orders {
      @EventPattern('order.placed')
      onPlaced(@Payload() data: unknown): void {
        heard.push(data);
      }
    }
    @Module({ controllers: [Orders] })
    class OrdersModule {}
    const service = await NestFactory.createMicroservice<MicroserviceOptions>(OrdersModule, {
      transport: Transport.RMQ,
      logger: false,
      options: {
        urls: [brokerUrl()],
        queue: `${bench.prefix}.nest`,
        queueOptions: { durable: false, autoDelete: true },
        exchange: conductorNames(bench.prefix).eventsExchange,
        exchangeType: 'topic',
        routingKey: 'order.*',
      },
    });
    await service.listen();
    bench.onClose(() => service.close());
    const outbox = await startOutbox(bench);

    await publishAll(bench, outbox, [PLACED, { ...PLACED, data: { orderId: 'o-2' } }]);

    await eventually(
      () => heard.length,
      (count) => count === 2,
    );
    expect(heard).toEqual([{ orderId: 'o-1' }, { orderId: 'o-2' }]);
  });
});

describe('A command that publishes an event', () => {
  it('publishes it once, however often the command comes', async () => {
    const listener = await Listener.open(bench);
    const outbox = await startOutbox(bench);
    await bench.start(PaymentModule);
    const { action, key } = newStep();
    const publish = (manager: EntityManager) => outbox.publish(manager, PLACED);
    plansOf.set(key, [publish, publish]);

    await bench.conductor.send(action);
    await bench.conductor.send(action);

    await listener.waitFor(1);
    await untilRows(bench, isEmpty);
    expect(listener.ids).toHaveLength(1);
  });

  it('publishes it in the trace of its saga, also once the process has ended', async () => {
    const listener = await Listener.open(bench);
    const first = await openOutbox(bench);
    const { app } = await bench.start(PaymentModule);
    const traced = newStep();
    const plain = newStep();
    for (const { key } of [traced, plain]) {
      plansOf.set(key, [
        (manager) => manager.transaction((nested) => first.publish(nested, PLACED)),
      ]);
    }

    await bench.conductor.send({ ...traced.action, trace: TRACE });
    await bench.conductor.send(plain.action);
    await app.close();
    await startOutbox(bench);

    const [inTrace, without] = await listener.waitFor(2);
    expect(inTrace?.properties.headers).toMatchObject(TRACE);
    expect(without?.properties.headers).not.toHaveProperty('traceparent');
  });

  it('and is refused publishes nothing', async () => {
    const outbox = await openOutbox(bench);
    await bench.start(PaymentModule);
    const { action, key } = newStep();
    plansOf.set(key, [(manager) => outbox.publish(manager, PLACED).then(fails.forGood)]);

    expect(await bench.conductor.send(action)).toMatchObject({ type: 'refused' });

    expect(await rowsOf(bench)).toEqual([]);
  });
});

describe('On the bus within a process, an event', () => {
  const openInProcessBus = async (broker = new InProcessBroker()) => {
    const bus = new InProcessBus(broker);
    await bus.open({ exchanges: [], queues: [] });
    return bus;
  };

  it('is published again by the next process: what this one had in memory is gone', async () => {
    const bus = await openInProcessBus();
    const listener = await Listener.open(bench, '#', bus);
    const outbox = await startOutbox(bench, { bus });
    const [id] = await publishAll(bench, outbox, [PLACED]);
    await listener.waitFor(1);
    await untilRows(bench, (rows) => rows.every(({ isHeld }) => isHeld));
    await outbox.close();

    const nextBus = await openInProcessBus();
    const next = await Listener.open(bench, '#', nextBus);
    await startOutbox(bench, { bus: nextBus });

    await next.waitFor(1);
    expect([...listener.ids, ...next.ids]).toEqual([id, id]);
  });

  it('is forgotten an hour after it was published', async () => {
    const bus = await openInProcessBus();
    await Listener.open(bench, '#', bus);
    const outbox = await startOutbox(bench, { bus });
    await publishAll(bench, outbox, [PLACED]);
    await untilRows(bench, (rows) => rows.every(({ isHeld }) => isHeld));

    await bench.dataSource.query(`update event_outbox set held_at = held_at - interval '1 hour'`);

    await untilRows(bench, isEmpty);
  });
});
