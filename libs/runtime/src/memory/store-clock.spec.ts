import { ManualClock, PipelineBench, replyTo } from '#testing-internal';
import { StoreClock } from './store-clock.js';

const NOON = Date.UTC(2030, 0, 1, 12);
const MINUTES_MS = 300_000;

function setUp() {
  const clock = new ManualClock();
  return { clock, storeClock: new StoreClock(clock) };
}

describe("The database's clock", () => {
  it('goes on with this process for ten seconds after an answer', async () => {
    const { clock, storeClock } = setUp();
    expect(storeClock.now()).toBeNull();
    storeClock.ask()(NOON);
    await clock.advance(10_000);
    expect(storeClock.now()).toBe(NOON + 10_000);
    await clock.advance(1);
    expect(storeClock.now()).toBeNull();
  });

  it.each([
    ['suspended', MINUTES_MS, null],
    ['set back', -MINUTES_MS, null],
    ['set right by a little', 900, NOON],
  ])('is believed while clocks go on alike: the wall clock was %s', (_, ms, now) => {
    const { clock, storeClock } = setUp();
    storeClock.ask()(NOON);
    clock.suspend(ms);
    expect(storeClock.now()).toBe(now);
    storeClock.ask()(NOON);
    expect(storeClock.now()).toBe(NOON);
  });

  it.each([
    ['the machine was suspended', async (clock: ManualClock) => clock.suspend(MINUTES_MS)],
    ['the process was stopped', async (clock: ManualClock) => clock.jump(MINUTES_MS)],
  ])('is not taken from an answer that lay here while %s', async (_, pause) => {
    const { clock, storeClock } = setUp();
    const answer = storeClock.ask();
    await pause(clock);
    answer(NOON);
    expect(storeClock.now()).toBeNull();
  });
});

describe('A machine that was suspended for minutes', () => {
  it('decides at the instant of the database', async () => {
    const bench = new BenchOfWall();
    const sagaId = await bench.start();
    bench.clock.suspend(MINUTES_MS);

    expect(await bench.pipeline.reply(replyTo(sagaId, 'create'))).toBe('applied');

    expect(bench.nextTimerOf(sagaId)).toBe(bench.at + 10_000);
  });
});

/** Its database is on another machine: it goes on while this one is suspended. */
class BenchOfWall extends PipelineBench {
  override get at(): number {
    return NOON + this.clock.wallNow();
  }
}
