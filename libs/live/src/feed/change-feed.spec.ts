import { ManualClock, settle } from '#testing-internal';
import { nameOf, type SagaChange } from '../changes/saga-change.js';
import { ChangeFeed, type FeedListener } from './change-feed.js';
import { change, MemoryChangeLog } from './memory-change-log.fixture.js';
import type { ResetReason } from './reset-reason.js';

class Recorder implements FeedListener {
  readonly heard: SagaChange[] = [];
  readonly positions: string[] = [];
  readonly resets: ResetReason[] = [];

  onChanges(changes: readonly SagaChange[], position: string): void {
    this.heard.push(...changes);
    this.positions.push(position);
  }

  onReset(reason: ResetReason): void {
    this.resets.push(reason);
  }

  get names(): readonly string[] {
    return this.heard.map(nameOf);
  }
}

async function open() {
  const clock = new ManualClock();
  const log = new MemoryChangeLog(() => clock.now());
  const faults: unknown[] = [];
  const feed = new ChangeFeed({ log, clock, report: ({ error }) => faults.push(error) });
  const listener = new Recorder();
  const leave = await feed.listen(listener);
  return { clock, log, feed, listener, leave, faults };
}

describe('The feed of changes', () => {
  it('given a commit of this replica, when it is told, then listeners hear at once', async () => {
    const { clock, log, feed, listener } = await open();
    const [one] = log.begin([change()])();
    feed.tell(one ? [one] : []);
    await clock.advance(50);
    expect(listener.heard).toEqual([one]);
    expect(log.described).toBe(0);
  });

  it('given a commit of another replica, when nobody tells, then the log does', async () => {
    const { clock, log, listener } = await open();
    const [one] = log.begin([change()])();
    await clock.advance(1_200);
    expect(listener.heard).toEqual([one]);
    await clock.advance(10_000);
    expect(listener.heard).toHaveLength(1);
  });

  it('given a late hint, when the log told it before, then it is not told again', async () => {
    const { clock, log, feed, listener } = await open();
    const told = log.begin([change()])();
    await clock.advance(1_200);
    feed.tell(told);
    await clock.advance(3_000);
    expect(listener.heard).toEqual(told);
  });

  it('given one that began first and commits last, when it does, then it is told', async () => {
    const { clock, log, listener } = await open();
    const late = change();
    const commit = log.begin([late]);
    const others = [change(), change(), change()];
    for (const each of others) {
      log.begin([each])();
      await clock.advance(2_000);
    }
    expect(listener.heard).toEqual(others);
    commit();
    await clock.advance(1_200);
    expect(listener.heard).toEqual([...others, late]);
  });

  it('given nobody listens, when things happen, then it asks and keeps nothing', async () => {
    const { clock, log, feed, leave } = await open();
    leave();
    const { looks } = log;
    feed.tell([change()]);
    await clock.advance(60_000);
    expect([log.looks - looks, feed.isHeard, clock.waitingCount]).toEqual([0, false, 0]);
  });

  it('given much is told, when the last listener leaves, then no more of it is read', async () => {
    const { clock, log, leave } = await open();
    log.begin(Array.from({ length: 5_000 }, () => change()))();
    log.onDescribe = leave;
    await clock.advance(5_000);
    expect(log.described).toBe(1);
  });

  it('given fifty listeners, when a minute passes, then it asks once a second', async () => {
    const { clock, log, feed } = await open();
    const more = Array.from({ length: 49 }, () => feed.listen(new Recorder()));
    await Promise.all(more);
    const { looks } = log;
    await clock.advance(60_000);
    expect(log.looks - looks).toBe(60);
  });

  it('given the database was away, when it is back, then nothing is missing', async () => {
    const { clock, log, listener, faults } = await open();
    log.fault = new Error('away');
    const missed = [change(), change()];
    for (const each of missed) log.begin([each])();
    await clock.advance(30_000);
    expect([listener.heard, faults.length > 10]).toEqual([[], true]);
    log.fault = null;
    await clock.advance(1_200);
    expect(listener.heard).toEqual(missed);
  });

  it('given a process that stood still for long, when it goes on, then it says so', async () => {
    const { clock, log, listener } = await open();
    await clock.jump(6 * 60_000);
    await clock.advance(1_200);
    expect(listener.resets).toEqual(['too-old']);
    const [one] = log.begin([change()])();
    await clock.advance(1_200);
    expect(listener.heard).toEqual([one]);
  });

  it('given a standby takes over, when it is looked at, then listeners read again', async () => {
    const { clock, log, listener } = await open();
    log.server = '2';
    await clock.advance(5_000);
    expect(listener.resets).toEqual(['unknown-position']);
  });

  it('given a replica of an earlier release, when it runs, then listeners read again', async () => {
    const { clock, log, listener } = await open();
    log.isPartial = true;
    await clock.advance(20_000);
    expect(new Set(listener.resets)).toEqual(new Set(['earlier-release']));
    expect(listener.resets.length).toBeGreaterThanOrEqual(3);
    expect(listener.resets.length).toBeLessThanOrEqual(5);
  });

  it('given a listener that throws, when changes come, then others hear them', async () => {
    const { clock, log, feed, listener, faults } = await open();
    const broken = { onChanges: () => fail(), onReset: () => fail() };
    await feed.listen(broken);
    const told = log.begin([change()])();
    feed.tell(told);
    await clock.advance(50);
    expect([listener.heard, faults.length]).toEqual([told, 1]);
  });

  it('given the database is away, when the first one listens, then it is told', async () => {
    const clock = new ManualClock();
    const log = new MemoryChangeLog(() => clock.now());
    const feed = new ChangeFeed({ log, clock, report: () => undefined });
    log.fault = new Error('away');
    await expect(feed.listen(new Recorder())).rejects.toThrow('away');
    log.fault = null;
    const listener = new Recorder();
    await feed.listen(listener);
    log.begin([change()])();
    await clock.advance(1_200);
    await settle();
    expect(listener.heard).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error('a listener');
}
