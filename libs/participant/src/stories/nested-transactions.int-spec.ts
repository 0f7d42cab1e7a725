import { newStep } from '#testing-duties';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { CommandRefused } from '../errors/handler-errors.js';
import { Bench, openDatabase } from './participant.fixture.js';
import {
  insert,
  untilNoTransactionIsOpen,
  WorkModule,
  works,
  type Work,
} from './transactions.fixture.js';

/* Nested transactions of one command side by side end as if they ran one after the other. */

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
  const dataSource = await openDatabase(bench.databaseUrl, 2);
  bench.onClose(() => dataSource.destroy());
  await bench.start(WorkModule, { dataSource, concurrency: 1 });
});

afterAll(async () => {
  await bench?.close();
});

/** Runs a command that does `work`, and the next command, which must not be affected. */
async function run(work: Work) {
  const step = newStep();
  works.set(step.key, work);
  const answer = await bench.conductor.send(step.action);
  await untilNoTransactionIsOpen(bench);
  const next = newStep();
  works.set(next.key, ({ manager, idempotencyKey }) => insert(manager, idempotencyKey, 'plain'));
  expect(await bench.conductor.send(next.action)).toMatchObject({ type: 'succeeded' });
  expect(await bench.effectsOf(next.key)).toEqual(['plain']);
  return { answer, effects: await bench.effectsOf(step.key), row: await bench.inboxRow(step.key) };
}

const part = (manager: EntityManager, key: string, what: string, seconds: number) =>
  manager.transaction(async (inner) => {
    await inner.query('select pg_sleep($1)', [seconds]);
    await insert(inner, key, what);
    await inner.query('select 1');
  });

it('one beside a refusal leaves nothing', async () => {
  const { answer, effects } = await run(({ manager, idempotencyKey }) =>
    Promise.all([
      part(manager, idempotencyKey, 'A', 0.05),
      Promise.reject(new CommandRefused('SOLD_OUT', 'x')),
    ]),
  );
  expect(answer).toMatchObject({ type: 'refused' });
  expect(effects).toEqual([]);
});

it('one beside an error leaves nothing, and no inbox row', async () => {
  const { answer, effects, row } = await run(({ manager, idempotencyKey }) =>
    Promise.all([part(manager, idempotencyKey, 'C', 0.05), Promise.reject(new Error('boom'))]),
  );
  expect(answer).toMatchObject({ type: 'errored' });
  expect(effects).toEqual([]);
  expect(row).toBeUndefined();
});

it('two that succeed are both there', async () => {
  const { answer, effects } = await run(async ({ manager, idempotencyKey }) => {
    await Promise.all([
      part(manager, idempotencyKey, 'B1', 0.05),
      part(manager, idempotencyKey, 'B2', 0.03),
    ]);
    return { id: 1 };
  });
  expect(answer).toMatchObject({ type: 'succeeded' });
  expect(effects).toEqual(['B1', 'B2']);
});

it('one that fails takes nothing of the other with it', async () => {
  const { answer, effects } = await run(async ({ manager, idempotencyKey }) => {
    const optional = manager.transaction(async (inner) => {
      await insert(inner, idempotencyKey, 'optional');
      await delay(30);
      throw new Error('optional failed');
    });
    const needed = (async () => {
      await delay(10);
      await manager.transaction(async (inner) => {
        await insert(inner, idempotencyKey, 'needed 1');
        await delay(50);
        await insert(inner, idempotencyKey, 'needed 2');
      });
    })();
    await Promise.allSettled([optional, needed]);
    return { id: 1 };
  });
  expect(answer).toMatchObject({ type: 'succeeded' });
  expect(effects).toEqual(['needed 1', 'needed 2']);
});

it('one that fails takes no statement beside it with it', async () => {
  const { effects } = await run(async ({ manager, idempotencyKey }) => {
    const optional = manager.transaction(async (inner) => {
      await insert(inner, idempotencyKey, 'optional');
      throw new Error('optional failed');
    });
    await Promise.allSettled([optional, insert(manager, idempotencyKey, 'needed')]);
  });
  expect(effects).toEqual(['needed']);
});

it.each<[string, (outer: EntityManager, inner: EntityManager) => EntityManager]>([
  ['the inner manager', (_, inner) => inner],
  ['the outer manager, by mistake', (outer) => outer],
])('three levels, written with %s, are undone level by level', async (_, choose) => {
  const { answer, effects } = await run(async ({ manager, idempotencyKey: key }) => {
    await manager.transaction(async (first) => {
      await insert(choose(manager, first), key, '1');
      await choose(manager, first).transaction(async (second) => {
        await insert(choose(manager, second), key, '2');
        const third = choose(manager, second).transaction(async (inner) => {
          await insert(choose(manager, inner), key, '3');
          throw new Error('the third fails');
        });
        await third.catch(() => null);
        await insert(choose(manager, second), key, '2 again');
      });
    });
  });
  expect(answer).toMatchObject({ type: 'succeeded' });
  expect(effects).toEqual(['1', '2', '2 again']);
});

it('several in each of several are as one after the other', async () => {
  const { effects } = await run(async ({ manager, idempotencyKey: key }) => {
    const outer = ['a', 'b', 'c'].map((name) =>
      manager.transaction(async (inner) => {
        await Promise.allSettled(
          [1, 2].map((number) => part(inner, key, `${name}${number}`, 0.001)),
        );
        if (name === 'b') throw new Error('b fails');
      }),
    );
    await Promise.allSettled(outer);
  });
  expect(effects).toEqual(['a1', 'a2', 'c1', 'c2']);
});

it('a failed statement in one that is hidden undoes that one only', async () => {
  const { answer, effects } = await run(async ({ manager, idempotencyKey: key }) => {
    const hiding = manager.transaction(async (inner) => {
      await insert(inner, key, 'lost');
      await inner.query('select 1 / 0').catch(() => null);
    });
    await hiding.catch(() => null);
    await insert(manager, key, 'kept');
  });
  expect(answer).toMatchObject({ type: 'succeeded' });
  expect(effects).toEqual(['kept']);
});
