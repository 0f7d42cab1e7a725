import { replyMessage, signCorrelation, type WireTrailEntry } from '#contracts';
import { type OutgoingMessage } from '#bus';
import { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { ReplyIntake } from './reply-intake.js';
import { PipelineBench, ScriptedBus, settle } from '#testing-internal';

const SECRET = 'secret';
const TRIP = {
  name: 'trip',
  mode: 'routing-slip',
  steps: [
    { name: 'hotel', command: 'hotel.book', compensation: 'hotel.cancel' },
    { name: 'flight', command: 'flight.book', compensation: 'flight.cancel' },
    { name: 'pay', command: 'card.charge', compensation: 'card.refund' },
  ],
};
const PARTICIPANTS = { hotel: 'hotel', flight: 'flight', pay: 'card' } as const;
type Step = keyof typeof PARTICIPANTS;

const DONE = { type: 'succeeded', output: {} } as const;
const NO = { type: 'refused', error: { code: 'FULL', message: 'no' } } as const;

interface Answer {
  readonly direction?: 'execute' | 'compensate';
  readonly trail?: readonly WireTrailEntry[];
  readonly outcome?: typeof DONE | typeof NO;
  /** By a service that knows nothing of slips. */
  readonly isPlain?: boolean;
}

/** Every participant has described itself by an account of its own, or none has. */
async function setUp({ areProven = true, mode = 'routing-slip' } = {}) {
  const bench = new PipelineBench({ document: { ...TRIP, mode } });
  const bus = new ScriptedBus();
  const { store, clock, pipeline } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const deadMessages = new DeadMessageKeeper({ store, clock, report });
  const senders = {
    refusal: (participant: string, account: string | null) =>
      areProven && account !== participant ? `${account} is not ${participant}` : null,
  };
  const parts = { bus, store, pipeline, deadMessages, report, clock, senders };
  const intake = new ReplyIntake({ ...parts, queue: 'replies', secrets: SECRET });
  await intake.start();
  const sagaId = await bench.start();
  const idOf = (step: Step, direction: 'execute' | 'compensate') => {
    const place = { sagaId, step, direction, iteration: 0, attempt: 1 };
    return signCorrelation(SECRET, { ...place, participant: PARTICIPANTS[step] });
  };
  return {
    bench,
    bus,
    store,
    clock,
    intake,
    stepOf: (step: Step) => store.stateOf(sagaId)?.steps[step]?.status,
    status: () => store.stateOf(sagaId)?.status,
    ignored: () => [...store.ignoredReplies.values()],
    entry: (step: Step, { direction = 'execute', outcome = DONE }: Answer = {}): WireTrailEntry => {
      const { type, ...rest } = outcome;
      return {
        step,
        correlationId: idOf(step, direction),
        reply: { outcome: type, ...rest },
      };
    },
    /** By the account of the step’s own participant, and forwarded. */
    answer: async (step: Step, answer: Answer = {}) => {
      const { direction = 'execute', trail = [], outcome = DONE, isPlain = false } = answer;
      const command = { messageId: 'm', correlationId: idOf(step, direction), replyTo: 'replies' };
      const options = { appId: 'x', at: 0, ...(!isPlain && { forwarded: true, trail }) };
      const message: OutgoingMessage = replyMessage(command, outcome, options);
      const properties = { ...message.properties, userId: PARTICIPANTS[step] };
      const delivered = bus.deliver({ ...message, properties } as never);
      await settle();
      return delivered;
    },
  };
}

describe('What a station of a routing slip tells of others that have accounts of their own', () => {
  it('is not taken: they are waited for', async () => {
    const { answer, entry, stepOf, status } = await setUp();
    await answer('hotel', { trail: [entry('hotel'), entry('flight'), entry('pay')] });
    expect(stepOf('flight')).toBe('executing');

    await answer('flight', { trail: [entry('hotel')] });
    await answer('pay', { trail: [entry('hotel'), entry('flight')] });

    expect(status()).toBe('completed');
  });

  it('is not taken on the way back either', async () => {
    const { answer, entry, stepOf, status } = await setUp();
    await answer('hotel');
    const forged = [
      entry('flight'),
      entry('pay', { outcome: NO }),
      entry('flight', { direction: 'compensate' }),
    ];

    await answer('hotel', { direction: 'compensate', trail: forged });

    expect(stepOf('flight')).toBe('executing');
    expect(status()).toBe('running');
  });

  it('has a reply that overtook theirs wait for them, and then it counts', async () => {
    const { answer, entry, clock, stepOf, status, ignored } = await setUp();
    const early = await answer('pay', { trail: [entry('hotel'), entry('flight')] });
    expect(early.isAcknowledged).toBe(false);
    expect(stepOf('hotel')).toBe('executing');
    await answer('flight', { trail: [entry('hotel')] });

    await answer('hotel');
    await clock.advance(2_000);

    expect(status()).toBe('completed');
    expect(early.isAcknowledged).toBe(true);
    expect(ignored()).toEqual([]);
  });

  it('but not for long: it is recorded as ignored', async () => {
    const { answer, entry, clock, ignored } = await setUp();
    const early = await answer('pay', { trail: [entry('hotel'), entry('flight')] });

    await clock.advance(5_000);

    expect(early.isAcknowledged).toBe(true);
    expect(ignored()).toMatchObject([{ step: 'pay', reason: 'never-issued' }]);
  });

  it('nor do many wait at once', async () => {
    const { answer, entry, ignored } = await setUp();
    const trail = [entry('hotel'), entry('flight')];
    for (let count = 0; count < 60; count++) await answer('pay', { trail });

    expect(ignored()).toMatchObject([{ step: 'pay', times: 10 }]);
    // the room of one is not that of others
    const early = await answer('flight', { isPlain: true });
    expect(early.isAcknowledged).toBe(false);
  });
});

describe('The answer of a plain service to a command that a station forwarded', () => {
  it('waits for the reply of that station, which it overtook', async () => {
    const { answer, clock, stepOf, ignored } = await setUp({ areProven: false });
    const early = await answer('flight', { isPlain: true });
    expect(early.isAcknowledged).toBe(false);

    await answer('hotel');
    await clock.advance(2_000);

    expect(stepOf('flight')).toBe('succeeded');
    expect(stepOf('pay')).toBe('executing');
    expect(early.isAcknowledged).toBe(true);
    expect(ignored()).toEqual([]);
  });

  it('does not wait where the conductor sends every command', async () => {
    const { answer, ignored } = await setUp({ areProven: false, mode: 'orchestration' });

    const unasked = await answer('flight', { isPlain: true });

    expect(unasked.isAcknowledged).toBe(true);
    expect(ignored()).toMatchObject([{ step: 'flight', reason: 'never-issued' }]);
  });
});

describe('What a station tells of others whose accounts say nothing', () => {
  it('is taken, as ever', async () => {
    const { answer, entry, status } = await setUp({ areProven: false });

    await answer('pay', { trail: [entry('hotel'), entry('flight')] });

    expect(status()).toBe('completed');
  });
});
