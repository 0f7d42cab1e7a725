import { Halt, newStep, openTestBus } from '#testing-duties';
import { TcpProxy, brokerUrl, eventually } from '#testing-internal';
import type { Pool } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { Bench, openDatabase } from './participant.fixture.js';
import { halts, PaymentModule, plansOf } from './payment.fixture.js';
import { closeIdle } from './transactions.fixture.js';

const AUTHORIZED = { type: 'succeeded', output: expect.objectContaining({ amount: 10 }) };

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

/** A service whose connection to its database can be broken. */
async function startBehindProxy() {
  const proxy = await TcpProxy.to(bench.databaseUrl);
  const dataSource = await openDatabase(proxy.through(bench.databaseUrl));
  bench.onClose(async () => {
    await dataSource.destroy();
    await proxy.close();
  });
  await bench.start(PaymentModule, { dataSource });
  return proxy;
}

describe('The database', () => {
  it('away: commands wait in the queue, and are handled when it is back', async () => {
    const proxy = await startBehindProxy();
    await proxy.shut();
    proxy.cut();
    const steps = Array.from({ length: 50 }, () => newStep());
    const sent = await Promise.all(steps.map((step) => bench.conductor.publish(step.action)));
    await eventually(
      () => bench.log.said('the database is still away'),
      (said) => said,
    );
    // Paused: the broker keeps all but the first few.
    const late = await bench.conductor.publish(newStep().action);
    expect(await bench.commandsLeft()).toBeGreaterThan(0);

    await proxy.open();
    for (const id of [...sent, late]) {
      expect(await bench.conductor.answersTo(id, 1)).toEqual([expect.objectContaining(AUTHORIZED)]);
    }
    for (const { key } of steps) expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });

  it('lost in the middle of a handler: the command runs again', async () => {
    const proxy = await startBehindProxy();
    const { action, key } = newStep();
    const halt = new Halt();
    halts.set(key, halt);
    const sent = await bench.conductor.publish(action);
    await halt.arrived;
    proxy.cut();
    halt.release();
    expect(await bench.conductor.answerTo(sent)).toMatchObject(AUTHORIZED);
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });

  it('that committed but could not say so: the effect is there once', async () => {
    const dataSource = await openDatabase(bench.databaseUrl);
    bench.onClose(() => dataSource.destroy());
    // So that its connections are new.
    await closeIdle(dataSource);
    const { answersLost } = loseAnswerToFirstCommit(dataSource);
    await bench.start(PaymentModule, { dataSource });
    const { action, key } = newStep();
    expect(await bench.conductor.send(action)).toMatchObject(AUTHORIZED);
    expect(answersLost()).toBe(1);
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });

  it('that breaks a deadlock: the one that gave way is told so, and has run once', async () => {
    await bench.start(PaymentModule);
    await bench.dataSource.query('create table account (id int primary key, balance int)');
    await bench.dataSource.query('insert into account values (1, 0), (2, 0)');
    const halves = [new Halt(), new Halt()] as const;
    const add = (manager: EntityManager, id: number) =>
      manager.query('update account set balance = balance + 1 where id = $1', [id]);
    const crosswise = (first: number, second: number, mine: Halt, other: Halt) =>
      async function run(manager: EntityManager): Promise<void> {
        await add(manager, first);
        mine.release();
        await other.wait();
        await add(manager, second);
      };
    const [one, two] = [newStep(), newStep()];
    const there = crosswise(1, 2, halves[0], halves[1]);
    const back = crosswise(2, 1, halves[1], halves[0]);
    plansOf.set(one.key, [there]);
    plansOf.set(two.key, [back]);
    const steps = [one, two];

    const answers = await Promise.all(steps.map(({ action }) => bench.conductor.send(action)));

    const gaveWay = answers.findIndex(({ type }) => type === 'errored');
    expect(answers[gaveWay]).toMatchObject({ error: { code: 'DATABASE_CONTENTION' } });
    expect(answers[1 - gaveWay]).toMatchObject(AUTHORIZED);
    const again = steps[gaveWay] as ReturnType<typeof newStep>;
    expect(await bench.effectsOf(again.key)).toEqual([]);
    expect(await bench.conductor.send({ ...again.action, attempt: 2 })).toMatchObject(AUTHORIZED);
    const accounts = await bench.dataSource.query('select balance from account');
    expect(accounts).toEqual([{ balance: 1 }, { balance: 1 }]);
  });

  it('with a small pool carries more commands than it has connections', async () => {
    const dataSource = await openDatabase(bench.databaseUrl, 2);
    bench.onClose(() => dataSource.destroy());
    await bench.start(PaymentModule, { dataSource, prefetch: 64 });
    const steps = Array.from({ length: 40 }, () => newStep());
    const twice = [...steps, ...steps].map(({ action }) => bench.conductor.send(action));
    expect(await Promise.all(twice)).toHaveLength(80);
    for (const { key } of steps) expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });

  it('whose row stays locked too long: errored, and another command goes on', async () => {
    await bench.start(PaymentModule, { lockTimeoutMs: 20 });
    const { action, key } = newStep();
    const halt = new Halt();
    halts.set(key, halt);
    const first = await bench.conductor.publish(action);
    await halt.arrived;
    expect(await bench.conductor.send({ ...action, attempt: 2 })).toMatchObject({
      type: 'errored',
      error: { code: 'DATABASE_CONTENTION' },
    });
    expect(await bench.conductor.send(newStep().action)).toMatchObject(AUTHORIZED);
    halt.release();
    expect(await bench.conductor.answerTo(first)).toMatchObject(AUTHORIZED);
  });
});

