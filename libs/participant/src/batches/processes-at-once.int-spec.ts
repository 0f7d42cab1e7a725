import { newStep, type TestCommand } from '#testing-duties';
import { eventually } from '#testing-internal';
import type { ReplyOutcome } from '#contracts';
import { Bench } from '../stories/participant.fixture.js';
import { kill, startProcess } from './own-process.fixture.js';

/* Several processes of one participant have batches with the same keys at the same time. */

type Step = ReturnType<typeof newStep>;

const STEPS = 24;
let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

const newSteps = () => Array.from({ length: STEPS }, () => newStep());
/** An attempt of the `kind` for each step, in another order each time. */
function envelope(steps: readonly Step[], kind: keyof Commands, round: number): TestCommand[] {
  const commands = steps.map((step, index) => {
    const messageId = `${kind}-${round}-${index}`;
    return { ...step[kind], attempt: round + 1, messageId };
  });
  const from = (round * 7) % STEPS;
  const turned = [...commands.slice(from), ...commands.slice(0, from)];
  return round % 2 ? turned.reverse() : turned;
}

type Commands = Pick<Step, 'action' | 'compensation' | 'inquiry'>;

const answersTo = (kind: keyof Commands, round: number) =>
  Promise.all(
    Array.from({ length: STEPS }, (_, index) =>
      bench.conductor.answerTo(`${kind}-${round}-${index}`),
    ),
  );

describe('Processes with the same commands at once', () => {
  it('do each once, and give the same answer to all', async () => {
    await Promise.all([startProcess(bench), startProcess(bench)]);
    const steps = newSteps();
    const rounds = [0, 1, 2, 3, 4, 5];
    const all = rounds.map((round) => envelope(steps, 'action', round));
    // the same envelope again, as after a connection that ended
    await Promise.all([...all, ...all].map((each) => bench.conductor.publishTogether(each)));
    const [first, ...others] = await Promise.all(rounds.map((round) => answersTo('action', round)));
    for (const answers of others) expect(answers).toEqual(first);
    for (const { key } of steps) expect(await bench.effectsOf(key)).toEqual(['authorized']);
    await untilNoneIsLeft();
  });

  it('agree on which actions took effect beside compensations and inquiries', async () => {
    const [doomed] = await Promise.all([startProcess(bench), startProcess(bench)]);
    const steps = newSteps();
    const envelopes = [
      envelope(steps, 'action', 0),
      envelope(steps, 'compensation', 1),
      envelope(steps, 'inquiry', 2),
      envelope(steps, 'action', 3),
      envelope(steps, 'compensation', 4),
    ];
    await Promise.all(envelopes.map((each) => bench.conductor.publishTogether(each)));
    // what it had in hand goes to the other one
    if (doomed) await kill(doomed);
    const actions = await Promise.all([0, 3].map((round) => answersTo('action', round)));
    const undone = await Promise.all([1, 4].map((round) => answersTo('compensation', round)));
    const asked = await answersTo('inquiry', 2);
    for (const [index, { key }] of steps.entries()) {
      const effects = await bench.effectsOf(key);
      const of = (answers: readonly ReplyOutcome[][]) => answers.map((each) => each[index]);
      expectConsistent(effects, of(actions), of(undone));
      expect(asked[index]).toMatchObject(
        asked[index]?.type === 'succeeded' ? {} : { error: { code: 'FENCED' } },
      );
    }
    await untilNoneIsLeft();
  });
});

/** Undone where it was done, once; else fenced for ever. */
function expectConsistent(
  effects: readonly string[],
  actions: readonly (ReplyOutcome | undefined)[],
  undone: readonly (ReplyOutcome | undefined)[],
): void {
  const wasDone = effects.length > 0;
  expect(effects).toEqual(wasDone ? ['authorized', 'voided'] : []);
  const result = wasDone ? 'undone' : 'nothing-to-undo';
  for (const answer of undone) {
    expect(answer).toMatchObject({ type: 'succeeded', output: { result } });
  }
  for (const answer of actions) {
    if (answer?.type === 'succeeded') expect(wasDone).toBe(true);
    else expect(answer).toMatchObject({ type: 'refused', error: { code: 'FENCED' } });
  }
}

async function untilNoneIsLeft(): Promise<void> {
  const open = `
    select count(*)::int as open from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'`;
  await eventually(
    async () => (await bench.dataSource.query<{ open: number }[]>(open))[0]?.open,
    (count) => count === 0,
  );
  await eventually(
    () => bench.commandsLeft(),
    (left) => left === 0,
  );
}
