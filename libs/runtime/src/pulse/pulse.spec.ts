import { ManualClock, MemorySagaStore } from '#testing-internal';
import { Pulse, type PulseReading } from './pulse.js';

function setUp() {
  const clock = new ManualClock();
  const store = new MemorySagaStore();
  const faults: { during: string }[] = [];
  const pulse = new Pulse({ store: store.pulse, clock, report: (fault) => faults.push(fault) });
  const heard: (PulseReading | null)[] = [];
  pulse.listen((reading) => heard.push(reading));
  return { clock, store, faults, pulse, heard };
}

describe('The pulse', () => {
  it('looks at once and then every second, and at the limits of tables every ten', async () => {
    // given
    const { clock, store, pulse } = setUp();
    // when
    pulse.start();
    await clock.advance(29_900);
    // then
    expect(store.pulse.reads).toEqual({ all: 30, withLimits: 3 });
  });

  it('tells everybody that the store did not answer, and looks again', async () => {
    // given
    const { clock, store, faults, pulse, heard } = setUp();
    store.faults.goAway();
    // when
    pulse.start();
    await clock.advance(1500);
    // then
    expect([heard, faults.length]).toEqual([[null, null], 2]);
    // when
    store.faults.comeBack();
    await clock.advance(1000);
    // then
    expect(heard.at(-1)).toMatchObject({ nextWakeMs: null, areEntriesDue: false });
  });

  it('looks at the limits as soon as the store answers again', async () => {
    // given
    const { clock, store, pulse, heard } = setUp();
    store.pulse.isTooMuchKept = true;
    store.faults.goAway();
    pulse.start();
    await clock.advance(500);
    // when
    store.faults.comeBack();
    await clock.advance(1000);
    // then
    expect(heard.at(-1)?.isTooMuchKept).toBe(true);
  });

  it('tells of a catalog at first, and once for each change of it', async () => {
    // given
    const { clock, store, pulse } = setUp();
    const changes = { definitions: 0, both: 0 };
    pulse.onChange(['definitions'], () => changes.definitions++);
    pulse.onChange(['definitions', 'participants'], () => changes.both++);
    // when
    pulse.start();
    await clock.advance(5000);
    // then
    expect(changes).toEqual({ definitions: 1, both: 1 });
    // when
    store.pulse.versions.participants = '2';
    await clock.advance(5000);
    // then
    expect(changes).toEqual({ definitions: 1, both: 2 });
    // when the database is an older one, say after a failover
    store.pulse.versions.definitions = '0';
    await clock.advance(5000);
    // then
    expect(changes).toEqual({ definitions: 2, both: 3 });
  });

  it('looks no more once it is stopped', async () => {
    // given
    const { clock, store, pulse } = setUp();
    pulse.start();
    await clock.advance(1500);
    // when
    await pulse.stop();
    await clock.advance(60_000);
    // then
    expect(store.pulse.reads.all).toBe(2);
  });
});
