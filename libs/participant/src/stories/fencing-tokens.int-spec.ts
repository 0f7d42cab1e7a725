import { Halt, newStep } from '#testing-duties';
import { purgeTokens } from '#duties';
import type { FencingToken } from '#contracts';
import type { JsonObject, JsonValue } from '#protocol';
import { Controller, Module } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { CommandRefused } from '../errors/handler-errors.js';
import type { CommandContext } from '../handlers/command-context.js';
import { ParticipantModule } from '../participant-module.js';
import { Bench } from './participant.fixture.js';

/* A handler tells the commands of a lock's later holder from those of an earlier one. */

const halts = new Map<string, Halt>();

@Controller()
class OrderHandlers {
  @MessagePattern('payment.authorize')
  async change(@Payload() input: JsonObject, @Ctx() context: CommandContext) {
    const isFirst = await context.checkFencingToken();
    await write(context, 'changed');
    await halts.get(context.idempotencyKey)?.wait();
    if (input['amount'] === 'too much') throw new CommandRefused('TOO_MUCH', 'no');
    return { tokens: Object.fromEntries(context.fencingTokens), isFirst };
  }

  @MessagePattern('payment.void')
  async restore(@Ctx() context: CommandContext) {
    const isFirst = await context.checkFencingToken();
    await write(context, isFirst ? 'restored' : 'left to the later holder');
    return { isFirst };
  }

  @MessagePattern('payment.unchecked')
  async unchecked(@Ctx() context: CommandContext) {
    await write(context, 'changed');
    return { tokens: Object.fromEntries(context.fencingTokens) };
  }
}

async function write({ manager, idempotencyKey }: CommandContext, what: string): Promise<void> {
  await manager.query('insert into effect (key, what) values ($1, $2)', [idempotencyKey, what]);
}

@Module({ imports: [ParticipantModule], controllers: [OrderHandlers] })
class OrderModule {}

let bench: Bench;
let locks = 0;

/** The lock of an order that no other test has. */
function newLock(): string {
  return `order:${++locks}, a=b ü`;
}

/** A step of a saga that holds, or held, these locks. */
function stepUnder(fencing: readonly FencingToken[], data: JsonValue = { amount: 10 }) {
  const { key, action, compensation } = newStep(data);
  return { key, action: { ...action, fencing }, compensation: { ...compensation, fencing } };
}

async function tokenOf(key: string): Promise<number | null> {
  const statement = 'select token::int as token from fencing_token where key = $1';
  const rows = await bench.dataSource.query<{ token: number }[]>(statement, [key]);
  return rows[0]?.token ?? null;
}

const tokenOld = (key: string, token: number) => {
  const message = `token ${token} of the lock "${key}" is old: a later holder was here`;
  return { type: 'refused', error: { code: 'FENCING_TOKEN_OLD', message } };
};

beforeAll(async () => {
  bench = await Bench.open();
  await bench.start(OrderModule);
});

afterAll(async () => {
  await bench?.close();
});

describe('A handler gets the fencing tokens of its command', () => {
  it('by the keys of their locks; none for a saga without', async () => {
    const [one, other] = [newLock(), newLock()];
    const { action } = stepUnder([
      { key: one, token: 7 },
      { key: other, token: 9 },
    ]);
    const unchecked = { ...action, command: 'payment.unchecked' };
    expect(await bench.conductor.send(unchecked)).toMatchObject({
      output: { tokens: { [one]: 7, [other]: 9 } },
    });
    const free = await bench.conductor.send(newStep().action);
    expect(free).toMatchObject({ type: 'succeeded', output: { tokens: {}, isFirst: true } });
  });

  it('also ten of them with keys as long as they may be, in one header', async () => {
    const fencing = Array.from({ length: 10 }, (_, index) => ({
      key: `${'🚚'.repeat(199)}${index}`,
      token: Number.MAX_SAFE_INTEGER - index,
    }));
    const answer = await bench.conductor.send(stepUnder(fencing).action);
    const tokens = Object.fromEntries(fencing.map(({ key, token }) => [key, token]));
    expect(answer).toMatchObject({ type: 'succeeded', output: { tokens, isFirst: true } });
  });

  it('and no command whose tokens cannot be read', async () => {
    const fencing = [{ key: newLock(), token: 1.5 }];
    const { action, key } = stepUnder(fencing);
    const answer = await bench.conductor.send(action);
    expect(answer).toMatchObject({ type: 'errored', error: { code: 'MALFORMED_COMMAND' } });
    expect(await bench.effectsOf(key)).toEqual([]);
  });
});

