import type { Outgoing } from '#engine';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxSweeper } from './outbox-sweeper.js';
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
  const sweeper = new OutboxSweeper({ ...parts, relay });
  await bench.start();
  const command = bench.relay.published[0];
  if (!command) throw new Error('a start sends a command');
  store.outbox.clear();
  const leave = (part: Partial<Outgoing> & { readonly messageId: string }): void => {
    const message = { ...command, ...part } as Outgoing;
    store.outbox.set(message.messageId, { message, leaseUntil: 0, tries: 0, lastError: null });
  };
  const claims: (readonly OutboxEntry[])[] = [];
  const claimOutbox = store.claimOutbox.bind(store);
  store.claimOutbox = async (claim) => {
    const claimed = await claimOutbox(claim);
    claims.push(claimed.entries);
    return claimed;
  };
  const run = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 100) await clock.advance(100);
  };
  const ids = () => bus.published.map(({ properties }) => properties.messageId);
  return { sweeper, leave, claims, run, ids };
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
});
