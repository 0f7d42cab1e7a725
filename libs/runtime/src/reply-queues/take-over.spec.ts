import { conductorTopology, replyQueue, replyQueueTopology } from '#bus';
import { InProcessBroker, InProcessBus } from '#messaging';
import { PipelineBench, ScriptedBus } from '#testing-internal';
import { BrokerProof } from '../outages/broker-proof.js';
import { OutageWatch } from '../outages/outage-watch.js';
import { ReplyQueues } from './reply-queues.js';

const PREFIX = 'p';

/** Replicas that report to one store, on one broker. */
function setUp() {
  const { store, clock } = new PipelineBench();
  const broker = new InProcessBroker();
  const newReplica = async () => {
    const bus = new InProcessBus(broker);
    await bus.open(conductorTopology(PREFIX));
    const read = async (queue: string, prefetch: number): Promise<void> => {
      await bus.consume(queue, { prefetch }, (delivery) => delivery.ack());
    };
    await read('p.replies', 10);
    const reader = { read, leave: async () => undefined };
    const shared = { bus, clock, report: () => undefined };
    const queues = new ReplyQueues({ ...shared, reader, prefix: PREFIX, onLost: () => undefined });
    const proof = new BrokerProof({ ...shared, queue: 'p.replies', others: () => queues.names });
    const { presence } = store;
    const watch = new OutageWatch({ ...shared, presence, broker: proof, replyQueues: queues });
    return { bus, queues, proof, watch };
  };
  return { store, clock, newReplica };
}

describe('The queue of a replica that was killed', () => {
  it('is read by another one within seconds, also while replies wait there', async () => {
    const { store, clock, newReplica } = setUp();
    const { bus, queues, proof, watch } = await newReplica();
    void watch.start();
    await clock.advance(2000);
    await bus.declare(replyQueueTopology(PREFIX, 1));
    const dead = { number: 1, replica: 'dead', fence: 1, isHome: true };
    store.presence.replyQueues.set(1, dead);
    const seenAt = store.presence.replicas.get(watch.id)?.seenAt ?? 0;
    const there = { seenAt, brokerLostAt: null, hasLeft: false, readsEnvelopes: true };
    store.presence.replicas.set('dead', { id: 'dead', ...there });
    const reply = { exchange: '', body: Buffer.from('{}'), properties: {} };
    await bus.publish([{ ...reply, routingKey: replyQueue(PREFIX, 1) }]);

    await clock.advance(4000);
    expect(queues.numbersRead).toEqual([0, 1]);
    await clock.advance(1000);
    expect(await proof.askAnew()).toEqual({ ready: 0 });
  });
});

describe('A replica to which the broker does not answer', () => {
  it('takes no queue', async () => {
    const { store, clock } = setUp();
    const bus = new ScriptedBus();
    const shared = { bus, clock, report: () => undefined };
    const reader = { read: async () => undefined, leave: async () => undefined };
    const replyQueues = new ReplyQueues({ ...shared, reader, prefix: PREFIX, onLost: () => {} });
    const broker = new BrokerProof({ ...shared, queue: 'p.replies' });
    const { presence } = store;
    const thaw = bus.freeze();
    void new OutageWatch({ ...shared, presence, broker, replyQueues }).start();
    await clock.advance(5000);
    expect([...presence.replyQueues.values()]).toEqual([]);
    thaw();
    await clock.advance(2000);
    expect([...presence.replyQueues.keys()]).toEqual([0]);
  });
});
