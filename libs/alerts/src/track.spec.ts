import type { Finding, Findings } from './finding.js';
import { track, type AlertState, type TrackOptions } from './track.js';

const INTERVAL_MS = 900_000;
const OPTIONS = { intervalMs: INTERVAL_MS, goneMs: 30_000, messagesMax: 5 };

function finding(changes: Partial<Finding> = {}): Finding {
  return {
    key: 'group:1',
    kind: 'stuck',
    title: 'ship is stuck',
    text: 'text',
    ...{ count: 1, total: 1, forMs: 0, samples: [], fingerprint: null },
    act: { text: 'retry', method: 'POST', path: '/v1' },
    runbook: 'a-saga-is-stuck',
    ...changes,
  };
}

/** Looks one after the other, in virtual time. */
class Looks {
  states: readonly AlertState[] = [];

  look(now: number, found: readonly Finding[], more: Partial<Findings & TrackOptions> = {}) {
    const { quiet = new Set<string>(), unknown = [], ...options } = more;
    const tracked = track(this.states, { found, quiet, unknown }, { ...OPTIONS, now, ...options });
    this.states = tracked.states;
    return tracked.messages.map(({ event, plus, finding: { kind } }) => [event, kind, plus]);
  }
}

describe('What people are told', () => {
  it('given a finding, when it is found again and again, then it is told once', () => {
    const looks = new Looks();
    expect(looks.look(0, [finding()])).toEqual([['firing', 'stuck', null]]);
    for (let at = 10; at < INTERVAL_MS * 3; at += 100_000) {
      expect(looks.look(at, [finding()])).toEqual([]);
    }
  });

  it('given more sagas, when the interval is over, then one message says how many more', () => {
    const looks = new Looks();
    looks.look(0, [finding()]);
    expect(looks.look(INTERVAL_MS - 1, [finding({ count: 9, total: 12 })])).toEqual([]);
    const more = looks.look(INTERVAL_MS, [finding({ count: 9, total: 12 })]);
    expect(more).toEqual([['firing', 'stuck', 11]]);
    expect(looks.look(INTERVAL_MS * 2, [finding({ count: 3, total: 12 })])).toEqual([]);
  });

  it('given a finding that has to last, when it does not, then nobody is told', () => {
    const looks = new Looks();
    const short = finding({ kind: 'group-new', forMs: 60_000 });
    expect(looks.look(0, [short])).toEqual([]);
    expect(looks.look(59_999, [short])).toEqual([]);
    expect(looks.look(59_999, [])).toEqual([]);
    expect(looks.states).toEqual([]);
    looks.look(100_000, [short]);
    expect(looks.look(160_000, [short])).toEqual([['firing', 'group-new', null]]);
  });

  it('given a new group, when its sagas are stuck, then that is told at once', () => {
    const looks = new Looks();
    looks.look(0, [finding({ kind: 'group-new' })]);
    expect(looks.look(1, [finding({ kind: 'stuck' })])).toEqual([['firing', 'stuck', 0]]);
    expect(looks.look(2, [finding({ kind: 'group-new' })])).toEqual([]);
  });

  it('given told stuck sagas, when they are tried again and gone, then that is told', () => {
    const looks = new Looks();
    looks.look(0, [finding()]);
    // a look between the retry and what it comes to
    expect(looks.look(1_000, [finding({ kind: 'group-new', forMs: 60_000 })])).toEqual([]);
    expect(looks.look(31_000, [])).toEqual([['resolved', 'stuck', null]]);
  });

  it('given what was told, when it is gone for long enough, then that is told once', () => {
    const looks = new Looks();
    looks.look(0, [finding()]);
    expect(looks.look(29_999, [])).toEqual([]);
    expect(looks.look(30_000, [])).toEqual([['resolved', 'stuck', null]]);
    expect(looks.look(40_000, [])).toEqual([]);
  });

  it('given what comes and goes, when it is back in time, then nobody is told again', () => {
    const looks = new Looks();
    looks.look(0, [finding()]);
    looks.look(20_000, []);
    expect(looks.look(25_000, [finding()])).toEqual([]);
    expect(looks.look(50_000, [])).toEqual([]);
  });

  it('given what was told, when it is muted, then it ends without a message', () => {
    const looks = new Looks();
    looks.look(0, [finding()]);
    expect(looks.look(60_000, [], { quiet: new Set(['group:1']) })).toEqual([]);
    expect(looks.states).toEqual([]);
  });

  it('given a broker that cannot be asked, then what was said of participants stays', () => {
    const looks = new Looks();
    looks.look(0, [finding({ key: 'participant:ship' })]);
    expect(looks.look(600_000, [], { unknown: ['participant:'] })).toEqual([]);
    expect(looks.states).toHaveLength(1);
  });

  it('given 40 things at once, then 5 messages tell of them, the largest first', () => {
    const many = Array.from({ length: 40 }, (_, at) => finding({ key: `group:${at}`, count: at }));
    const { messages } = track(
      [],
      { found: many, quiet: new Set(), unknown: [] },
      {
        ...OPTIONS,
        now: 0,
      },
    );
    expect(messages.map(({ event, finding: { count } }) => [event, count])).toEqual([
      ...[39, 38, 37, 36].map((count) => ['firing', count]),
      ['more', 36],
    ]);
    expect(messages.at(-1)?.finding.title).toBe('36 more alerts');
  });
});
