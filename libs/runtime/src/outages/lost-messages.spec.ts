import { LostMessages } from './lost-messages.js';
import { PipelineBench, replyTo, ScriptedBus, settle } from '#testing-internal';

function setUp() {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const { store, clock, pipeline, relay } = bench;
  const resent: number[] = [];
  const lost = new LostMessages({
    bus,
    store,
    clock,
    pipeline,
    prefix: 'test',
    report: (fault) => bench.faults.push(fault),
    onResent: (sagas) => resent.push(sagas),
  });
  /** Ids of messages that left since the last call. */
  const left = (): readonly string[] => {
    const ids = relay.published.map(({ messageId }) => messageId);
    relay.messages.length = 0;
    return ids;
  };
  return { bench, bus, store, clock, pipeline, lost, resent, left };
}

describe('What the broker lost', () => {
  it('goes out again as the same attempt, and its timeout begins anew', async () => {
    const { bench, bus, lost, left, clock } = setUp();
    lost.start();
    const sagaId = await bench.start();
    const [command] = left();
    await clock.advance(9000);

    bus.lose('test.replies', 'test.commands.order');
    await settle();

    expect(left()).toEqual([command]);
    expect(bench.nextTimerOf(sagaId)).toBe(bench.at + 10_000);
  });

  it('is what was sent to that participant when only its queue is gone', async () => {
    const { bench, bus, lost, left, pipeline } = setUp();
    lost.start();
    const [atOrder, atPayment] = [await bench.start(), await bench.start()];
    await pipeline.reply(replyTo(atPayment, 'create'));
    left();

    bus.lose('test.commands.payment');
    await settle();

    expect(left()).toEqual([`${atPayment}/charge/0/execute/1`]);
    bus.lose('test.commands.order');
    await settle();
    expect(left()).toEqual([`${atOrder}/create/0/execute/1`]);
  });

  it('is sent again once there is a pipeline to do it, if it was told before', async () => {
    const { bench, bus, lost, left } = setUp();
    await bench.start();
    left();
    bus.lose('test.replies');
    await settle();
    expect(left()).toEqual([]);
    lost.start();
    await settle();
    expect(left()).toHaveLength(1);
  });

  it('is sent again when the database is back, if it was away too', async () => {
    const { bench, bus, store, clock, lost, left, resent } = setUp();
    lost.start();
    await bench.start();
    left();
    store.faults.goAway();
    bus.lose('test.replies');
    await clock.advance(60_000);
    expect(left()).toEqual([]);
    store.faults.comeBack();
    await clock.advance(10_000);
    expect(left()).toHaveLength(1);
    expect(resent).toEqual([1]);
  });

  it('is not a command, when another queue is gone', async () => {
    const { bench, bus, lost, left, resent } = setUp();
    lost.start();
    await bench.start();
    left();
    bus.lose('test.intake', 'test.dead', 'elsewhere.commands.order');
    await settle();
    expect(left()).toEqual([]);
    expect(resent).toEqual([]);
  });

  it('is not sent again by a process that ends', async () => {
    const { bench, bus, lost, left } = setUp();
    lost.start();
    await bench.start();
    left();
    lost.close();
    bus.lose('test.replies');
    await settle();
    expect(left()).toEqual([]);
  });
});
