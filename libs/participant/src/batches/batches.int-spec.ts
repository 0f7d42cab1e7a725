import { Halt, newStep } from '#testing-duties';
import { eventually } from '#testing-internal';
import { Controller, Module } from '@nestjs/common';
import { Ctx, MessagePattern } from '@nestjs/microservices';
import pg from 'pg';
import type { CommandContext } from '../handlers/command-context.js';
import { ParticipantModule } from '../participant-module.js';
import type { ParticipantOptions } from '../settings/participant-options.js';
import { Bench, openDatabase } from '../stories/participant.fixture.js';
import { fails, halts, PaymentModule, plansOf } from '../stories/payment.fixture.js';
import { insert, runsOf, works, WorkModule } from '../stories/transactions.fixture.js';

/* Commands that wait together share a transaction, and are answered as if each had been alone. */

type Step = ReturnType<typeof newStep>;
type TransactionStatus = ReturnType<pg.Client['getTransactionStatus']>;

const ONE_BY_ONE = 'a batch is done again one by one';
let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
  await bench.dataSource.query(
    'alter table effect add column transaction xid8 default pg_current_xact_id()',
  );
});

afterEach(async () => {
  await bench?.close();
});

const newSteps = (count: number) => Array.from({ length: count }, () => newStep());

async function answersTo(messageIds: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all(messageIds.map((id) => bench.conductor.answerTo(id)));
  return answers.map(({ type }) => type);
}

/** In one envelope. */
const sendAll = (steps: readonly Step[]) =>
  bench.conductor.publishTogether(steps.map(({ action }) => action));

/** How many transactions had the effects of these. */
async function transactionsOf(steps: readonly Pick<Step, 'key'>[]): Promise<number> {
  const statement = `
    select count(distinct transaction)::int as count from effect where key = any($1)`;
  const keys = steps.map(({ key }) => key);
  const [row] = await bench.dataSource.query<{ count: number }[]>(statement, [keys]);
  return row?.count ?? 0;
}

const wholeOf = async (steps: readonly Step[]) =>
  Promise.all(steps.map(({ key }) => bench.inboxRow(key)));

const start = (options: Partial<ParticipantOptions> = {}) =>
  bench.start(PaymentModule, { batch: true, ...options });

/** Each effect once, and in the inbox as succeeded. */
async function expectDone(steps: readonly Step[]): Promise<void> {
  for (const { key } of steps) expect(await bench.effectsOf(key)).toEqual(['authorized']);
  for (const row of await wholeOf(steps)) expect(row).toMatchObject({ outcome: 'succeeded' });
}

describe('An envelope of commands in one transaction', () => {
  it('commits what succeeds, refusals without their effect, nothing of an error', async () => {
    await start();
    const steps = newSteps(10);
    const refused = steps.filter((_, index) => index % 2 === 0);
    const [failed, ...done] = steps.filter((_, index) => index % 2 === 1) as [Step, ...Step[]];
    for (const { key } of refused) plansOf.set(key, [fails.forGood]);
    plansOf.set(failed.key, [fails.with(new Error('a fault of the handler'))]);
    const sent = await sendAll(steps);

    const kinds = steps.map((step) => (refused.includes(step) ? 'refused' : 'succeeded'));
    const expected = kinds.map((kind, index) => (steps[index] === failed ? 'errored' : kind));
    expect(await answersTo(sent)).toEqual(expected);
    await expectDone(done);
    for (const { key } of [...refused, failed]) expect(await bench.effectsOf(key)).toEqual([]);
    for (const row of await wholeOf(refused)) expect(row).toMatchObject({ outcome: 'refused' });
    expect(await bench.inboxRow(failed.key)).toBeUndefined();
    expect(bench.log.said(ONE_BY_ONE)).toBe(false);

    expect(await answersTo(await sendAll([failed]))).toEqual(['succeeded']);
    await expectDone([failed]);
  });

  it('needs fewer transactions than there are commands', async () => {
    await start();
    const steps = newSteps(20);
    await answersTo(await sendAll(steps));
    expect(await transactionsOf(steps)).toBeLessThan(20);
  });

  it('answers a whole envelope that comes again from the inbox', async () => {
    await start();
    const steps = newSteps(6);
    plansOf.set((steps[0] as Step).key, [fails.forGood]);
    const first = await answersTo(await sendAll(steps));
    expect(await answersTo(await sendAll(steps))).toEqual(first);
    await expectDone(steps.slice(1));
  });

  it('has a command that is in it twice done once, and answers both', async () => {
    await start();
    const [twice, other] = newSteps(2) as [Step, Step];
    const action = { ...twice.action, messageId: 'same' };
    const sent = await bench.conductor.publishTogether([action, other.action, action]);
    expect(await bench.conductor.answersTo('same', 2)).toHaveLength(2);
    expect(await answersTo(sent.slice(1, 2))).toEqual(['succeeded']);
    await expectDone([twice, other]);
  });

  it('keeps the duties of a fence that stands beside its action', async () => {
    // one slot: the action is not begun before the batch with the fence has ended
    await start({ concurrency: 1 });
    const [step, other] = newSteps(2) as [Step, Step];
    const commands = [other.action, step.compensation, step.action];
    const sent = await bench.conductor.publishTogether(commands);
    expect(await answersTo(sent)).toEqual(['succeeded', 'succeeded', 'refused']);
    expect(await bench.effectsOf(step.key)).toEqual([]);
    expect(await bench.inboxRow(step.key)).toMatchObject({ outcome: 'fenced' });
  });
});

