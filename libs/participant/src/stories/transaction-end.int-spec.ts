import { newStep } from '#testing-duties';
import { eventually } from '#testing-internal';
import type { EntityManager } from 'typeorm';
import { CommandRefused } from '../errors/handler-errors.js';
import { Bench } from './participant.fixture.js';
import {
  insert,
  runsOf,
  untilNoTransactionIsOpen,
  WorkModule,
  works,
  type Work,
} from './transactions.fixture.js';

/* A transaction ends when its work has ended, and nothing of a failed command stays. */

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
  await bench.start(WorkModule);
});

afterAll(async () => {
  await bench?.close();
});

async function run(work: Work) {
  const step = newStep();
  works.set(step.key, work);
  const answer = await bench.conductor.send(step.action);
  return { ...step, answer };
}

const REFUSED = { type: 'refused', error: { code: 'SOLD_OUT' } };
const refuse = () => Promise.reject(new CommandRefused('SOLD_OUT', 'none left'));

describe('Statements that a handler has begun together', () => {
  it('leave nothing when one of them is refused while another is slow', async () => {
    const { key, answer } = await run(({ manager, idempotencyKey }) => {
      const slow = async () => {
        await manager.query('select pg_sleep(0.05)');
        await insert(manager, idempotencyKey, 'A');
        await manager.query('select 1');
        await insert(manager, idempotencyKey, 'B');
      };
      return Promise.all([slow(), refuse()]);
    });
    await untilNoTransactionIsOpen(bench);
    expect(answer).toMatchObject(REFUSED);
    expect(await bench.effectsOf(key)).toEqual([]);
    expect(await bench.inboxRow(key)).toMatchObject({ outcome: 'refused' });
  });

  it('leave nothing when one of them fails in the middle', async () => {
    const { key, answer } = await run(({ manager, idempotencyKey }) => {
      const slow = async () => {
        for (let row = 0; row < 12; row++) await insert(manager, idempotencyKey, `E${row}`);
      };
      const broken = async () => {
        await manager.query('select 1');
        await manager.query('select 1');
        throw new Error('boom');
      };
      return Promise.all([slow(), broken()]);
    });
    await untilNoTransactionIsOpen(bench);
    expect(answer).toMatchObject({ type: 'errored' });
    expect(await bench.effectsOf(key)).toEqual([]);
    expect(await bench.inboxRow(key)).toBeUndefined();
  });

  it.each<[string, (rows: readonly Promise<unknown>[]) => unknown]>([
    ['raced', (rows) => Promise.race(rows)],
    ['taken from Promise.any', (rows) => Promise.any(rows)],
    ['forgotten', () => ({ id: 1 })],
  ])('are all stored with the success of a handler by which they are %s', async (_, end) => {
    const { key, answer } = await run(({ manager, idempotencyKey }) =>
      end([
        insert(manager, idempotencyKey, 'first'),
        (async () => {
          await manager.query('select pg_sleep(0.02)');
          await insert(manager, idempotencyKey, 'second');
        })(),
      ]),
    );
    expect(answer).toMatchObject({ type: 'succeeded' });
    expect(await bench.effectsOf(key)).toEqual(['first', 'second']);
    expect(await bench.inboxRow(key)).toMatchObject({ outcome: 'succeeded' });
  });

  it('fail the command when a forgotten one of them fails', async () => {
    const { key, answer } = await run(({ manager, idempotencyKey }) => {
      insert(manager, idempotencyKey, 'first').catch(() => null);
      manager.query('select 1 / 0').catch(() => null);
      return { id: 1 };
    });
    expect(answer).toMatchObject({ type: 'errored' });
    expect(await bench.effectsOf(key)).toEqual([]);
  });

  it('leave nothing of a compensation that is refused', async () => {
    const { key, action, compensation } = newStep();
    works.set(`${key}/void`, ({ manager, idempotencyKey }) => {
      const slow = async () => {
        await manager.query('select pg_sleep(0.02)');
        await insert(manager, idempotencyKey, 'voided');
      };
      return Promise.all([slow(), refuse()]);
    });
    await bench.conductor.send(action);
    expect(await bench.conductor.send(compensation)).toMatchObject(REFUSED);
    expect(await bench.effectsOf(key)).toEqual([]);
    expect(await bench.inboxRow(key)).toMatchObject({ outcome: 'succeeded' });
  });
});

describe('A statement after the answer', () => {
  it('is refused, says so, and writes nothing', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const { key } = await run(({ manager, idempotencyKey }) => {
      late = () => insert(manager, idempotencyKey, 'late');
      return {};
    });
    await expect(late?.()).rejects.toMatchObject({
      driverError: { code: 'STATEMENT_TOO_LATE', message: expect.stringContaining('await each') },
    });
    expect(await bench.effectsOf(key)).toEqual([]);
  });

  it('is refused in a nested transaction, too', async () => {
    let late: (() => Promise<unknown>) | undefined;
    const { key } = await run(({ manager, idempotencyKey }) => {
      late = () => manager.transaction((inner) => insert(inner, idempotencyKey, 'late'));
      return refuse();
    });
    await expect(late?.()).rejects.toMatchObject({ code: 'STATEMENT_TOO_LATE' });
    expect(await bench.effectsOf(key)).toEqual([]);
  });
});

