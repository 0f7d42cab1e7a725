import { Halt, newStep, openTestBus } from '#testing-duties';
import { brokerUrl, eventually } from '#testing-internal';
import { connect, type ConfirmChannel, type GetMessage } from 'amqplib';
import { conductorNames, participantQueue } from '#bus';
import { Bench } from './participant.fixture.js';
import { fails, halts, PaymentModule, plansOf } from './payment.fixture.js';

/* Several commands in one message: each is a command of its own, as if it had come alone. */

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});

afterEach(async () => {
  await bench?.close();
});

const steps = (count: number) => Array.from({ length: count }, () => newStep());
const actionsOf = (all: readonly ReturnType<typeof newStep>[]) => all.map(({ action }) => action);

async function answersTo(messageIds: readonly string[]): Promise<readonly string[]> {
  const answers = await Promise.all(messageIds.map((id) => bench.conductor.answerTo(id)));
  return answers.map(({ type }) => type);
}

const untilNoneIsLeft = () =>
  eventually(
    () => bench.commandsLeft(),
    (left) => left === 0,
  );

/** Works on a channel of its own: no bus of ours sends, or reads, what is needed here. */
async function onBroker<Result>(work: (channel: ConfirmChannel) => Promise<Result>) {
  const connection = await connect(brokerUrl());
  const channel = await connection.createConfirmChannel();
  const result = await work(channel);
  await channel.waitForConfirms();
  await connection.close();
  return result;
}

describe('An envelope of 50 commands', () => {
  it('has each of them done once, and answered', async () => {
    await bench.start(PaymentModule);
    const all = steps(50);
    const sent = await bench.conductor.publishTogether(actionsOf(all));

    expect(new Set(await answersTo(sent))).toEqual(new Set(['succeeded']));
    for (const { key } of all) expect(await bench.effectsOf(key)).toEqual(['authorized']);
    await untilNoneIsLeft();
    const { carried } = bench.conductor;
    expect(carried.reduce((sum, count) => sum + count, 0)).toBe(50);
  });

  it('of every direction and outcome has each of them as it would be alone', async () => {
    await bench.start(PaymentModule);
    const [done, refused, undone, early] = steps(4) as [Step, Step, Step, Step];
    await bench.conductor.send(undone.action);
    plansOf.set(refused.key, [fails.forGood]);
    const later = newStep();
    plansOf.set(later.key, [fails.forNow]);
    const sent = await bench.conductor.publishTogether([
      done.action,
      refused.action,
      undone.compensation,
      early.compensation,
      later.action,
      newStep().inquiry,
    ]);
    expect(await answersTo(sent)).toEqual([
      'succeeded',
      'refused',
      'succeeded',
      'succeeded',
      'errored',
      'refused',
    ]);
    expect(await bench.effectsOf(undone.key)).toEqual(['authorized', 'voided']);
    expect(await bench.effectsOf(early.key)).toEqual([]);
    expect(await bench.effectsOf(refused.key)).toEqual([]);
  });

  it('with one command twice has it done once, and answers both', async () => {
    await bench.start(PaymentModule);
    const { action, key } = newStep();
    const sent = await bench.conductor.publishTogether([
      { ...action, messageId: 'same' },
      { ...action, messageId: 'same' },
      newStep().action,
    ]);
    expect(await bench.conductor.answersTo('same', 2)).toHaveLength(2);
    expect(await answersTo(sent.slice(2))).toEqual(['succeeded']);
    expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });

  it('has a slow handler hold up none of the others', async () => {
    await bench.start(PaymentModule);
    const all = steps(10);
    const [slow] = all as [Step];
    const halt = new Halt();
    halts.set(slow.key, halt);
    const sent = await bench.conductor.publishTogether(actionsOf(all));

    await halt.arrived;
    expect(new Set(await answersTo(sent.slice(1)))).toEqual(new Set(['succeeded']));
    expect(bench.conductor.replies).toHaveLength(9);
    halt.release();
    expect(await answersTo(sent)).toHaveLength(10);
    await untilNoneIsLeft();
  });

  it('beside commands that come alone has all of them answered', async () => {
    await bench.start(PaymentModule);
    const [together, alone] = [steps(20), steps(20)];
    const [sentTogether, ...sentAlone] = await Promise.all([
      bench.conductor.publishTogether(actionsOf(together)),
      ...alone.map(({ action }) => bench.conductor.publish(action)),
    ]);
    expect(new Set(await answersTo([...sentTogether, ...sentAlone]))).toEqual(
      new Set(['succeeded']),
    );
    for (const { key } of [...together, ...alone]) {
      expect(await bench.effectsOf(key)).toEqual(['authorized']);
    }
  });
});

