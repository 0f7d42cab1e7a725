import { BrokerProof } from '../outages/broker-proof.js';
import { Pulse } from '../pulse/pulse.js';
import { TimerPump, type TimerPumpOptions } from './timer-pump.js';
import { PipelineBench, ScriptedBus } from '#testing-internal';

function setUp(options: Partial<TimerPumpOptions> = {}) {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const replies = { processedCount: 0, inHandCount: 0 };
  const { store, clock, pipeline } = bench;
  const broker = new BrokerProof({ bus, clock, queue: 'replies' });
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const pulse = new Pulse({ store: store.pulse, clock, report });
  const pump = new TimerPump({
    store,
    clock,
    pipeline,
    bus,
    broker,
    replies,
    pulse,
    report,
    ...options,
  });
  const startAll = (): void => {
    pump.start();
    pulse.start();
  };
  /** A saga whose first command was sent; it times out after 10 s. */
  const start = async (): Promise<string> => {
    const sagaId = await bench.start();
    bench.relay.confirmAll();
    return sagaId;
  };
  /** How many claims there were since. */
  const claimsOf = () => {
    let count = 0;
    const claimDueSagas = store.claimDueSagas.bind(store);
    store.claimDueSagas = (claim) => {
      count++;
      return claimDueSagas(claim);
    };
    return () => count;
  };
  const hasTimedOut = (sagaId: string): boolean =>
    store.stateOf(sagaId)?.steps['create']?.error?.code === 'TIMEOUT';
  return { bench, bus, store, clock, pump, startAll, replies, start, hasTimedOut, claimsOf };
}

describe('The timer pump', () => {
  it('wakes a saga when its timer runs out, and not before', async () => {
    const { startAll, clock, start, hasTimedOut } = setUp();
    startAll();
    const sagaId = await start();
    await clock.advance(9900);
    expect(hasTimedOut(sagaId)).toBe(false);
    await clock.advance(200);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('is told by the pipeline of a timer that is nearer than its next look', async () => {
    const { pump, clock, start, store, hasTimedOut } = setUp({ pollMs: 60_000 });
    pump.start();
    const sagaId = await start();
    await clock.advance(10_100);
    expect(hasTimedOut(sagaId)).toBe(true);
    await clock.advance(1100);
    expect(store.stateOf(sagaId)?.steps['create']?.attempts.execute).toBe(2);
  });

  it('wakes a saga again when the process that had claimed it died', async () => {
    const { startAll, clock, store, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(10_000);
    await store.claimDueSagas({ limit: 10, leaseMs: 5000 });
    startAll();
    await clock.advance(4900);
    expect(hasTimedOut(sagaId)).toBe(false);
    await clock.advance(1200);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('lets the replies that wait at the start go first', async () => {
    const { startAll, clock, bus, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(60_000);
    bus.readyCount = 40;
    startAll();
    await clock.advance(10_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    bus.readyCount = 0;
    await clock.advance(200);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('waits only for as many replies as there were, however many come after', async () => {
    const { startAll, clock, bus, replies, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(60_000);
    bus.readyCount = 40;
    startAll();
    await clock.advance(1000);
    replies.processedCount = 39;
    await clock.advance(1000);
    expect(hasTimedOut(sagaId)).toBe(false);
    replies.processedCount = 40;
    await clock.advance(1000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('does not wait for ever for replies that nobody takes', async () => {
    const { startAll, clock, bus, start, hasTimedOut } = setUp({ repliesFirstMs: 30_000 });
    const sagaId = await start();
    bus.readyCount = 1;
    startAll();
    await clock.advance(29_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    await clock.advance(2000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('fires nothing while the broker is away, and then the replies go first', async () => {
    const { startAll, clock, bus, start, hasTimedOut } = setUp();
    startAll();
    const sagaId = await start();
    await clock.advance(5000);
    bus.become('disconnected');
    await clock.advance(60_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    bus.readyCount = 1;
    bus.become('connected');
    await clock.advance(5000);
    expect(hasTimedOut(sagaId)).toBe(false);
    bus.readyCount = 0;
    await clock.advance(2000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('fires nothing without an answer of the broker, whatever its connection says', async () => {
    const { startAll, clock, bus, start, hasTimedOut } = setUp();
    startAll();
    const sagaId = await start();
    await clock.advance(9000);
    const thaw = bus.freeze();
    await clock.advance(60_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    bus.readyCount = 1;
    thaw();
    await clock.advance(3000);
    expect(hasTimedOut(sagaId)).toBe(false);
    bus.readyCount = 0;
    await clock.advance(1000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('fires nothing while nobody takes replies', async () => {
    const { startAll, clock, bus, start, hasTimedOut } = setUp();
    startAll();
    const sagaId = await start();
    await clock.advance(9000);
    bus.consumerCount = 0;
    await clock.advance(60_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    bus.consumerCount = 1;
    await clock.advance(2000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('waits for replies that are on their way through the pipeline', async () => {
    const { startAll, clock, replies, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(60_000);
    replies.inHandCount = 2;
    startAll();
    await clock.advance(10_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    replies.inHandCount = 0;
    replies.processedCount = 2;
    await clock.advance(200);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('takes a long pause of its own process for an outage', async () => {
    const { startAll, clock, bus, start, hasTimedOut } = setUp();
    startAll();
    const sagaId = await start();
    await clock.advance(9500);
    bus.readyCount = 1;
    await clock.jump(10_000);
    await clock.advance(3000);
    expect(hasTimedOut(sagaId)).toBe(false);
  });

  it('fires what is overdue after an outage at a limited rate', async () => {
    const { startAll, clock, start, hasTimedOut } = setUp();
    const ids = await Promise.all(Array.from({ length: 200 }, () => start()));
    await clock.advance(60_000);
    startAll();
    await clock.advance(50);
    expect(ids.filter(hasTimedOut)).toHaveLength(50);
    await clock.advance(1000);
    expect(ids.filter(hasTimedOut)).toHaveLength(200);
  });

  it('goes on after the store was away', async () => {
    const { startAll, clock, store, start, hasTimedOut } = setUp();
    startAll();
    const sagaId = await start();
    store.faults.goAway();
    await clock.advance(30_000);
    store.faults.comeBack();
    await clock.advance(5000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('asks the store for nothing before a timer is due that it has heard of', async () => {
    // given
    const { startAll, clock, start, claimsOf } = setUp({ pollMs: 60_000 });
    await start();
    startAll();
    await clock.advance(500);
    const claims = claimsOf();
    // when
    await clock.advance(9000);
    // then
    expect(claims()).toBe(0);
  });

  it('hears within a second of a timer that another process has made due', async () => {
    // given
    const { startAll, clock, start, store, claimsOf } = setUp({ pollMs: 60_000 });
    const sagaId = await start();
    startAll();
    await clock.advance(500);
    const claims = claimsOf();
    // when
    await store.postponeWake(sagaId, -1000);
    await clock.advance(1020);
    // then
    expect(claims()).toBe(1);
  });
});
