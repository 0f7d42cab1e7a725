import { conductorTopology, replyQueue, replyQueueTopology } from '#bus';
import { InProcessBroker, InProcessBus } from '#messaging';
import { ManualClock } from '#testing-internal';
import { BrokerProof } from './broker-proof.js';

const PREFIX = 'p';
const SHARED = 'p.replies';
const [HOME, OTHER, MISSING] = [0, 1, 2].map((number) => replyQueue(PREFIX, number)) as [
  string,
  string,
  string,
];

async function setUp() {
  const bus = new InProcessBus(new InProcessBroker());
  await bus.open(conductorTopology(PREFIX));
  for (const number of [0, 1]) await bus.declare(replyQueueTopology(PREFIX, number));
  const clock = new ManualClock();
  const others = () => [HOME, OTHER, MISSING];
  const proof = new BrokerProof({ bus, clock, queue: SHARED, others });
  const consume = (queue: string) => bus.consume(queue, { prefetch: 1 }, () => undefined);
  const send = (routingKey: string) =>
    bus.publish([{ exchange: '', routingKey, body: Buffer.from('{}'), properties: {} }]);
  return { proof, clock, consume, send };
}

describe('The proof that replies are taken', () => {
  it('counts what waits on all reply queues that the broker has', async () => {
    const { proof, consume, send } = await setUp();
    for (const queue of [SHARED, HOME, OTHER]) {
      await consume(queue);
      // the first is delivered, and in hand
      await send(queue);
    }
    for (const queue of [SHARED, HOME, OTHER, OTHER]) await send(queue);
    expect(await proof.ask()).toEqual({ ready: 4 });
    expect([...proof.consumers(1000)]).toEqual([
      [SHARED, 1],
      [HOME, 1],
      [OTHER, 1],
    ]);
  });

  it('fails while a reply waits where nobody takes it, and tells who takes what', async () => {
    const { proof, clock, consume, send } = await setUp();
    for (const queue of [SHARED, HOME]) await consume(queue);
    await send(OTHER);
    await expect(proof.askAnew()).rejects.toThrow(`nobody takes replies from ${OTHER}`);
    expect(proof.provenAt).toBe(null);
    expect(proof.consumers(1000).get(OTHER)).toBe(0);
    await clock.advance(2000);
    expect([...proof.consumers(1000)]).toEqual([]);
  });

  it('holds while nobody takes from a queue on which nothing waits', async () => {
    const { proof, consume } = await setUp();
    await consume(SHARED);
    expect(await proof.ask()).toEqual({ ready: 0 });
  });

  it('fails while nobody takes from the queue that all replicas read', async () => {
    const { proof, consume } = await setUp();
    await consume(HOME);
    await expect(proof.askAnew()).rejects.toThrow(`nobody takes replies from ${SHARED}`);
  });
});
