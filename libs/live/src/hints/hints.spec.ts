import type { Delivery, OutgoingMessage } from '#bus';
import { InProcessBroker, InProcessBus } from '#messaging';
import { ManualClock, settle } from '#testing-internal';
import { nameOf, type SagaChange } from '../changes/saga-change.js';
import { change } from '../feed/memory-change-log.fixture.js';
import { hintMessage, readHint } from './hint-message.js';
import { Hints } from './hints.js';

/** A replica as the others see it. */
async function replica(broker: InProcessBroker, clock: ManualClock, isHeard: boolean) {
  const bus = new InProcessBus(broker);
  await bus.open({ exchanges: [], queues: [] });
  const published: OutgoingMessage[] = [];
  const watched = {
    declare: bus.declare.bind(bus),
    consume: (
      queue: string,
      options: { readonly prefetch: number },
      onDelivery: (delivery: Delivery) => void,
    ) => bus.consume(queue, options, onDelivery),
    publish: (messages: readonly OutgoingMessage[]) => {
      published.push(...messages);
      return bus.publish(messages);
    },
  };
  const heard: SagaChange[] = [];
  const feed = { isHeard, tell: (changes: readonly SagaChange[]) => void heard.push(...changes) };
  const report = ({ error }: { readonly error: unknown }) => expect(error).toBeNull();
  const hints = new Hints({ bus: watched, feed, prefix: 'conductor', clock, report });
  await hints.start();
  await clock.advance(0);
  await settle();
  return { hints, heard, published, feed };
}

async function pass(clock: ManualClock, ms: number): Promise<void> {
  await clock.advance(ms);
  await settle();
}

describe('Hints of replicas', () => {
  it('given somebody listens at one, when another commits, then it hears of it', async () => {
    const [broker, clock] = [new InProcessBroker(), new ManualClock()];
    const working = await replica(broker, clock, false);
    const listening = await replica(broker, clock, true);
    expect([working.hints.areWanted, listening.hints.areWanted]).toEqual([true, false]);
    const changes = Array.from({ length: 600 }, () => change());
    working.hints.tell(changes);
    await pass(clock, 30);
    expect(listening.heard.map(nameOf)).toEqual(changes.map(nameOf));
    expect([working.heard, working.published.length]).toEqual([[], 3]);
  });

  it('given nobody listens, when replicas commit, then nothing is sent', async () => {
    const [broker, clock] = [new InProcessBroker(), new ManualClock()];
    const one = await replica(broker, clock, false);
    const other = await replica(broker, clock, false);
    for (const { hints } of [one, other]) hints.tell([change()]);
    await pass(clock, 60_000);
    expect([one.published, other.published]).toEqual([[], []]);
  });

  it('given the last one has gone, when seconds have passed, then nothing is sent', async () => {
    const [broker, clock] = [new InProcessBroker(), new ManualClock()];
    const working = await replica(broker, clock, false);
    const listening = await replica(broker, clock, true);
    await pass(clock, 60_000);
    expect(working.hints.areWanted).toBe(true);
    listening.feed.isHeard = false;
    await pass(clock, 20_000);
    working.hints.tell([change()]);
    await pass(clock, 1_000);
    expect([working.hints.areWanted, working.published]).toEqual([false, []]);
  });

  it.each([
    '',
    '[]',
    '{}',
    '{"from":"x","listens":true}',
    '{"from":"x","listens":true,"changes":[{}]}',
  ])('given %s, when it is read, then it is no hint', (body) => {
    expect(readHint(Buffer.from(body))).toBeNull();
  });

  it('given an entry of the history, when a hint is sent, then it stays at home', () => {
    const one = change({ entry: { events: ['secret'] } as never });
    const { body } = hintMessage('conductor', { from: 'x', listens: false, changes: [one] });
    expect(body.toString()).not.toContain('secret');
    expect(readHint(body)?.changes.map(nameOf)).toEqual([nameOf(one)]);
  });
});
