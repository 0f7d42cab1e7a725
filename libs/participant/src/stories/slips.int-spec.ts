import { newStep } from '#testing-duties';
import { brokerUrl, eventually } from '#testing-internal';
import { participantQueue, participantTopology } from '#bus';
import { parseCommand, type ParsedCommand, type WireSlip } from '#contracts';
import { connect } from 'amqplib';
import { Bench, BOTH_WAYS } from './participant.fixture.js';
import { PaymentModule } from './payment.fixture.js';

/* A routing slip at a participant: what it owes for a command it owes for what follows, too. */

const DAY_MS = 86_400_000;

function address(step: string, command: string) {
  return {
    step,
    iteration: 0,
    attempt: 1,
    participant: 'bank',
    command,
    timeoutMs: 30_000,
    messageId: `next-${command}`,
    correlationId: 'signed by the conductor',
  };
}

const SLIP: WireSlip = {
  next: [
    {
      ...address('book', 'bank.book'),
      data: { authorization: null },
      fill: [{ at: ['authorization'], step: 'authorizePayment', path: ['authorizationId'] }],
      isPastPivot: false,
      undo: null,
    },
  ],
  back: [{ ...address('open', 'bank.close'), data: { account: 1 }, firstIssuedAt: 1 }],
  undo: null,
  trail: [],
};

describe.each(BOTH_WAYS)('A participant on a routing slip, $name', (way) => {
  let bench: Bench;
  let passed: ParsedCommand[];

  beforeEach(async () => {
    bench = await Bench.open(way);
    passed = [];
    await bench.start(PaymentModule);
  });

  afterEach(async () => {
    await deleteQueue(participantQueue(bench.prefix, 'bank'));
    await bench?.close();
  });

  /** The next participant: it keeps what it gets. */
  async function openBank(): Promise<void> {
    await bench.conductorBus.declare(participantTopology(bench.prefix, 'bank'));
    const queue = participantQueue(bench.prefix, 'bank');
    await bench.conductorBus.consume(queue, { prefetch: 10 }, (delivery) => {
      const check = parseCommand(delivery);
      if (check.ok) passed.push(check.command);
      delivery.ack();
    });
  }

  async function answerTo(messageId: string, count = 1) {
    await bench.conductor.answersTo(messageId, count);
    return bench.conductor.replies.filter((reply) => reply.messageId === `${messageId}.reply`);
  }

  const untilPassed = (count: number) =>
    eventually(
      () => passed,
      (commands) => commands.length === count,
    );

  it('passes the next command on, filled in, once its own is committed', async () => {
    await openBank();
    const { action, key } = newStep();
    const sent = await bench.conductor.publish({ ...action, slip: SLIP });
    expect(await answerTo(sent)).toMatchObject([{ forwarded: true }]);
    const [command] = await untilPassed(1);
    expect(command).toMatchObject({
      pattern: 'bank.book',
      step: 'book',
      direction: 'execute',
      messageId: 'next-bank.book',
      data: { authorization: 'authorization of authorizePayment' },
    });
    expect(await bench.inboxRow(key)).toMatchObject({ outcome: 'succeeded' });
  });

  it('passes a duplicate on again, with the stored outcome and no second effect', async () => {
    await openBank();
    const { action, key } = newStep();
    const command = { ...action, slip: SLIP, at: Date.now() };
    const sent = await bench.conductor.publish(command);
    await answerTo(sent);
    await bench.conductor.publish({ ...command, messageId: sent });
    expect(await answerTo(sent, 2)).toMatchObject([{ forwarded: true }, { forwarded: true }]);
    const [first, second] = await untilPassed(2);
    expect(second).toEqual({ ...first, deadlineAt: second?.deadlineAt });
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });

  it('passes a no back, but not that of a fence', async () => {
    await openBank();
    const refused = newStep({ amount: 1000 });
    const sent = await bench.conductor.publish({ ...refused.action, slip: SLIP });
    expect(await answerTo(sent)).toMatchObject([{ forwarded: true, outcome: { type: 'refused' } }]);
    expect(await untilPassed(1)).toMatchObject([
      { pattern: 'bank.close', direction: 'compensate', data: { account: 1 } },
    ]);

    const fenced = newStep();
    await bench.conductor.send(fenced.inquiry);
    const late = await bench.conductor.publish({ ...fenced.action, slip: SLIP });
    expect(await answerTo(late)).toMatchObject([{ forwarded: false }]);
    expect(passed).toHaveLength(1);
  });

  it('tells the conductor when there is nobody to pass it on to', async () => {
    const { action, key } = newStep();
    const sent = await bench.conductor.publish({ ...action, slip: SLIP });
    expect(await answerTo(sent)).toMatchObject([
      { forwarded: false, outcome: { type: 'succeeded' } },
    ]);
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });

  it('does not begin again with what it may have forgotten', async () => {
    await openBank();
    const firstIssuedAt = Date.now() - 40 * DAY_MS;
    const { action, key } = newStep();
    const sent = await bench.conductor.publish({ ...action, firstIssuedAt, slip: SLIP });
    expect(await answerTo(sent)).toMatchObject([
      { forwarded: false, outcome: { type: 'errored', error: { code: 'INBOX_EXPIRED' } } },
    ]);
    expect(await bench.effectsOf(key)).toEqual([]);
  });
});

async function deleteQueue(queue: string): Promise<void> {
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  await channel.deleteQueue(queue);
  await connection.close();
}
