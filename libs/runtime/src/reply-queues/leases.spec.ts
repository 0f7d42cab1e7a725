import type { KnownPresence } from '#ports';
import { HOMES_MAX, leasesToTake, type ReplyQueueLease } from './leases.js';

const NOW = Date.UTC(2030, 0, 1);

const replica = (id: string, agoMs = 0, hasLeft = false) => {
  return { id, seenAt: NOW - agoMs, brokerLostAt: null, hasLeft, readsEnvelopes: true };
};
const home = (number: number, id: string, fence = 1): ReplyQueueLease => {
  return { number, replica: id, fence, isHome: true };
};
const adopted = (number: number, id: string, fence = 2): ReplyQueueLease => {
  return { number, replica: id, fence, isHome: false };
};
const takes = (
  id: string,
  replicas: KnownPresence['replicas'],
  replyQueues: readonly ReplyQueueLease[],
  unread: readonly number[] = [],
) => leasesToTake({ id, known: { at: NOW, replicas, replyQueues }, unread: new Set(unread) });

describe('A replica without a home', () => {
  it('takes the first number', () => {
    expect(takes('a', [], [])).toEqual([home(0, 'a')]);
  });

  it('takes a new number beside others', () => {
    expect(takes('b', [replica('a')], [home(0, 'a')])).toEqual([home(1, 'b')]);
  });

  it('takes the number of one that has left, with a larger fence', () => {
    expect(takes('b', [replica('a', 10, true)], [home(0, 'a', 4)])).toEqual([home(0, 'b', 5)]);
  });

  it('takes what another one reads for somebody that is gone', () => {
    const leases = [home(0, 'a'), adopted(1, 'a')];
    expect(takes('b', [replica('a')], leases)).toEqual([home(1, 'b', 3)]);
  });

  it('takes no home of anybody who is there', () => {
    const ids = Array.from({ length: HOMES_MAX }, (_, number) => `r-${number}`);
    const leases = ids.map((id, number) => home(number, id));
    expect(
      takes(
        'b',
        ids.map((id) => replica(id)),
        leases,
      ),
    ).toEqual([]);
  });

  it('makes what it reads already its home', () => {
    expect(takes('a', [replica('a')], [adopted(3, 'a', 7)])).toEqual([home(3, 'a', 7)]);
  });
});

describe('A replica with a home', () => {
  it('takes nothing while all are read', () => {
    expect(takes('a', [replica('a'), replica('b')], [home(0, 'a'), home(1, 'b')])).toEqual([]);
  });

  it.each([
    ['has been silent for 5 s', [replica('b', 5_001)]],
    ['has left', [replica('b', 10, true)]],
    ['is not known', []],
  ])('takes the queue of a replica that %s', (_, others) => {
    const leases = [home(0, 'a'), home(1, 'b', 3)];
    expect(takes('a', [replica('a'), ...others], leases)).toEqual([adopted(1, 'a', 4)]);
  });

  it('leaves the queue of a replica that was silent for less', () => {
    const leases = [home(0, 'a'), home(1, 'b')];
    expect(takes('a', [replica('a'), replica('b', 4_999)], leases)).toEqual([]);
  });

  it('takes the queue from which nobody takes, as the broker says', () => {
    const leases = [home(0, 'a'), home(1, 'b')];
    expect(takes('a', [replica('a'), replica('b')], leases, [1])).toEqual([adopted(1, 'a')]);
  });

  it('keeps its own, also when nobody takes from it', () => {
    expect(takes('a', [replica('a')], [home(0, 'a')], [0])).toEqual([]);
  });

  it('leaves others their share of what nobody reads', () => {
    const there = [replica('a'), replica('b')];
    const leases = [home(0, 'a'), home(1, 'b'), ...[2, 3, 4, 5].map((n) => home(n, `gone-${n}`))];
    expect(takes('a', there, leases)).toEqual([adopted(2, 'a'), adopted(3, 'a')]);
  });

  it('takes one from a replica that reads two more', () => {
    const there = [replica('a'), replica('b')];
    const leases = [home(0, 'a'), home(1, 'b'), adopted(2, 'b'), adopted(3, 'b')];
    expect(takes('a', there, leases)).toEqual([adopted(3, 'a', 3)]);
    expect(takes('a', there, leases.slice(0, 3))).toEqual([]);
  });
});
