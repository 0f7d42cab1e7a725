import { newStep } from '#testing-duties';
import { inboxContract } from '#testing-internal';
import type { ReplyOutcome } from '#contracts';
import { Bench } from './participant.fixture.js';
import { fails, PaymentModule, plansOf } from './payment.fixture.js';

/* The fake inbox of tests in virtual time passes the same contract. */

type InboxFixture = ReturnType<Parameters<typeof inboxContract>[1]>;

let bench: Bench;
let batched: Bench;
const steps = new Map<string, ReturnType<typeof newStep>>();
const PLANS = { succeeded: [], refused: [fails.forGood], errored: [fails.forNow] };

beforeAll(async () => {
  bench = await Bench.open();
  await bench.start(PaymentModule);
});

afterAll(async () => {
  await bench?.close();
});

const inbox = {
  newKey: () => {
    const step = newStep();
    steps.set(step.key, step);
    return step.key;
  },
};

async function effectsIn(own: Bench, key: string): Promise<('done' | 'undone')[]> {
  const effects = await own.effectsOf(key);
  return effects.map((what) => (what === 'authorized' ? 'done' : 'undone'));
}

/** The command, of which a run of the handler ends as given. */
function commandOf(...[direction, key, ends]: Parameters<InboxFixture['send']>) {
  const { action, compensation, inquiry } = steps.get(key) ?? newStep();
  const commands = { execute: action, compensate: compensation, inquire: inquiry };
  plansOf.set(key, [...PLANS[ends]]);
  return commands[direction];
}

inboxContract('on Postgres', () => ({
  ...inbox,
  effectsOf: (key) => effectsIn(bench, key),
  send: (...asked) => bench.conductor.send(commandOf(...asked)),
}));

describe('in a transaction with other commands', () => {
  beforeAll(async () => {
    batched = await Bench.open();
    await batched.start(PaymentModule, { batch: true });
  });

  afterAll(async () => {
    await batched?.close();
  });

  inboxContract('on Postgres', () => ({
    ...inbox,
    effectsOf: (key) => effectsIn(batched, key),
    send: async (...asked) => {
      const all = [newStep().action, commandOf(...asked), newStep().action];
      const sent = await batched.conductor.publishTogether(all);
      const [before, answer, after] = await Promise.all(
        sent.map((id) => batched.conductor.answerTo(id)),
      );
      expect([before?.type, after?.type]).toEqual(['succeeded', 'succeeded']);
      return answer as ReplyOutcome;
    },
  }));
});
