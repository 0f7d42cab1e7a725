import type { Outgoing } from '#engine';
import { OutboxRelay } from './outbox-relay.js';
import { sweeperWithPulse } from './outbox.fixture.js';
import { type OutboxEntry } from '#ports';
import { PipelineBench, ScriptedBus } from '#testing-internal';

const LEASE_MS = 10_000;

/** A process whose predecessor died and left an outbox; what sagas say to each other never ends. */
async function setUp() {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  const { store, clock } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const local = { deliver: () => new Promise<void>(() => undefined) };
  const parts = { bus, store, clock, report };
  const tellSent = async () => undefined;
  const relay = new OutboxRelay({ ...parts, local, tellSent, prefix: 'test', secret: 's' });
  const sweeper = sweeperWithPulse({ ...parts, relay });
  await bench.start();
  const command = bench.relay.published[0];
  if (!command) throw new Error('a start sends a command');
  store.outbox.clear();
  const leave = (part: Partial<Outgoing> & { readonly messageId: string }): void => {
    const message = { ...command, ...part } as Outgoing;
    store.outbox.put(message, 0);
  };
  /** Rows that several messages share. */
  const leaveBatches = (count: number, chars: number): void => {
    for (let at = 0; at < count; at++) {
      const outgoing = [{ ...command, messageId: `b-${at}`, data: 'x'.repeat(chars) }];
      store.outbox.write({ outgoing, outgoingAlone: [] }, { leaseUntil: 0, lost: new Set() });
    }
  };
  const claims: (readonly OutboxEntry[])[] = [];
  /** How many batches were left after each claim. */
  const batchesLeft: number[] = [];
  const claimOutbox = store.claimOutbox.bind(store);
  store.claimOutbox = async (claim) => {
    const claimed = await claimOutbox(claim);
    claims.push(claimed.entries);
    batchesLeft.push(store.outbox.batches.size);
    return claimed;
  };
  const run = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) await clock.advance(100);
  };
  const ids = () => bus.published.map(({ properties }) => properties.messageId);
  return { bus, store, sweeper, leave, leaveBatches, claims, batchesLeft, run, ids };
}

describe('What a process left in the outbox when it died', () => {
  it('is read a mebibyte at a time, and one message at least', async () => {
    const { sweeper, leave, claims, run, ids } = await setUp();
    const sizes = [400_000, 400_000, 400_000, 1_048_100, 10];
    sizes.forEach((chars, at) => leave({ messageId: `m-${at}`, data: 'x'.repeat(chars) }));

    sweeper.start();
    await run(LEASE_MS / 2);

    expect(claims.filter((entries) => entries.length > 0).map(({ length }) => length)).toEqual([
      2, 1, 1, 1,
    ]);
    expect(ids()).toEqual(sizes.map((_, at) => `m-${at}`));
  });

  it('goes out past thousands of messages within one family', async () => {
    const { sweeper, leave, run, ids } = await setUp();
    const child = { root: 'large' } as never;
    for (let at = 0; at < 4000; at++) leave({ messageId: `a-${at}`, child });
    leave({ messageId: 'b-other' });

    sweeper.start();
    await run(LEASE_MS);

    expect(ids()).toEqual(['b-other']);
  });

  it('is split into single messages while the broker is away, so many rows at a time', async () => {
    const { bus, store, sweeper, leaveBatches, batchesLeft, claims, run, ids } = await setUp();
    leaveBatches(50, 10);
    bus.become('disconnected');

    sweeper.start();
    await run(500);

    expect(batchesLeft).toEqual([30, 10, 0, 0]);
    expect(claims.flat()).toEqual([]);
    expect(store.outbox.size).toBe(50);
    bus.become('connected');
    await run(LEASE_MS);
    expect(ids().toSorted()).toEqual(Array.from({ length: 50 }, (_, at) => `b-${at}`).toSorted());
  });

  it('is split a mebibyte at a time, and one row at least', async () => {
    const { bus, sweeper, leaveBatches, batchesLeft, run } = await setUp();
    leaveBatches(4, 400_000);
    leaveBatches(1, 1_048_600);
    bus.become('disconnected');

    sweeper.start();
    await run(500);

    expect(batchesLeft).toEqual([3, 1, 0, 0]);
  });
});
