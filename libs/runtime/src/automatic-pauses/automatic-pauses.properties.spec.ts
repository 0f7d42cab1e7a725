import fc from 'fast-check';
import { assertProperty, propertyTimeMs } from '#testing-internal';
import { PauseWorld, type World } from './pause-world.fixture.js';

const PROBE_MS = 500;
const rules = {
  ...{ failures: 6, sagas: 4, share: 90, attempts: 1_000, windowMs: 60_000 },
  ...{ except: [], probeMs: PROBE_MS },
};
const worlds: fc.Arbitrary<World> = fc
  .record({
    replicas: fc.integer({ min: 1, max: 3 }),
    sagas: fc.integer({ min: 30, max: 50 }),
    forMs: fc.integer({ min: 2_000, max: 20_000 }),
    lagMs: fc.integer({ min: 0, max: 800 }),
    restartMs: fc.constantFrom(0, 2_000, 5_000),
  })
  .map(({ forMs, ...world }) => ({ ...world, away: { from: 0, to: forMs }, rules }));

/** From the return of the participant on: a probe, its answer, and what replicas learn late. */
const SOON_MS = 6_000;
const settings = { runs: 6 };

describe('A participant that is away, and several replicas that count each for itself', () => {
  it(
    'costs no saga its last attempt: all end well soon after it is back',
    async () => {
      await assertProperty(
        fc.asyncProperty(worlds, async (world) => {
          const run = new PauseWorld(world);
          await run.passTo(world.away.to);
          expect([...run.statuses]).toEqual(['running']);
          await run.passTo(world.away.to + SOON_MS);
          expect([...run.statuses]).toEqual(['completed']);
          expect(run.rows.active).toEqual([]);
        }),
        settings,
      );
    },
    propertyTimeMs(settings),
  );

  it(
    'has one pause at a time, and one attempt an interval, whoever has the turn',
    async () => {
      await assertProperty(
        fc.asyncProperty(worlds, async (world) => {
          const run = new PauseWorld(world);
          await run.passTo(world.away.to);
          const [pause, ...others] = run.rows.rows;
          expect(others).toEqual([]);
          const pausedMs = pause === undefined ? 0 : run.at - pause.from;
          expect(pause?.probes ?? 0).toBeLessThanOrEqual(pausedMs / PROBE_MS + 1);
          // each saga fails once and, until all replicas know of the pause, may be tried once more
          expect(run.lost).toBeLessThanOrEqual(2 * world.sagas + (pause?.probes ?? 0));
        }),
        settings,
      );
    },
    propertyTimeMs(settings),
  );

  it('and without a pause they would all be stuck', async () => {
    const world = { replicas: 2, sagas: 30, lagMs: 100, restartMs: 0 };
    const off = { ...rules, failures: 1_000_000, attempts: 1_000_000 };
    const run = new PauseWorld({ ...world, away: { from: 0, to: 20_000 }, rules: off });
    await run.passTo(20_000 + SOON_MS);
    expect([...run.statuses]).toEqual(['stuck']);
  });
});
