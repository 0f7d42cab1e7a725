import { growingMs, pause } from './backoff.js';
import { waitAtMost, withinLimit } from './time-limit.js';

const never = new Promise<never>(() => undefined);

describe('Given a pause', () => {
  it('when its signal is aborted, before or meanwhile, then it ends at once', async () => {
    const stopping = new AbortController();
    const paused = pause(2 ** 31 - 1, stopping.signal);
    stopping.abort();
    await expect(paused).resolves.toBeUndefined();
    await expect(pause(2 ** 31 - 1, stopping.signal)).resolves.toBeUndefined();
  });

  it('when it grows, then it doubles up to its bound', () => {
    const bounds = { initialMs: 20, maxMs: 100 };
    expect([1, 2, 3, 4, 5000].map((failures) => growingMs(failures, bounds))).toEqual([
      20, 40, 80, 100, 100,
    ]);
  });
});

describe('Given work with a limit of time', () => {
  it('when it ends in time, then its result counts, or what it throws', async () => {
    const late = () => new Error('late');
    await expect(withinLimit(Promise.resolve(1), 10_000, late)).resolves.toBe(1);
    await expect(withinLimit(Promise.reject(new Error('no')), 10_000, late)).rejects.toThrow('no');
    await expect(waitAtMost(Promise.resolve(1), 10_000)).resolves.toBe(true);
    await expect(waitAtMost(Promise.reject(new Error('no')), 10_000)).rejects.toThrow('no');
  });

  it('when it does not, then the caller hears that it is late', async () => {
    await expect(withinLimit(never, 1, () => new Error('late'))).rejects.toThrow('late');
    await expect(waitAtMost(never, 1)).resolves.toBe(false);
  });
});