describe('A batch is done again, one by one,', () => {
  it('when a handler takes too long, which goes alone from then on', async () => {
    await start();
    const steps = newSteps(5);
    const slow = new Halt();
    halts.set((steps[2] as Step).key, slow);
    const sent = await sendAll(steps);
    expect(new Set(await answersTo(sent))).toEqual(new Set(['succeeded']));
    expect(bench.log.said(ONE_BY_ONE)).toBe(true);
    slow.release();
    await expectDone(steps);

    const later = newSteps(3);
    await answersTo(await sendAll(later));
    expect(await transactionsOf(later)).toBe(3);
  });

  it('when a statement of a handler ends its session', async () => {
    await start();
    const steps = newSteps(4);
    const kill = (manager: { query(text: string): Promise<unknown> }) =>
      manager.query('select pg_terminate_backend(pg_backend_pid())');
    plansOf.set((steps[1] as Step).key, [kill]);
    expect(new Set(await answersTo(await sendAll(steps)))).toEqual(new Set(['succeeded']));
    await expectDone(steps);
  });

  it('when the commit fails, so that only the one at fault is answered with it', async () => {
    await bench.dataSource.query(
      'create table later (id int primary key deferrable initially deferred)',
    );
    await bench.dataSource.query('insert into later values (1)');
    await start();
    const steps = newSteps(4);
    const breaks = (manager: { query(text: string): Promise<unknown> }) =>
      manager.query('insert into later values (1)');
    const [first, second, ...rest] = steps as [Step, Step, ...Step[]];
    plansOf.set(second.key, [breaks, breaks]);
    const kinds = await answersTo(await sendAll(steps));
    expect(kinds).toEqual(['succeeded', 'errored', 'succeeded', 'succeeded']);
    await expectDone([first, ...rest]);
    expect(await bench.effectsOf(second.key)).toEqual([]);
  });

  it('when another process has one of its keys, for which the others do not wait', async () => {
    await start();
    const steps = newSteps(4);
    const [held, ...others] = steps as [Step, ...Step[]];
    const other = await openDatabase(bench.databaseUrl, 1);
    bench.onClose(() => other.destroy());
    const runner = other.createQueryRunner();
    await runner.startTransaction();
    await runner.query(
      `insert into inbox (idempotency_key, outcome, command) values ($1, 'fenced', 'x')`,
      [held.key],
    );
    const sent = await sendAll(steps);
    expect(await answersTo(sent.slice(1))).toEqual(['succeeded', 'succeeded', 'succeeded']);
    await expectDone(others);
    await runner.rollbackTransaction();
    await runner.release();
    expect(await answersTo(sent.slice(0, 1))).toEqual(['succeeded']);
    await expectDone([held]);
  });
});

