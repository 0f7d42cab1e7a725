import { conductorTopology, replyQueue, replyQueueTopology } from '#bus';
import { InProcessBroker, InProcessBus } from '#messaging';
import { PipelineBench, ScriptedBus } from '#testing-internal';
import { BrokerProof } from '../outages/broker-proof.js';
import { OutageWatch } from '../outages/outage-watch.js';
import { BEAT_MS } from '../outages/presence.js';
import { SILENT_MS } from './leases.js';
import { ReplyQueues } from './reply-queues.js';

const PREFIX = 'p';
/** What docs/ARCHITECTURE.md promises. */
const PROMISED_MS = 10_000;
/** The silence, to the next report of another one, and what is in turn then. */
const TAKEN_OVER_MS = SILENT_MS + 2 * BEAT_MS;
/** How long after a report of the other one the replica is gone. */
const PHASES = Array.from({ length: 10 }, (_, index) => (index * BEAT_MS) / 10);

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

describe('The queue of a replica that has gone', () => {
  /** One that reports, and another one that has just reported for the last time. */
  const goneAt = async (phaseMs: number) => {
    const { store, clock, newReplica } = setUp();
    const { bus, queues, watch } = await newReplica();
    void watch.start();
    await clock.advance(2 * BEAT_MS + phaseMs);
    await bus.declare(replyQueueTopology(PREFIX, 1));
    store.presence.replyQueues.set(1, { number: 1, replica: 'gone', fence: 1, isHome: true });
    const lastOfOther = store.presence.replicas.get(watch.id)?.seenAt ?? 0;
    const seenAt = lastOfOther + (clock.now() % BEAT_MS);
    const there = { seenAt, brokerLostAt: null, hasLeft: false, readsEnvelopes: true };
    store.presence.replicas.set('gone', { id: 'gone', ...there });
    return { bus, clock, queues };
  };

  it('is taken well within what is promised', () => {
    expect(TAKEN_OVER_MS).toBeLessThanOrEqual(PROMISED_MS - 3 * BEAT_MS);
  });

  it.each(PHASES)('is taken by its silence, while the broker sees nothing: %s ms', async (ms) => {
    const { bus, clock, queues } = await goneAt(ms);
    await bus.consume(replyQueue(PREFIX, 1), { prefetch: 1 }, () => undefined);
    await clock.advance(SILENT_MS - 1);
    expect(queues.numbersRead).toEqual([0]);
    await clock.advance(TAKEN_OVER_MS - SILENT_MS + 1);
    expect(queues.numbersRead).toEqual([0, 1]);
  });

  it.each(PHASES)('is taken with the third report, when the broker saw it: %s ms', async (ms) => {
    const { clock, queues } = await goneAt(ms);
    await clock.advance(3 * BEAT_MS);
    expect(queues.numbersRead).toEqual([0, 1]);
  });
});

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
