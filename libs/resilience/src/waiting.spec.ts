import { growingMs, pause, RETRY_BOUNDS, waitBeforeRetry } from './backoff.js';
import { waitAtMost, withinLimit } from './time-limit.js';

const never = new Promise<never>(() => undefined);

function warnsBeyond(signal: AbortSignal): unknown {
  const name = 'events.maxEventTargetListeners';
  const key = Object.getOwnPropertySymbols(signal).find(({ description }) => description === name);
  return key && Reflect.get(signal, key);
}

describe('Given a pause', () => {
  it('when its signal is aborted, before or meanwhile, then it ends at once', async () => {
    const stopping = new AbortController();
    const paused = pause(2 ** 31 - 1, stopping.signal);
    stopping.abort();
    await expect(paused).resolves.toBeUndefined();
    await expect(pause(2 ** 31 - 1, stopping.signal)).resolves.toBeUndefined();
  });

  it('when many share its signal, then Node warns of no leak', async () => {
    const stopping = new AbortController();
    const waiting = waitBeforeRetry(30, RETRY_BOUNDS, stopping.signal);
    // the warning itself goes past Jest, so this looks at when Node would write it; 0: never
    expect(warnsBeyond(stopping.signal)).toBe(0);
    stopping.abort();
    await expect(waiting).rejects.toThrow('aborted');
    const other = new AbortController();
    const paused = pause(2 ** 31 - 1, other.signal);
    expect(warnsBeyond(other.signal)).toBe(0);
    other.abort();
    await paused;
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
