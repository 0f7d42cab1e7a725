import type { ReplicaPresence } from '#ports';
import { doAllReadEnvelopes, noteBeat, outagesKnown, type Beat } from './presence.js';

const NOW = Date.UTC(2030, 0, 1);
const RECOVERY_MS = 10_000;

const beat = (part: Partial<Beat> = {}): Beat => {
  return { id: 'a', brokerLostForMs: null, brokerOutages: [], isLeaving: false, ...part };
};
/** Seen so many ms ago. */
const replica = (id: string, agoMs: number, part: Partial<ReplicaPresence> = {}) => {
  const there = { seenAt: NOW - agoMs, brokerLostAt: null, hasLeft: false, readsEnvelopes: true };
  return { id, ...there, ...part };
};
const known = (...replicas: readonly ReplicaPresence[]) => ({ at: NOW, replicas });
/** In ms before now, without the time in which everybody comes back. */
const openOf = (...replicas: readonly ReplicaPresence[]) =>
  outagesKnown(known(...replicas), []).map(({ from, to }) => {
    return [NOW - from, NOW - (to - RECOVERY_MS)];
  });
const endedBy = (said: Beat, ...replicas: readonly ReplicaPresence[]) =>
  noteBeat(said, known(...replicas)).outages.map(({ what, from, to }) => {
    return [what, NOW - from, NOW - to];
  });

describe('A replica that says that it is there', () => {
  it('writes when it was seen, and since when it is without the broker', () => {
    const { replica: written, outages } = noteBeat(beat({ brokerLostForMs: 700 }), known());
    const own = { id: 'a', seenAt: NOW, hasLeft: false, readsEnvelopes: true };
    expect(written).toEqual({ ...own, brokerLostAt: NOW - 700 });
    expect(outages).toEqual([]);
  });

  it('sees no outage in a beat that is a little late', () => {
    expect(endedBy(beat(), replica('a', 2_500))).toEqual([]);
  });

  it('was stopped, or without the database, when it was not seen for longer', () => {
    expect(endedBy(beat(), replica('a', 6_000), replica('b', 500))).toEqual([
      ['silence', 6_000, 0],
    ]);
  });

  it('comes after a time without any conductor, however they ended', () => {
    const hourMs = 3_600_000;
    expect(endedBy(beat(), replica('x', hourMs, { hasLeft: true }))).toEqual([
      ['silence', hourMs, 0],
    ]);
    expect(endedBy(beat(), replica('x', hourMs))).toContainEqual(['silence', hourMs, 0]);
  });

  it('takes the place of one that was closed, and nothing was away', () => {
    expect(endedBy(beat(), replica('x', 1_000, { hasLeft: true }))).toEqual([]);
  });

  it('tells of a broker that was away', () => {
    const brokerOutages = [{ fromMsAgo: 90_000, toMsAgo: 400 }];
    expect(endedBy(beat({ brokerOutages }), replica('a', 900))).toEqual([['broker', 90_000, 400]]);
  });

  it('had a connection of its own that was away: others have its messages before long', () => {
    const brokerOutages = [{ fromMsAgo: 90_000, toMsAgo: 400 }];
    expect(endedBy(beat({ brokerOutages }), replica('a', 900), replica('b', 900))).toEqual([
      ['broker', 90_000, 60_000],
    ]);
  });

  it('forgets another one that was killed, and notes that it was silent', () => {
    const others = [replica('a', 900), replica('dead', 31_000)];
    expect(noteBeat(beat(), known(...others)).gone).toEqual(['dead']);
    expect(endedBy(beat(), ...others)).toEqual([['silence', 31_000, 1_000]]);
  });

  it('forgets one that was closed without further ado', () => {
    const others = [replica('a', 900), replica('closed', 31_000, { hasLeft: true })];
    expect(noteBeat(beat(), known(...others)).gone).toEqual(['closed']);
    expect(endedBy(beat(), ...others)).toEqual([]);
  });
});

describe('Who decides on a timer', () => {
  it('knows of nothing that is away when all are there', () => {
    expect(openOf()).toEqual([]);
    expect(openOf(replica('a', 900), replica('b', 2_000))).toEqual([]);
  });

  it('knows of the silence of all before anybody could write it down', () => {
    expect(openOf(replica('a', 120_000), replica('b', 121_000))).toEqual([[120_000, 0]]);
  });

  it('waits for one replica that is stopped until others have its replies', () => {
    expect(openOf(replica('a', 900), replica('stopped', 8_000))).toEqual([[8_000, 0]]);
    expect(openOf(replica('a', 900), replica('stopped', 40_000))).toEqual([[40_000, 10_000]]);
  });

  it('does not wait for one that was closed', () => {
    expect(openOf(replica('a', 900), replica('closed', 8_000, { hasLeft: true }))).toEqual([]);
  });

  it('knows that the broker is away, for as long as it takes', () => {
    const brokerLostAt = NOW - 120_000;
    expect(openOf(replica('a', 900, { brokerLostAt }))).toEqual([[120_000, 0]]);
    expect(openOf(replica('a', 900, { brokerLostAt }), replica('b', 900))).toEqual([
      [120_000, 90_000],
    ]);
  });

  it('counts the time in which everybody comes back', () => {
    const past = [{ from: NOW - 5_000, to: NOW - 4_000 }];
    expect(outagesKnown(known(), past)).toEqual([
      { from: NOW - 5_000, to: NOW - 4_000 + RECOVERY_MS },
    ]);
  });
});

describe('Envelopes of replies are read', () => {
  const earlier = { readsEnvelopes: false };

  it.each([
    ['where there is no replica yet', [], true],
    ['by replicas of this release', [replica('a', 0), replica('b', 500)], true],
    [
      'not while one is of an earlier release',
      [replica('a', 0), replica('b', 500, earlier)],
      false,
    ],
    ['not while that one is silent', [replica('b', 20_000, earlier)], false],
    ['once that one is gone', [replica('b', 40_000, earlier)], true],
    ['once that one has left', [replica('b', 500, { ...earlier, hasLeft: true })], true],
  ])('%s', (_, replicas, areRead) => {
    expect(doAllReadEnvelopes(known(...replicas))).toBe(areRead);
  });
});