type Step = ReturnType<typeof newStep>;

describe('An envelope whose participant dies over it', () => {
  it('comes to another one as a whole, which answers what was done and does the rest', async () => {
    const bus = await openTestBus('dying');
    const { app } = await bench.start(PaymentModule, { bus, closeTimeoutMs: 50 });
    const all = steps(12);
    const [slow] = all as [Step];
    const halt = new Halt();
    halts.set(slow.key, halt);
    const sent = await bench.conductor.publishTogether(actionsOf(all));
    await halt.arrived;
    expect(new Set(await answersTo(sent.slice(1)))).toEqual(new Set(['succeeded']));

    await app.close();
    await bus.close();
    halt.release();
    await bench.start(PaymentModule);

    for (const id of sent.slice(1)) {
      const [first, second] = await bench.conductor.answersTo(id, 2);
      expect(second).toEqual(first);
    }
    expect(await answersTo(sent.slice(0, 1))).toEqual(['succeeded']);
    for (const { key } of all) expect(await bench.effectsOf(key)).toEqual(['authorized']);
    await untilNoneIsLeft();
  });
});

describe('An envelope of which half is bad', () => {
  it('has the good half done, and each of the others set aside by itself', async () => {
    await bench.start(PaymentModule);
    const all = steps(6);
    const sent = await bench.conductor.publishTogether(actionsOf(all));
    await answersTo(sent);
    const queue = participantQueue(bench.prefix, 'payment');
    const { deadQueue, repliesQueue } = conductorNames(bench.prefix);
    const good = all.map(({ key, sagaId }) => ({
      headers: headersOf(key, sagaId),
      correlationId: sagaId,
      messageId: `again-${sagaId}`,
      pattern: 'payment.authorize',
      data: { amount: 10 },
    }));
    const bad = ['{"a":1,"a":2}', '[]', '{"pattern":"payment.authorize"}', '"\\u0000"', '1', 'x'];
    const elements = good.flatMap((each, at) => [JSON.stringify(each), bad[at]]);

    const dead = await onBroker(async (channel) => {
      const contentType = 'application/vnd.conductor.commands+json';
      const body = Buffer.from(`{"commands":[${elements.join()}]}`);
      channel.sendToQueue(queue, body, { contentType, replyTo: repliesQueue, persistent: true });
      const found: GetMessage[] = [];
      await eventually(
        async () => {
          const letter = await channel.get(deadQueue, { noAck: true });
          return letter === false ? found.length : found.push(letter);
        },
        (count) => count === bad.length,
      );
      return found;
    });

    expect(dead.map(({ content }) => content.toString()).toSorted()).toEqual(bad.toSorted());
    for (const { properties } of dead) {
      expect(properties.headers).toMatchObject({ 'dead-reason': 'MALFORMED_COMMAND' });
    }
    await untilNoneIsLeft();
    const replies = () => bench.conductor.carried.reduce((sum, count) => sum + count, 0);
    await eventually(replies, (count) => count === 12);
    for (const { key } of all) expect(await bench.effectsOf(key)).toEqual(['authorized']);
  });
});

function headersOf(key: string, sagaId: string) {
  return {
    'saga-id': sagaId,
    'idempotency-key': key,
    step: 'authorizePayment',
    iteration: 0,
    direction: 'execute',
    attempt: 1,
  };
}
