import { BrokerProof } from './broker-proof.js';
import { ReplyQueues } from '../reply-queues/reply-queues.js';
import { OutageWatch } from './outage-watch.js';
import { PipelineBench, ScriptedBus } from '#testing-internal';

/** What is counted after an outage, so that everybody comes back. */
const RECOVERY_MS = 10_000;

function setUp() {
  const bench = new PipelineBench();
  const { store, clock } = bench;
  const replica = (bus = new ScriptedBus()) => {
    const broker = new BrokerProof({ bus, clock, queue: 'replies' });
    const report = (fault: { during: string; error: unknown }): void => {
      bench.faults.push(fault);
    };
    const { presence } = store;
    const reader = { read: async () => undefined, leave: async () => undefined };
    const parts = { bus, reader, report, prefix: 'test', onLost: () => undefined };
    const replyQueues = new ReplyQueues(parts);
    const watch = new OutageWatch({ presence, bus, broker, replyQueues, clock, report });
    return { bus, watch };
  };
  /** In ms from the begin of the test. */
  const outages = () => {
    const begin = bench.at - clock.now();
    return store.presence.outages().map(({ from, to }) => {
      return [from - begin, to - begin - RECOVERY_MS];
    });
  };
  /** It is noticed within a second or two that it has ended. */
  const expectOne = (from: number, to: number): void => {
    const [outage, ...others] = outages();
    expect(others).toEqual([]);
    expect(outage?.[0]).toBe(from);
    expect(outage?.[1]).toBeGreaterThanOrEqual(to);
    expect(outage?.[1]).toBeLessThanOrEqual(to + 2000);
  };
  return { store, clock, replica, outages, expectOne };
}

describe('The watch for outages', () => {
  it('knows of none while all goes well', async () => {
    const { clock, replica, outages } = setUp();
    void replica().watch.start();
    await clock.advance(60_000);
    expect(outages()).toEqual([]);
  });

  it('knows whether every replica reads envelopes, once it has reported', async () => {
    const { store, clock, replica } = setUp();
    const { watch } = replica();
    expect(watch.areEnvelopesRead).toBe(false);
    void watch.start();
    await clock.advance(100);
    expect(watch.areEnvelopesRead).toBe(true);
    const there = { brokerLostAt: null, hasLeft: false, readsEnvelopes: false };
    const seenAt = store.presence.replicas.values().next().value?.seenAt ?? 0;
    store.presence.replicas.set('earlier', { id: 'earlier', seenAt, ...there });
    await clock.advance(1_000);
    expect(watch.areEnvelopesRead).toBe(false);
    await clock.advance(40_000);
    expect(watch.areEnvelopesRead).toBe(true);
  });

  it('knows of a broker that is away while it lasts, and afterwards', async () => {
    const { clock, replica, outages, expectOne } = setUp();
    const { bus, watch } = replica();
    void watch.start();
    await clock.advance(5000);
    bus.become('disconnected');
    await clock.advance(60_000);
    expect(outages()).toEqual([[5000, 65_000]]);
    bus.become('connected');
    await clock.advance(5000);
    expectOne(5000, 65_000);
  });

  it('knows of an alarm of the broker', async () => {
    const { clock, replica, expectOne } = setUp();
    const { bus, watch } = replica();
    void watch.start();
    await clock.advance(5000);
    bus.become('blocked');
    await clock.advance(60_000);
    bus.become('connected');
    await clock.advance(5000);
    expectOne(5000, 65_000);
  });

  it('knows of a frozen broker from its last answer on, before the connection ends', async () => {
    const { clock, replica, outages } = setUp();
    const { bus, watch } = replica();
    void watch.start();
    await clock.advance(5500);
    const thaw = bus.freeze();
    await clock.advance(4000);
    expect(outages()).toEqual([[5000, 9500]]);
    thaw();
    await clock.advance(5000);
    const [outage] = outages();
    expect(outage?.[0]).toBe(5000);
    expect(outage?.[1]).toBeLessThanOrEqual(11_000);
  });

  it('knows of a database that was away, when it is back', async () => {
    const { store, clock, replica, outages, expectOne } = setUp();
    void replica().watch.start();
    await clock.advance(5000);
    store.faults.goAway();
    await clock.advance(60_000);
    store.faults.comeBack();
    // who decides on a timer at once knows it before it is written down
    expect(outages()).toEqual([[5000, 65_000]]);
    await clock.advance(2000);
    expectOne(5000, 65_000);
  });

  it('knows that its process was stopped', async () => {
    const { clock, replica, outages } = setUp();
    void replica().watch.start();
    await clock.advance(5000);
    await clock.jump(60_000);
    await clock.advance(2000);
    expect(outages()).toContainEqual([5000, 65_000]);
  });

  it('has other replicas know what one of them missed', async () => {
    const { clock, replica, outages } = setUp();
    const [first, second] = [replica(), replica()];
    void first.watch.start();
    void second.watch.start();
    await clock.advance(5000);
    second.bus.become('disconnected');
    await clock.advance(4000);
    expect(outages()).toEqual([[5000, 9000]]);
    await clock.advance(120_000);
    // by then the broker has given its messages to the first one
    expect(outages()).toEqual([[5000, 35_000]]);
  });

  it('knows of the time in which no conductor ran', async () => {
    const { clock, replica, outages } = setUp();
    const before = replica();
    void before.watch.start();
    await clock.advance(5000);
    await before.watch.leave();
    await clock.advance(600_000);
    void replica().watch.start();
    await clock.advance(2000);
    expect(outages()).toEqual([[5000, 605_000]]);
  });

  it('sees no outage when one conductor takes the place of another', async () => {
    const { clock, replica, outages } = setUp();
    const before = replica();
    void before.watch.start();
    await clock.advance(5000);
    await before.watch.leave();
    await clock.advance(2000);
    void replica().watch.start();
    await clock.advance(120_000);
    expect(outages()).toEqual([]);
  });

  it('loses nothing of a broker that comes and goes while the database is away', async () => {
    const { store, clock, replica, outages } = setUp();
    const { bus, watch } = replica();
    void watch.start();
    store.faults.goAway();
    for (let times = 0; times < 300; times++) {
      bus.become('disconnected');
      await clock.advance(2000);
      bus.become('connected');
      await clock.advance(2000);
    }
    store.faults.comeBack();
    await clock.advance(2000);
    expect(store.presence.past.length).toBeLessThan(110);
    expect(outages()[0]?.[0]).toBe(0);
  });
});
