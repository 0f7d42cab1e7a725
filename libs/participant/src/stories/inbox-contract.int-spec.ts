import { inboxContract } from '#testing-internal';
import { Bench, newStep } from './participant.fixture.js';
import { fails, PaymentModule, plansOf } from './payment.fixture.js';

/* The fake inbox of tests in virtual time passes the same contract. */

let bench: Bench;
const steps = new Map<string, ReturnType<typeof newStep>>();
const PLANS = { succeeded: [], refused: [fails.forGood], errored: [fails.forNow] };

beforeAll(async () => {
  bench = await Bench.open();
  await bench.start(PaymentModule);
});

afterAll(async () => {
  await bench?.close();
});

inboxContract('on Postgres', () => ({
  newKey: () => {
    const step = newStep();
    steps.set(step.key, step);
    return step.key;
  },
  send: async (direction, key, ends) => {
    const { action, compensation, inquiry } = steps.get(key) ?? newStep();
    const commands = { execute: action, compensate: compensation, inquire: inquiry };
    plansOf.set(key, [...PLANS[ends]]);
    return bench.conductor.send(commands[direction]);
  },
  effectsOf: async (key) => {
    const effects = await bench.effectsOf(key);
    return effects.map((what) => (what === 'authorized' ? 'done' : 'undone'));
  },
}));
