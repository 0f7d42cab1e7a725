import { CachedResult } from './cached-result.js';

describe('A kept result', () => {
  it('is found once for those who ask together, and kept for a multiple of that time', async () => {
    let now = 0;
    let found = 0;
    const kept = new CachedResult(
      () => {
        found += 1;
        return Promise.resolve(found).finally(() => (now += 10));
      },
      20,
      () => now,
    );
    expect(await Promise.all([kept.get(), kept.get()])).toEqual([1, 1]);
    now = 209;
    expect(await kept.get()).toBe(1);
    now = 211;
    expect(await kept.get()).toBe(2);
  });

  it('does not keep a failure', async () => {
    let calls = 0;
    const kept = new CachedResult(() => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('away')) : Promise.resolve('there');
    });
    await expect(kept.get()).rejects.toThrow('away');
    expect(await kept.get()).toBe('there');
  });
});
