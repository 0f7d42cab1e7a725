import { newStep } from '#testing-duties';
import { TcpProxy, eventually } from '#testing-internal';
import { Bench, openDatabase } from './participant.fixture.js';
import { insert, runsOf, WorkModule, works } from './transactions.fixture.js';

/* A database that cannot do the work of commands: one pause, no attempt spent, no restart. */

const DONE = { type: 'succeeded' };
const AWAY = 'the database is away; commands wait';
const BACK = 'the database is back';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

const linesOf = (text: string) =>
  bench.log.lines.filter(({ message }) => message.includes(text)).length;

const until = (text: string) =>
  eventually(
    () => linesOf(text),
    (lines) => lines > 0,
  );

/** A service with a way of its own to the database; the test has another. */
async function startService(options = {}, url = bench.databaseUrl) {
  const dataSource = await openDatabase(url);
  bench.onClose(() => dataSource.destroy());
  const { server } = await bench.start(WorkModule, { dataSource, ...options });
  return { dataSource, server };
}

async function startTen() {
  const steps = Array.from({ length: 10 }, () => newStep());
  for (const { key } of steps) {
    works.set(key, ({ manager, idempotencyKey }) => insert(manager, idempotencyKey, 'done'));
  }
  const sent = await Promise.all(steps.map(({ action }) => bench.conductor.publish(action)));
  return { steps, sent };
}

async function expectOnePauseAndAllDone({ steps, sent }: Awaited<ReturnType<typeof startTen>>) {
  for (const id of sent) expect(await bench.conductor.answersTo(id, 1)).toMatchObject([DONE]);
  for (const { key } of steps) expect(await bench.effectsOf(key)).toEqual(['done']);
  expect(linesOf(AWAY)).toBe(1);
  expect(linesOf(BACK)).toBe(1);
}

const here = () => new URL(bench.databaseUrl).pathname.slice(1);

