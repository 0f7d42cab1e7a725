import { chainFrom, type Lock, type LockTicket } from './lock-chain';

function ticket(sagaId: string): LockTicket {
  const since = '2030-01-01T00:00:00Z';
  return { sagaId, definition: 'trip', sagaKey: null, status: 'running', since };
}

function lock(key: string, holder: string | null, ...waiters: readonly string[]): Lock {
  return {
    key,
    holder: holder === null ? null : ticket(holder),
    waiters: waiters.map(ticket),
    waiterCount: waiters.length,
  };
}

function told(first: Lock, ...others: readonly Lock[]) {
  const { links, isCircle } = chainFrom(first, [first, ...others]);
  return [links.map(({ key, holder }) => `${key}: ${holder?.sagaId ?? '?'}`), isCircle];
}

describe('What the holder of a lock waits for', () => {
  it('is nothing, when it waits for no lock', () => {
    expect(told(lock('a', 'one', 'two'))).toEqual([[], false]);
    expect(told(lock('a', null, 'two'))).toEqual([[], false]);
  });

  it('is followed from lock to lock', () => {
    const b = lock('b', 'two', 'one');
    const c = lock('c', null, 'two');
    expect(told(lock('a', 'one'), b, c)).toEqual([['b: two', 'c: ?'], false]);
  });

  it('says when it is a circle', () => {
    const b = lock('b', 'two', 'one');
    expect(told(lock('a', 'one', 'two'), b)).toEqual([['b: two', 'a: one'], true]);
  });

  it('ends after five', () => {
    const locks = Array.from({ length: 9 }, (_, at) => lock(`k${at}`, `s${at}`, `s${at - 1}`));
    const [links] = told(locks[0] ?? lock('a', null), ...locks);
    expect(links).toHaveLength(5);
  });
});
