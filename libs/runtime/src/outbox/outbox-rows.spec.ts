import type { Fault } from '#resilience';
import { ManualClock, MemorySagaStore, PipelineBench, settle } from '#testing-internal';
import type { OutboxBatch } from './outbox-batch.js';
import { OutboxRows } from './outbox-rows.js';
import type { WireEntry } from './wire-entry.js';

/** Three messages that share a row, and somebody who tells what becomes of them. */
async function setUp() {
  const clock = new ManualClock();
  const store = new MemorySagaStore({ now: () => clock.now() });
  const faults: Fault[] = [];
  const rows = new OutboxRows({ store, clock, report: (fault) => faults.push(fault) });
  const bench = new PipelineBench();
  await bench.start();
  const [command] = bench.relay.published;
  if (!command) throw new Error('a start sends a command');
  const outgoing = ['a', 'b', 'c'].map((messageId) => ({ ...command, messageId }));
  const none = { leaseUntil: 10_000, lost: new Set<string>() };
  const batchId = store.outbox.write({ outgoing, outgoingAlone: [] }, none) ?? '';
  const batch: OutboxBatch = rows.open(batchId, outgoing.length);
  const [a, b, c] = outgoing.map((message): WireEntry => {
    return { message, batch, tries: 0, lateAt: Infinity, leasedUntil: 5000 };
  });
  if (!a || !b || !c) throw new Error('there are three');
  return { clock, store, faults, rows, batchId, a, b, c };
}

describe('A row of several messages', () => {
  it('is split after 5 s when something is known of some of them, and not of all', async () => {
    const { clock, store, rows, a, b, c } = await setUp();
    rows.confirm(a);
    await clock.advance(4900);
    expect(store.outbox.batches.size).toBe(1);
    await clock.advance(200);
    expect([...store.outbox.alone.keys()]).toEqual(['b', 'c']);

    rows.confirm(b);
    await rows.putOff([{ entry: c, reason: 'UNROUTABLE' }]);
    await clock.advance(100);
    expect([...store.outbox.errors]).toEqual([['c', 'UNROUTABLE']]);
    expect(store.outbox.size).toBe(1);
  });

  it('is split as soon as something is known after that', async () => {
    const { clock, store, rows, a, b, c } = await setUp();
    await clock.advance(6000);
    expect(store.outbox.batches.size).toBe(1);
    rows.confirm(a);
    await settle();
    expect([...store.outbox.alone.keys()]).toEqual(['b', 'c']);
    rows.leave(b);
    rows.confirm(c);
    await rows.drain();
    expect(store.outbox.keys()).toEqual(['b']);
  });

  it('that another process has split loses what was confirmed, by its id', async () => {
    const { clock, store, rows, batchId, a, b, c } = await setUp();
    await store.splitOutbox({ batchId, sentMessageIds: [] });
    rows.confirm(a);
    rows.confirm(b);
    await rows.putOff([{ entry: c, reason: 'UNROUTABLE' }]);
    await clock.advance(100);
    expect([...store.outbox.errors]).toEqual([['c', 'UNROUTABLE']]);
    expect(store.outbox.size).toBe(1);
  });

  it('keeps what is learned while it is being split', async () => {
    const { clock, store, rows, a, b, c } = await setUp();
    const split = store.splitOutbox.bind(store);
    store.splitOutbox = async (asked) => {
      rows.confirm(b);
      rows.leave(c);
      return split(asked);
    };
    rows.confirm(a);
    await clock.advance(5000);
    await rows.drain();
    expect(store.outbox.keys()).toEqual(['c']);
  });

  it('is left to its lease when it cannot be split, and nobody waits for it', async () => {
    const { clock, store, faults, rows, a, b, c } = await setUp();
    store.faults.goAway();
    rows.confirm(a);
    rows.leave(b);
    rows.leave(c);
    await rows.drain();
    expect(faults.map(({ during }) => during)).toEqual(['split an outbox batch']);
    store.faults.comeBack();
    await clock.advance(5000);
    expect(store.outbox.batches.size).toBe(1);
  });
});
