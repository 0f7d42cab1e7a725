import { BrokerProof } from '../outages/broker-proof.js';
import { TimerPump, type TimerPumpOptions } from './timer-pump.js';
import { PipelineBench, ScriptedBus } from '#testing-internal';

function setUp(options: Partial<TimerPumpOptions> = {}) {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const replies = { processedCount: 0, inHandCount: 0 };
  const { store, clock, pipeline } = bench;
  const broker = new BrokerProof({ bus, clock, queue: 'replies' });
  const pump = new TimerPump({
    store,
    clock,
    pipeline,
    bus,
    broker,
    replies,
    report: (fault) => bench.faults.push(fault),
    ...options,
  });
  /** A saga whose first command was sent; it times out after 10 s. */
  const start = async (): Promise<string> => {
    const sagaId = await bench.start();
    bench.relay.confirmAll();
    return sagaId;
  };
  const hasTimedOut = (sagaId: string): boolean =>
    store.stateOf(sagaId)?.steps['create']?.error?.code === 'TIMEOUT';
  return { bench, bus, store, clock, pump, replies, start, hasTimedOut };
}

describe('The timer pump', () => {
  it('wakes a saga when its timer runs out, and not before', async () => {
    const { pump, clock, start, hasTimedOut } = setUp();
    pump.start();
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
    const { pump, clock, store, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(10_000);
    await store.claimDueSagas({ limit: 10, leaseMs: 5000 });
    pump.start();
    await clock.advance(4900);
    expect(hasTimedOut(sagaId)).toBe(false);
    await clock.advance(1200);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('lets the replies that wait at the start go first', async () => {
    const { pump, clock, bus, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(60_000);
    bus.readyCount = 40;
    pump.start();
    await clock.advance(10_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    bus.readyCount = 0;
    await clock.advance(200);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('waits only for as many replies as there were, however many come after', async () => {
    const { pump, clock, bus, replies, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(60_000);
    bus.readyCount = 40;
    pump.start();
    await clock.advance(1000);
    replies.processedCount = 39;
    await clock.advance(1000);
    expect(hasTimedOut(sagaId)).toBe(false);
    replies.processedCount = 40;
    await clock.advance(1000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('does not wait for ever for replies that nobody takes', async () => {
    const { pump, clock, bus, start, hasTimedOut } = setUp({ repliesFirstMs: 30_000 });
    const sagaId = await start();
    bus.readyCount = 1;
    pump.start();
    await clock.advance(29_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    await clock.advance(2000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('fires nothing while the broker is away, and then the replies go first', async () => {
    const { pump, clock, bus, start, hasTimedOut } = setUp();
    pump.start();
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
    const { pump, clock, bus, start, hasTimedOut } = setUp();
    pump.start();
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
    const { pump, clock, bus, start, hasTimedOut } = setUp();
    pump.start();
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
    const { pump, clock, replies, start, hasTimedOut } = setUp();
    const sagaId = await start();
    await clock.advance(60_000);
    replies.inHandCount = 2;
    pump.start();
    await clock.advance(10_000);
    expect(hasTimedOut(sagaId)).toBe(false);
    replies.inHandCount = 0;
    replies.processedCount = 2;
    await clock.advance(200);
    expect(hasTimedOut(sagaId)).toBe(true);
  });

  it('takes a long pause of its own process for an outage', async () => {
    const { pump, clock, bus, start, hasTimedOut } = setUp();
    pump.start();
    const sagaId = await start();
    await clock.advance(9500);
    bus.readyCount = 1;
    await clock.jump(10_000);
    await clock.advance(3000);
    expect(hasTimedOut(sagaId)).toBe(false);
  });

  it('fires what is overdue after an outage at a limited rate', async () => {
    const { pump, clock, start, hasTimedOut } = setUp();
    const ids = await Promise.all(Array.from({ length: 200 }, () => start()));
    await clock.advance(60_000);
    pump.start();
    await clock.advance(50);
    expect(ids.filter(hasTimedOut)).toHaveLength(50);
    await clock.advance(1000);
    expect(ids.filter(hasTimedOut)).toHaveLength(200);
  });

  it('goes on after the store was away', async () => {
    const { pump, clock, store, start, hasTimedOut } = setUp();
    pump.start();
    const sagaId = await start();
    store.faults.goAway();
    await clock.advance(30_000);
    store.faults.comeBack();
    await clock.advance(5000);
    expect(hasTimedOut(sagaId)).toBe(true);
  });
});