describe('A handler in a batch', () => {
  it('cannot run a statement among those of the next one', async () => {
    await bench.start(WorkModule, { batch: true });
    const [early, late] = newSteps(2) as [Step, Step];
    let tooLate: unknown;
    const kept: { manager?: CommandContext['manager'] } = {};
    works.set(early.key, ({ manager }) => void (kept.manager = manager));
    works.set(late.key, async ({ manager }) => {
      tooLate = await kept.manager?.query('select 1').catch((error: unknown) => error);
      await insert(manager, late.key, 'authorized');
    });
    const sent = await sendAll([early, late]);
    expect(await answersTo(sent)).toEqual(['succeeded', 'succeeded']);
    expect(tooLate).toMatchObject({ code: 'STATEMENT_TOO_LATE' });
    expect(runsOf.get(late.key)).toBe(1);
  });

  // `pg` tells of the error first, and of what became of the transaction when it reads on
  it.each([
    ['at once', (status: TransactionStatus) => status],
    ['later', (status: TransactionStatus) => (status === 'E' ? 'T' : status)],
  ])(
    'that ignored a failed statement is answered errored; the client knows %s',
    async (_, seen) => {
      const { prototype } = pg.Client;
      const { getTransactionStatus } = prototype;
      prototype.getTransactionStatus = function status(this: pg.Client) {
        return seen(getTransactionStatus.call(this));
      };
      await bench.start(WorkModule, { batch: true });
      const steps = newSteps(3);
      const careless = steps[1] as Step;
      for (const { key } of steps)
        works.set(key, ({ manager }) => insert(manager, key, 'authorized'));
      works.set(careless.key, async ({ manager }) => {
        await manager.query('select 1 / 0').catch(() => undefined);
      });
      const answers = await answersTo(await sendAll(steps));
      prototype.getTransactionStatus = getTransactionStatus;
      expect(answers).toEqual(['succeeded', 'errored', 'succeeded']);
      expect(bench.log.said(ONE_BY_ONE)).toBe(false);
      await expectDone([steps[0] as Step, steps[2] as Step]);
    },
  );

  it('may say that it goes alone, or that it does not', async () => {
    await bench.start(MixedModule);
    const steps = newSteps(20);
    const voids = newSteps(4).map((step) => ({
      ...step,
      action: { ...step.action, command: 'payment.alone' },
    }));
    await answersTo(await sendAll(steps));
    await answersTo(await bench.conductor.publishTogether(voids.map(({ action }) => action)));
    expect(await transactionsOf(steps)).toBeLessThan(20);
    expect(await transactionsOf(voids)).toBe(4);
  });
});

describe('A batch whose session ends in the middle', () => {
  it('leaves nothing behind, and all of it is done', async () => {
    await start({ closeTimeoutMs: 50 });
    const steps = newSteps(5);
    const last = new Halt();
    halts.set((steps.at(-1) as Step).key, last);
    const sent = await sendAll(steps);
    await last.arrived;
    // for the database a process that is killed is no different
    const ended = await bench.dataSource.query<object[]>(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and state = 'idle in transaction'`,
    );
    expect(ended).toHaveLength(1);
    last.release();
    expect(new Set(await answersTo(sent))).toEqual(new Set(['succeeded']));
    await eventually(
      () => bench.commandsLeft(),
      (left) => left === 0,
    );
    await expectDone(steps);
  });
});

@Controller()
class MixedHandlers {
  @MessagePattern('payment.authorize', { batch: true })
  authorize(@Ctx() { manager, idempotencyKey }: CommandContext) {
    return write(manager, idempotencyKey);
  }

  @MessagePattern('payment.alone')
  alone(@Ctx() { manager, idempotencyKey }: CommandContext) {
    return write(manager, idempotencyKey);
  }
}

async function write(manager: CommandContext['manager'], key: string): Promise<object> {
  await insert(manager, key, 'authorized');
  return {};
}

@Module({ imports: [ParticipantModule], controllers: [MixedHandlers] })
class MixedModule {}
