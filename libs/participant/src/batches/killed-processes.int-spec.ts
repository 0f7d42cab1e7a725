import { newStep } from '#testing-duties';
import { eventually } from '#testing-internal';
import { Bench } from '../stories/participant.fixture.js';
import { startProcess, untilDead, type Death } from './own-process.fixture.js';

/* A participant that is killed while commands share a transaction (`kill -9`). */

type Step = ReturnType<typeof newStep>;

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

/** Three of them are refused. */
const newSteps = (count: number) =>
  Array.from({ length: count }, (_, index) => newStep({ amount: index < 3 ? 500 : 10 }));

const actionsOf = (steps: readonly Step[]) => steps.map(({ action }) => action);

async function count(table: 'effect' | 'inbox'): Promise<number> {
  const [row] = await bench.dataSource.query<{ count: number }[]>(
    `select count(*)::int as count from ${table}`,
  );
  return row?.count ?? 0;
}

/** Whatever is there is whole: each row has an outcome, and each effect its row. */
async function expectWholeRows(): Promise<void> {
  const [row] = await bench.dataSource.query<{ rows: number; effects: number }[]>(`
    select (select count(*)::int from inbox where outcome = 'executing') as rows,
           (select count(*)::int from effect left join inbox on idempotency_key = key
            where outcome is null or outcome not in ('succeeded', 'undone')) as effects`);
  expect(row).toEqual({ rows: 0, effects: 0 });
}

/** Starts one that dies there, gives it its commands, and waits until it is dead. */
async function dieWith(send: () => Promise<unknown>, dies: Death): Promise<void> {
  const doomed = await startProcess(bench, dies);
  await send();
  await untilDead(doomed);
}

/** Another process does what is left: then each effect was had once, and each answer given. */
async function expectAllDone(steps: readonly Step[], sent: readonly string[]): Promise<void> {
  await startProcess(bench);
  for (const [index, { key }] of steps.entries()) {
    const { type } = await bench.conductor.answerTo(sent[index] ?? '');
    const isRefused = index < 3;
    expect(type).toBe(isRefused ? 'refused' : 'succeeded');
    expect(await bench.effectsOf(key)).toEqual(isRefused ? [] : ['authorized']);
    expect(await bench.inboxRow(key)).toMatchObject({ outcome: type });
  }
  await eventually(
    () => bench.commandsLeft(),
    (left) => left === 0,
  );
}

describe('Of a participant that is killed', () => {
  it('in the middle of a batch nothing is left, and everything is done later', async () => {
    const steps = newSteps(12);
    let sent: readonly string[] = [];
    const send = async () => {
      sent = await bench.conductor.publishTogether(actionsOf(steps));
    };
    await dieWith(send, { at: 'handler', after: 8 });
    // on a slow machine some are committed before the rest of them begins
    expect(await count('effect')).toBeLessThan(8);
    await expectWholeRows();
    await expectAllDone(steps, sent);
  });

  it('after the commit, before any reply, the next one answers from the inbox', async () => {
    const steps = newSteps(12);
    let sent: readonly string[] = [];
    const send = async () => {
      sent = await bench.conductor.publishTogether(actionsOf(steps));
    };
    await dieWith(send, { at: 'reply', after: 1 });
    expect(await count('inbox')).toBeGreaterThan(0);
    await expectWholeRows();
    expect(bench.conductor.replies).toEqual([]);
    await expectAllDone(steps, sent);
    expect(await count('effect')).toBe(9);
  });

  it('between the confirms of some replies, those come again, and nothing else', async () => {
    const steps = newSteps(12);
    // each came alone, and is answered alone
    const sent: string[] = [];
    for (const { action } of steps) sent.push(await bench.conductor.publish(action));
    await dieWith(() => Promise.resolve(), { at: 'confirm', after: 2 });
    await expectWholeRows();
    await expectAllDone(steps, sent);
    expect(await count('effect')).toBe(9);
    expect(await count('inbox')).toBe(12);
  });

  it('while it undoes a batch of actions, each is undone once', async () => {
    const steps = newSteps(12);
    const actions = actionsOf(steps).map((action) => ({ ...action, data: { amount: 10 } }));
    const undo = steps.map(({ compensation }) => ({ ...compensation, data: { amount: 10 } }));
    let sent: readonly string[] = [];
    const send = async () => {
      const done = await bench.conductor.publishTogether(actions);
      await Promise.all(done.map((id) => bench.conductor.answerTo(id)));
      sent = await bench.conductor.publishTogether(undo);
    };
    // twelve actions, then the fifth of what undoes them
    await dieWith(send, { at: 'handler', after: 17 });
    await expectWholeRows();
    await startProcess(bench);
    for (const messageId of sent) {
      expect(await bench.conductor.answerTo(messageId)).toMatchObject({ type: 'succeeded' });
    }
    for (const { key } of steps) {
      expect(await bench.effectsOf(key)).toEqual(['authorized', 'voided']);
      expect(await bench.inboxRow(key)).toMatchObject({ outcome: 'undone' });
    }
  });
});
