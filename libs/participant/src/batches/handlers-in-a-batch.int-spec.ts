import { newStep } from '#testing-duties';
import { HandlerFailedError } from '#duties';
import { HandlerTimedOutError, limitReachedBy } from '#transactions';
import { isEmpty, Listener, startOutbox, untilRows } from '../events/event-outbox.fixture.js';
import { CommandRefused } from '../errors/handler-errors.js';
import type { ParticipantOptions } from '../settings/participant-options.js';
import { Bench } from '../stories/participant.fixture.js';
import { insert, runsOf, works, WorkModule, type Work } from '../stories/transactions.fixture.js';

/* What one handler of a batch does, and what becomes of the others. */

type Step = ReturnType<typeof newStep>;

const ONE_BY_ONE = 'a batch is done again one by one';
let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

const start = (options: Partial<ParticipantOptions> = {}) =>
  bench.start(WorkModule, { batch: true, ...options });

/** Ordinary ones, and in the middle one that does `work` after its effect. */
function stepsAround(work: Work): { readonly steps: readonly Step[]; readonly odd: Step } {
  const steps = Array.from({ length: 5 }, () => newStep());
  for (const { key } of steps) {
    works.set(key, async ({ manager }) => void (await insert(manager, key, 'authorized')));
  }
  const odd = steps[2] as Step;
  works.set(odd.key, async (context) => {
    await insert(context.manager, odd.key, 'authorized');
    return work(context);
  });
  return { steps, odd };
}

/** Sends them in one envelope; gives the answer to the odd one. */
async function answerAmong({ steps, odd }: ReturnType<typeof stepsAround>) {
  const sent = await bench.conductor.publishTogether(steps.map(({ action }) => action));
  const answers = await Promise.all(sent.map((id) => bench.conductor.answerTo(id)));
  for (const [index, step] of steps.entries()) {
    if (step === odd) continue;
    expect(answers[index]).toMatchObject({ type: 'succeeded' });
    expect(await bench.effectsOf(step.key)).toEqual(['authorized']);
    expect(await bench.inboxRow(step.key)).toMatchObject({ outcome: 'succeeded' });
  }
  return answers[steps.indexOf(odd)];
}

const whyAgain = (): readonly unknown[] =>
  bench.log.lines
    .filter(({ message }) => message === ONE_BY_ONE)
    .map(({ facts }) => (facts as { readonly err: unknown }).err);

/** On a machine that stands still for a second a batch is done again, and nothing is wrong. */
function isOfTime(error: unknown): boolean {
  if (!(error instanceof HandlerFailedError)) return false;
  return error.cause instanceof HandlerTimedOutError || limitReachedBy(error.cause) !== null;
}

const runsOfAll = (steps: readonly Step[]) => steps.map(({ key }) => runsOf.get(key));