describe('A handler cannot end its transaction', () => {
  const attempts: [string, (manager: EntityManager) => Promise<unknown> | undefined][] = [
    ['COMMIT', (manager) => manager.query('commit')],
    ['ROLLBACK among other statements', (manager) => manager.query('select 1; rollback; begin')],
    ['queryRunner.startTransaction()', (manager) => manager.queryRunner?.startTransaction()],
    ['queryRunner.commitTransaction()', (manager) => manager.queryRunner?.commitTransaction()],
    ['queryRunner.rollbackTransaction()', (manager) => manager.queryRunner?.rollbackTransaction()],
    ['queryRunner.release()', (manager) => manager.queryRunner?.release()],
    [
      'the driver’s own client',
      async (manager) => {
        const client = (await manager.queryRunner?.connect()) as { release(): void };
        client.release();
      },
    ],
  ];

  it.each(attempts)('by %s: errored, with nothing stored', async (_, attempt) => {
    const { key, answer } = await run(async ({ manager, idempotencyKey }) => {
      await insert(manager, idempotencyKey, 'before');
      await attempt(manager);
    });
    await untilNoTransactionIsOpen(bench);
    expect(answer).toMatchObject({ type: 'errored' });
    expect(await bench.effectsOf(key)).toEqual([]);
    expect(await bench.inboxRow(key)).toBeUndefined();
  });

  it.each(attempts)('by %s, and when it hides the refusal it goes on', async (_, attempt) => {
    const { key, answer } = await run(async ({ manager, idempotencyKey }) => {
      await insert(manager, idempotencyKey, 'before');
      await attempt(manager)?.catch(() => null);
      await insert(manager, idempotencyKey, 'after');
    });
    expect(answer).toMatchObject({ type: 'succeeded' });
    expect(await bench.effectsOf(key)).toEqual(['before', 'after']);
  });
});

it('a savepoint by hand undoes a part, in order', async () => {
  const { key, answer } = await run(async ({ manager, idempotencyKey }) => {
    await manager.query('savepoint mine');
    await insert(manager, idempotencyKey, 'undone');
    await manager.query('rollback to savepoint mine');
    await insert(manager, idempotencyKey, 'kept');
  });
  expect(answer).toMatchObject({ type: 'succeeded' });
  expect(await bench.effectsOf(key)).toEqual(['kept']);
});

describe('An idle transaction', () => {
  it('that the server ends is errored, and is no outage: its handler ran once', async () => {
    const impatient = await Bench.open();
    try {
      await impatient.start(WorkModule, { idleTransactionTimeoutMs: 50 });
      const { action, key } = newStep();
      works.set(key, async ({ manager, idempotencyKey }) => {
        await insert(manager, idempotencyKey, 'x');
        await eventually(
          () => impatient.dataSource.query(IDLE),
          ([row]) => (row as { readonly idle: number }).idle === 0,
        );
        return { ok: true };
      });
      expect(await impatient.conductor.send(action)).toMatchObject({
        type: 'errored',
        error: { code: 'TRANSACTION_IDLE_TOO_LONG' },
      });
      expect(runsOf.get(key)).toBe(1);
      expect(await impatient.effectsOf(key)).toEqual([]);
      expect(impatient.log.said('database is away')).toBe(false);
    } finally {
      await impatient.close();
    }
  });
});

const IDLE = `
  select count(*)::int as idle from pg_stat_activity
  where datname = current_database() and state = 'idle in transaction'`;

describe('A limit of the database that a handler reaches', () => {
  it.each([
    ['a statement that takes too long', 'select pg_sleep(5)', 'STATEMENT_TOO_LONG'],
    [
      'a serialization failure',
      "do $$ begin raise sqlstate '40001'; end $$",
      'DATABASE_CONTENTION',
    ],
    ['a lock timeout', "do $$ begin raise sqlstate '55P03'; end $$", 'DATABASE_CONTENTION'],
  ])('%s: errored, and the handler ran once', async (_, statement, code) => {
    const limited = await Bench.open();
    try {
      await limited.start(WorkModule, { statementTimeoutMs: 200 });
      const { action, key } = newStep();
      works.set(key, ({ manager }) => manager.query(statement));
      expect(await limited.conductor.send(action)).toMatchObject({ error: { code } });
      expect(runsOf.get(key)).toBe(1);
    } finally {
      await limited.close();
    }
  });
});