describe('The broker', () => {
  it('lost while a handler works: the command comes again, the inbox answers', async () => {
    const proxy = await TcpProxy.to(brokerUrl());
    const bus = await openTestBus('payment', proxy.through(brokerUrl()));
    bench.onClose(async () => {
      await bus.close();
      await proxy.close();
    });
    await bench.start(PaymentModule, { bus });
    const { action, key } = newStep();
    const halt = new Halt();
    halts.set(key, halt);
    const sent = await bench.conductor.publish(action);
    await halt.arrived;
    proxy.cut();
    await eventually(
      () => bus.status(),
      (status) => status === 'connected',
    );
    halt.release();
    expect(await bench.conductor.answerTo(sent)).toMatchObject(AUTHORIZED);
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
    await eventually(
      () => bench.commandsLeft(),
      (left) => left === 0,
    );
  });
});

describe('Closing', () => {
  it('ends the commands at work, replies included, and takes no more', async () => {
    const { app } = await bench.start(PaymentModule);
    const { action, key } = newStep();
    const halt = new Halt();
    halts.set(key, halt);
    const sent = await bench.conductor.publish(action);
    await halt.arrived;

    const closed = app.close();
    halt.release();
    await closed;
    await bench.conductor.publish(newStep().action);

    expect(await bench.conductor.answerTo(sent)).toMatchObject(AUTHORIZED);
    await eventually(
      () => bench.commandsLeft(),
      (left) => left === 1,
    );
  });

  it('does not wait for ever: what has not ended is done by the next', async () => {
    const { app, bus } = await bench.start(PaymentModule, { closeTimeoutMs: 20 });
    const { action, key } = newStep();
    const halt = new Halt();
    halts.set(key, halt);
    const sent = await bench.conductor.publish(action);
    await halt.arrived;

    await app.close();
    await bus.close();
    const { app: next } = await bench.start(PaymentModule);
    halt.release();

    expect(await bench.conductor.answerTo(sent)).toMatchObject(AUTHORIZED);
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
    await next.close();
  });
});

/** The commit succeeds, and the client sees a lost connection. */
function loseAnswerToFirstCommit(dataSource: DataSource): { answersLost(): number } {
  let lost = 0;
  const pool = (dataSource.driver as unknown as { readonly master: Pool }).master;
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const loseCommit = async (...args: unknown[]) => {
      const result = await query(...args);
      if (args[0] !== 'commit' || lost > 0) return result;
      lost += 1;
      const error = new Error('Connection terminated unexpectedly');
      client.emit('error', error);
      throw error;
    };
    // Only calls without a callback: those of TypeORM and this library.
    Object.assign(client, {
      query: (...args: unknown[]) =>
        typeof args.at(-1) === 'function' ? query(...args) : loseCommit(...args),
    });
  });
  return { answersLost: () => lost };
}