describe('The others of a batch keep their effect, done once, beside a handler that', () => {
  it.each<[string, Work, object]>([
    [
      'refuses',
      () => {
        throw new CommandRefused('NO', 'no');
      },
      { type: 'refused', error: { code: 'NO' } },
    ],
    [
      'throws',
      () => {
        throw Object.assign(new Error('a fault'), { code: 'PROVIDER_DOWN' });
      },
      { type: 'errored', error: { code: 'PROVIDER_DOWN' } },
    ],
    [
      'lets a statement fail',
      ({ manager }) => manager.query('select 1 / 0'),
      { type: 'errored', error: { code: 'INTERNAL_ERROR' } },
    ],
    [
      'ignores that a statement failed',
      ({ manager }) => manager.query('select 1 / 0').catch(() => undefined),
      { type: 'errored', error: { code: 'TRANSACTION_ABORTED' } },
    ],
    [
      'commits',
      ({ manager }) => manager.query('commit'),
      { type: 'errored', error: { code: 'TRANSACTION_CONTROL' } },
    ],
    [
      'rolls back',
      ({ manager }) => manager.query('select 1; rollback'),
      { type: 'errored', error: { code: 'TRANSACTION_CONTROL' } },
    ],
    [
      'commits in a block',
      ({ manager }) => manager.query('do $$ begin commit; end $$'),
      { type: 'errored', error: { code: 'INTERNAL_ERROR' } },
    ],
    [
      'ends its transaction by the query runner',
      ({ manager }) => manager.queryRunner?.rollbackTransaction(),
      { type: 'errored', error: { code: 'TRANSACTION_CONTROL' } },
    ],
    [
      'leaves statements behind that nobody awaits',
      ({ manager }) => {
        void manager.query('select pg_sleep(0.05)').then(() => manager.query('select 2'));
      },
      { type: 'succeeded' },
    ],
    [
      'gives what no reply can carry',
      () => ({ amount: Number.NaN }),
      { type: 'errored', error: { code: 'OUTPUT_UNUSABLE' } },
    ],
  ])('%s', async (_, work, expected) => {
    await start();
    const around = stepsAround(work);
    expect(await answerAmong(around)).toMatchObject(expected);
    const isDone = (expected as { readonly type: string }).type === 'succeeded';
    expect(await bench.effectsOf(around.odd.key)).toEqual(isDone ? ['authorized'] : []);
    expect(whyAgain().filter((error) => !isOfTime(error))).toEqual([]);
    if (whyAgain().length === 0) expect(runsOfAll(around.steps)).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('The others of a batch are not held up by a handler', () => {
  it('whose statement does not end: the database ends it with the batch', async () => {
    // the session would go on with it, and have all their rows
    await start({ statementTimeoutMs: 60_000 });
    let runs = 0;
    const sleep: Work = ({ manager }) => manager.query(`select pg_sleep(${runs++ ? 0 : 60})`);
    expect(await answerAmong(stepsAround(sleep))).toMatchObject({ type: 'succeeded' });
    expect(bench.log.said(ONE_BY_ONE)).toBe(true);
  });

  it('that never ends: it has a slot of its own until its time is over', async () => {
    const { server } = await start({ concurrency: 2, handlerTimeoutMs: 1_500 });
    const answer = await answerAmong(stepsAround(() => new Promise(() => undefined)));
    expect(answer).toMatchObject({ type: 'errored', error: { code: 'HANDLER_TIMED_OUT' } });
    expect(server.health().handlersGivenUp).toBe(2);
  });
});

describe('A batch is done again, one by one,', () => {
  it('when its commit fails as another transaction was in the way', async () => {
    // a sequence remembers what a rollback undoes
    await bench.dataSource.query(`
      create sequence commits;
      create function fail_once() returns trigger language plpgsql as $$ begin
        if nextval('commits') = 1 then raise 'in the way' using errcode = '40001'; end if;
        return null;
      end $$;
      create table late (id int);
      create constraint trigger late after insert on late deferrable initially deferred
        for each row execute function fail_once()`);
    await start();
    const around = stepsAround(async ({ manager }) => {
      await manager.query('insert into late values (1)');
    });
    expect(await answerAmong(around)).toMatchObject({ type: 'succeeded' });
    expect(bench.log.said(ONE_BY_ONE)).toBe(true);
    expect(runsOfAll(around.steps)).toEqual([2, 2, 2, 2, 2]);
  });

  it.each([
    ['set local', `set local app.tenant = 'a'`],
    ['set_config', `select set_config('app.tenant', 'a', true)`],
  ])('when a handler changes a setting (%s), which no other one sees', async (_, text) => {
    await start();
    const seen: unknown[] = [];
    const around = stepsAround(({ manager }) => manager.query(text));
    const after = around.steps[3] as Step;
    works.set(after.key, async ({ manager }) => {
      const rows = await manager.query<{ tenant: string | null }[]>(
        `select nullif(current_setting('app.tenant', true), '') as tenant`,
      );
      seen.push(rows[0]?.tenant);
      await insert(manager, after.key, 'authorized');
    });
    expect(await answerAmong(around)).toMatchObject({ type: 'succeeded' });
    expect(seen).toEqual([null]);
    expect(bench.log.said(ONE_BY_ONE)).toBe(true);
  });
});

describe('Events that handlers of a batch publish', () => {
  it('go out where their handler succeeded, once the batch is committed', async () => {
    const listener = await Listener.open(bench);
    const outbox = await startOutbox(bench);
    await start();
    const { steps, odd } = stepsAround(() => {
      throw new CommandRefused('NO', 'no');
    });
    const ids = new Map<Step, string>();
    for (const step of steps) {
      const before = works.get(step.key);
      works.set(step.key, async (context) => {
        ids.set(step, await outbox.publish(context.manager, { event: 'payment.done', data: {} }));
        return before?.(context);
      });
    }
    await answerAmong({ steps, odd });
    const left = steps.filter((step) => step !== odd).map((step) => ids.get(step));
    await listener.waitFor(left.length);
    await untilRows(bench, isEmpty);
    expect(listener.ids.toSorted()).toEqual(left.toSorted());
  });
});