const endSessions = () =>
  bench.dataSource.query(`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);

describe('A database that only reads', () => {
  it('by its sessions’ default, all of them ended', async () => {
    const { server } = await startService();
    await bench.dataSource.query(`alter database ${here()} set default_transaction_read_only = on`);
    await endSessions();
    const ten = await startTen();
    await until(AWAY);
    expect(server.health().isDatabaseThere).toBe(false);
    await bench.dataSource.query('set default_transaction_read_only = off');
    await bench.dataSource.query(`alter database ${here()} reset default_transaction_read_only`);
    await expectOnePauseAndAllDone(ten);
    expect(server.health().isDatabaseThere).toBe(true);
  });

  it('by sessions that were opened meanwhile and stay: they are closed', async () => {
    const { dataSource } = await startService();
    await bench.dataSource.query(`alter database ${here()} set default_transaction_read_only = on`);
    await endSessions();
    await bench.dataSource.query('set default_transaction_read_only = off');
    // The service's own work opens some, which stay as they were opened.
    await eventually(
      () => Promise.allSettled([1, 2, 3].map(() => dataSource.query('select pg_sleep(0.05)'))),
      (opened) => opened.every(({ status }) => status === 'fulfilled'),
    );
    await bench.dataSource.query(`alter database ${here()} reset default_transaction_read_only`);
    const { sent } = await startTen();
    for (const id of sent) expect(await bench.conductor.answerTo(id)).toMatchObject(DONE);
    expect(linesOf(AWAY)).toBe(0);
  });
});

describe('A database whose disk is full', () => {
  it('for the inbox already', async () => {
    await startService();
    await fill('inbox');
    const ten = await startTen();
    await until(AWAY);
    await free('inbox');
    await expectOnePauseAndAllDone(ten);
  });

  it('for what handlers write: those that had begun run again, the others wait', async () => {
    await startService();
    await fill('effect');
    await fill('inbox', 'when (length(new.output) > 1000)');
    const ten = await startTen();
    await until(AWAY);
    await free('inbox');
    await free('effect');
    await expectOnePauseAndAllDone(ten);
    for (const { key } of ten.steps) expect(runsOf.get(key)).toBeLessThanOrEqual(2);
  });

  it('for one handler only: errored after three runs, and the others go on', async () => {
    await startService();
    const { action, key } = newStep();
    works.set(key, ({ manager }) =>
      manager.query(`do $$ begin raise 'full' using errcode = '53100'; end $$`),
    );
    const answer = bench.conductor.send(action);
    expect(await bench.conductor.send(newStep().action)).toMatchObject(DONE);
    expect(await answer).toMatchObject({ error: { code: 'DATABASE_UNAVAILABLE' } });
    expect(runsOf.get(key)).toBe(3);
    expect(linesOf(AWAY)).toBe(0);
  });

  async function fill(table: string, when = ''): Promise<void> {
    await bench.dataSource.query(`
      create or replace function full_disk() returns trigger language plpgsql as
        $$ begin raise 'could not extend file' using errcode = '53100'; end $$`);
    await bench.dataSource.query(`
      create trigger full_disk before insert on ${table} for each row ${when}
      execute function full_disk()`);
  }

  async function free(table: string): Promise<void> {
    await bench.dataSource.query(`drop trigger full_disk on ${table}`);
  }
});

it('A session that an administrator ends: the handler runs again, without a pause', async () => {
  await startService();
  const { action, key } = newStep();
  works.set(key, async ({ manager, idempotencyKey }) => {
    await insert(manager, idempotencyKey, 'done');
    if (runsOf.get(key) === 1) {
      await manager.query('select pg_terminate_backend(pg_backend_pid())');
    }
  });
  expect(await bench.conductor.send(action)).toMatchObject(DONE);
  expect(runsOf.get(key)).toBe(2);
  expect(await bench.effectsOf(key)).toEqual(['done']);
  expect(linesOf(AWAY)).toBe(0);
});

it('An inbox that is not to be had is an outage: commands wait', async () => {
  await startService();
  await bench.dataSource.query('alter table inbox rename to inbox_away');
  const ten = await startTen();
  await until(AWAY);
  await bench.dataSource.query('alter table inbox_away rename to inbox');
  await expectOnePauseAndAllDone(ten);
});

async function startProxied(options = {}) {
  const proxy = await TcpProxy.to(bench.databaseUrl);
  bench.onClose(() => proxy.close());
  const { dataSource } = await startService(options, proxy.through(bench.databaseUrl));
  return { proxy, dataSource };
}

it('A server that stood still calls its client idle: an outage, the handler reruns', async () => {
  const { proxy } = await startProxied({ idleTransactionTimeoutMs: 500 });
  const { action, key } = newStep();
  works.set(key, async ({ manager, idempotencyKey }) => {
    if (runsOf.get(key) === 1) proxy.pause();
    await insert(manager, idempotencyKey, 'done');
  });
  const sent = await bench.conductor.publish(action);
  await eventually(
    () => bench.dataSource.query(IDLE),
    ([row]) => runsOf.get(key) === 1 && (row as { readonly idle: number }).idle === 0,
  );
  proxy.resume();
  expect(await bench.conductor.answerTo(sent)).toMatchObject(DONE);
  expect(runsOf.get(key)).toBe(2);
  expect(await bench.effectsOf(key)).toEqual(['done']);
});

it('A server that stood still ends a statement for its length: an outage, it reruns', async () => {
  const { proxy } = await startProxied({ statementTimeoutMs: 60_000 });
  const { action, key } = newStep();
  works.set(key, async ({ manager, idempotencyKey }) => {
    if (runsOf.get(key) === 1) {
      proxy.pause();
      await manager.query(`do $$ begin raise 'timeout' using errcode = '57014'; end $$`);
    }
    await insert(manager, idempotencyKey, 'done');
  });
  const sent = await bench.conductor.publish(action);
  await until(AWAY);
  proxy.resume();
  expect(await bench.conductor.answerTo(sent)).toMatchObject(DONE);
  expect(runsOf.get(key)).toBe(2);
  expect(await bench.effectsOf(key)).toEqual(['done']);
});

const IDLE = `
  select count(*)::int as idle from pg_stat_activity
  where datname = current_database() and state = 'idle in transaction'`;

it('A statement that an outage holds up beyond its handler’s limit: it reruns', async () => {
  const { proxy } = await startProxied({ handlerTimeoutMs: 1_500 });
  const { action, key } = newStep();
  works.set(key, ({ manager, idempotencyKey }) => {
    if (runsOf.get(key) === 1) proxy.pause();
    return insert(manager, idempotencyKey, 'done');
  });
  const sent = await bench.conductor.publish(action);
  await until(AWAY);
  proxy.cut();
  proxy.resume();
  expect(await bench.conductor.answersTo(sent, 1)).toMatchObject([DONE]);
  expect(runsOf.get(key)).toBe(2);
  expect(await bench.effectsOf(key)).toEqual(['done']);
  expect(linesOf('does not end: given up')).toBe(0);
});

describe('Connections that are dead without a word', () => {
  async function startBehindProxy() {
    const { proxy, dataSource } = await startProxied();
    // As many as the pool has.
    const all = Array.from({ length: 5 }, () => dataSource.query('select pg_sleep(0.05)'));
    await Promise.all(all);
    return proxy;
  }

  it('while new ones pass: no pause, no restart, all done', async () => {
    const proxy = await startBehindProxy();
    proxy.swallowAnswers();
    const { sent } = await startTen();
    for (const id of sent) expect(await bench.conductor.answerTo(id)).toMatchObject(DONE);
    expect(linesOf(AWAY)).toBe(0);
  });

  it('and new ones too: noticed, and all done when they pass again', async () => {
    const proxy = await startBehindProxy();
    proxy.pause();
    const ten = await startTen();
    await until(AWAY);
    proxy.cut();
    proxy.resume();
    await expectOnePauseAndAllDone(ten);
  });

  it('in the middle of a handler’s statement: noticed before that has its limit', async () => {
    const proxy = await startBehindProxy();
    const { action, key } = newStep();
    works.set(key, async ({ manager, idempotencyKey }) => {
      if (runsOf.get(key) === 1) proxy.pause();
      await insert(manager, idempotencyKey, 'done');
    });
    const sent = await bench.conductor.publish(action);
    await until(AWAY);
    proxy.cut();
    proxy.resume();
    expect(await bench.conductor.answerTo(sent)).toMatchObject(DONE);
    expect(await bench.effectsOf(key)).toEqual(['done']);
  });
});
