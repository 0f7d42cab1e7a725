import fc from 'fast-check';
import { assertProperty, OutageBench, type OutageKind, propertyTimeMs } from '#testing-internal';
import { compile } from '#testing-sagas';

const DEFINITION = compile({
  name: 'one-attempt',
  defaults: {
    timeout: '5s',
    retry: { maxAttempts: 1 },
    compensation: { timeout: '5s', retry: { maxAttempts: 1 } },
  },
  steps: [
    { name: 'reserve', command: 'stock.reserve', compensation: 'stock.free' },
    { name: 'pay', command: 'payment.take', compensation: 'payment.void' },
  ],
});
const KINDS: readonly OutageKind[] = [
  ...(['broker-stopped', 'broker-frozen', 'broker-alarmed'] as const),
  ...(['store-away', 'store-frozen', 'all-stopped'] as const),
];

const outages = fc.array(
  fc.record({
    /** After the one before. */
    afterMs: fc.integer({ min: 100, max: 8000 }),
    kind: fc.constantFrom(...KINDS),
    // shorter ones cost less than a timeout
    lastsMs: fc.integer({ min: 3000, max: 30_000 }),
  }),
  { minLength: 1, maxLength: 4 },
);

async function benchOf(workMs: (command: { readonly pattern: string }) => number) {
  const bench = new OutageBench({
    definition: DEFINITION,
    participants: ['stock', 'payment'],
    workMs,
    comeBackMs: 3000,
  });
  await bench.open();
  return bench;
}

const MANY = { runs: 25 };
const SOME = { runs: 10 };

describe('A saga with one attempt for each step', () => {
  it.each(KINDS)('is completed through an outage of its whole world: %s', async (kind) => {
    const bench = await benchOf(() => 2000);
    const sagaId = await bench.start();
    await bench.clock.advance(1000);
    await bench.passThrough(kind, 60_000);
    const [saga] = await bench.finish([sagaId], 120_000);
    expect(saga?.status).toBe('completed');
  });

  it(
    'is completed whatever goes away, when participants answer in time',
    async () => {
      await assertProperty(
        fc.asyncProperty(outages, fc.integer({ min: 0, max: 4000 }), async (schedule, workMs) => {
          const bench = await benchOf(() => workMs);
          const sagaIds = [await bench.start()];
          for (const { afterMs, kind, lastsMs } of schedule) {
            await bench.clock.advance(afterMs);
            sagaIds.push(await bench.start());
            await bench.passThrough(kind, lastsMs);
          }
          for (const saga of await bench.finish(sagaIds, 300_000)) {
            expect(saga.status).toBe('completed');
            for (const { attempts } of Object.values(saga.steps)) expect(attempts.execute).toBe(1);
          }
          await bench.clock.advance(15_000);
          expect(bench.store.outbox.size).toBe(0);
        }),
        MANY,
      );
    },
    propertyTimeMs(MANY),
  );

  it(
    'goes back when a participant stays silent, after the outages and not for ever',
    async () => {
      await assertProperty(
        fc.asyncProperty(outages, async (schedule) => {
          const bench = await benchOf(({ pattern }) =>
            pattern === 'payment.take' ? Infinity : 100,
          );
          const sagaId = await bench.start();
          for (const { afterMs, kind, lastsMs } of schedule) {
            await bench.clock.advance(afterMs);
            await bench.passThrough(kind, lastsMs);
          }
          const [saga] = await bench.finish([sagaId], 60_000);
          expect(saga?.status).toBe('compensated');
          expect(saga?.error?.code).toBe('TIMEOUT');
        }),
        SOME,
      );
    },
    propertyTimeMs(SOME),
  );
});
