import { RecordedLog, ScriptedBus, settle } from '#testing-internal';
import { commandMessage } from '#contracts';
import { type OutgoingMessage, type PublishOutcome } from '#bus';
import { CommandConsumer } from './command-consumer.js';

const CONCURRENCY = 4;
const DEAD = 'conductor.dead';
const UNREADABLE = { body: Buffer.from('no JSON'), properties: { messageId: 'x' } };
const COMMAND = commandMessage(
  {
    messageId: 'm-1',
    sagaId: 's-1',
    step: 'pay',
    iteration: 0,
    attempt: 1,
    direction: 'execute',
    definition: { name: 'order', version: 1 },
    participant: 'payment',
    command: 'payment.authorize',
    data: {},
    firstIssuedAt: 0,
    dueAt: 30_000,
  },
  { prefix: 'conductor', secret: 'secret', at: 0 },
);

let bus: ScriptedBus;
let log: RecordedLog;
let closing: AbortController;

/** A participant whose dead messages the broker accepts, or not. */
async function start(setAside: PublishOutcome): Promise<void> {
  bus = new ScriptedBus();
  bus.answerWith(({ exchange }) => (exchange === DEAD ? setAside : 'confirmed'));
  log = new RecordedLog();
  closing = new AbortController();
  const consumer = new CommandConsumer({
    participant: 'payment',
    queue: 'conductor.commands.payment',
    prefix: 'conductor',
    bus,
    logger: log,
    signal: closing.signal,
    prefetch: 20,
    concurrency: CONCURRENCY,
    answer: () => Promise.resolve({ type: 'succeeded', output: {} }),
  });
  await consumer.start();
}

afterEach(() => closing.abort());

const replies = (): OutgoingMessage[] =>
  bus.published.filter(({ properties }) => properties.type === 'reply');

describe('Commands that nobody can read, as many as are answered at a time', () => {
  it('hold up none behind them while the broker does not take them', async () => {
    await start('unknown');
    const unreadable = Array.from({ length: CONCURRENCY }, () => bus.deliver(UNREADABLE));

    const good = bus.deliver(COMMAND as never);
    await settle();

    expect(replies()).toHaveLength(1);
    expect(good.isAcknowledged).toBe(true);
    expect(unreadable.map(({ isAcknowledged }) => isAcknowledged)).not.toContain(true);
  });

  it('are named in the log and done with where the account may not set them aside', async () => {
    await start('refused');
    const unreadable = Array.from({ length: CONCURRENCY }, () => bus.deliver(UNREADABLE));

    const good = bus.deliver(COMMAND as never);
    await settle();

    expect(replies()).toHaveLength(1);
    expect(good.isAcknowledged).toBe(true);
    expect(unreadable.map(({ isAcknowledged }) => isAcknowledged)).not.toContain(false);
    expect(log.lines).toContainEqual({
      message: 'a command is lost: the account may not set it aside',
      facts: expect.objectContaining({ messageId: 'x', bytes: 7 }),
    });
  });

  it('are set aside once the broker takes them', async () => {
    await start('confirmed');

    const unreadable = bus.deliver(UNREADABLE);
    await settle();

    expect(unreadable.isAcknowledged).toBe(true);
    expect(bus.published).toMatchObject([{ exchange: DEAD, body: UNREADABLE.body }]);
  });
});