describe('checkFencingToken()', () => {
  it('refuses an action after a later holder was there, for good', async () => {
    const lock = newLock();
    const late = stepUnder([{ key: lock, token: 1 }]);
    const next = stepUnder([{ key: lock, token: 2 }]);
    expect(await bench.conductor.send(next.action)).toMatchObject({ type: 'succeeded' });

    expect(await bench.conductor.send(late.action)).toEqual(tokenOld(lock, 1));
    expect(await bench.conductor.send(late.action)).toEqual(tokenOld(lock, 1));
    expect(await bench.effectsOf(late.key)).toEqual([]);
    expect(await bench.inboxRow(late.key)).toMatchObject({ outcome: 'refused' });
    expect(await tokenOf(lock)).toBe(2);
  });

  it('lets through what is not older: the same saga, the next one, another lock', async () => {
    const [lock, other] = [newLock(), newLock()];
    const inOrder = [
      [{ key: lock, token: 5 }],
      [{ key: lock, token: 5 }],
      [{ key: lock, token: 6 }],
      [{ key: other, token: 1 }],
    ];
    for (const fencing of inOrder) {
      const { action } = stepUnder(fencing);
      expect(await bench.conductor.send(action)).toMatchObject({ output: { isFirst: true } });
    }
    expect([await tokenOf(lock), await tokenOf(other)]).toEqual([6, 1]);
  });

  it('asks about every lock, and remembers none when one is old', async () => {
    const [lock, other] = [newLock(), newLock()];
    await bench.conductor.send(stepUnder([{ key: lock, token: 2 }]).action);
    const { action } = stepUnder([
      { key: other, token: 1 },
      { key: lock, token: 1 },
    ]);
    expect(await bench.conductor.send(action)).toEqual(tokenOld(lock, 1));
    expect(await tokenOf(other)).toBeNull();
  });

  it('remembers nothing of an action that was refused: nothing was done', async () => {
    const lock = newLock();
    const refused = stepUnder([{ key: lock, token: 2 }], { amount: 'too much' });
    expect(await bench.conductor.send(refused.action)).toMatchObject({ type: 'refused' });
    const { action } = stepUnder([{ key: lock, token: 1 }]);
    expect(await bench.conductor.send(action)).toMatchObject({ type: 'succeeded' });
  });

  it('makes an earlier holder wait for a later one at work, and refuses it then', async () => {
    const lock = newLock();
    const late = stepUnder([{ key: lock, token: 1 }]);
    const next = stepUnder([{ key: lock, token: 2 }]);
    const halt = new Halt();
    halts.set(next.key, halt);
    const first = await bench.conductor.publish(next.action);
    await halt.arrived;
    const second = await bench.conductor.publish(late.action);
    await bench.untilBlocked();
    halt.release();
    expect(await bench.conductor.answerTo(first)).toMatchObject({ type: 'succeeded' });
    expect(await bench.conductor.answerTo(second)).toEqual(tokenOld(lock, 1));
    expect(await bench.effectsOf(late.key)).toEqual([]);
  });

  it('never refuses a compensation, and tells it that a later holder was there', async () => {
    const lock = newLock();
    const early = stepUnder([{ key: lock, token: 1 }]);
    await bench.conductor.send(early.action);
    await bench.conductor.send(stepUnder([{ key: lock, token: 2 }]).action);
    const undone = await bench.conductor.send(early.compensation);
    expect(undone).toMatchObject({ output: { result: 'undone', isFirst: false } });
    expect(await bench.effectsOf(early.key)).toEqual(['changed', 'left to the later holder']);
    expect(await tokenOf(lock)).toBe(2);
  });

  it('tells a compensation of the latest holder that nobody was', async () => {
    const lock = newLock();
    const { key, action, compensation } = stepUnder([{ key: lock, token: 1 }]);
    await bench.conductor.send(action);
    const undone = await bench.conductor.send(compensation);
    expect(undone).toMatchObject({ output: { isFirst: true } });
    expect(await bench.effectsOf(key)).toEqual(['changed', 'restored']);
  });
});

describe('Fencing tokens', () => {
  it('are deleted when they were not seen for `retentionDays`, and no sooner', async () => {
    const [old, young] = [newLock(), newLock()];
    for (const key of [old, young])
      await bench.conductor.send(stepUnder([{ key, token: 2 }]).action);
    const age = `update fencing_token set seen_at = clock_timestamp() - $2 * interval '1 day'
                  where key = $1`;
    await bench.dataSource.query(age, [old, 30.1]);
    await bench.dataSource.query(age, [young, 29.9]);
    expect(await purgeTokens(bench.ask, 30)).toBe(1);
    expect([await tokenOf(old), await tokenOf(young)]).toEqual([null, 2]);
  });

  it('are no trouble for a service that has no table for them', async () => {
    await bench.dataSource.query('alter table fencing_token rename to elsewhere');
    expect(await purgeTokens(bench.ask, 30)).toBe(0);
    await bench.dataSource.query('alter table elsewhere rename to fencing_token');
  });
});
