import { delayBeforeNext, RETRIES_DEFAULT } from './retries.js';
import { retryAfterMsOf } from '../errors/retry-after.js';

const unsaid = { retryAfterMs: null, chance: 1 };

describe('The wait before a call is sent again', () => {
  it('doubles up to its limit, and ends after the last attempt', () => {
    const waits = [1, 2, 3, 4, 5].map((attempt) =>
      delayBeforeNext({ ...RETRIES_DEFAULT, delayMaxMs: 1000 }, attempt, unsaid),
    );
    expect(waits).toEqual([200, 400, 800, 1000, null]);
  });

  it('is from half of that on, by chance', () => {
    expect(delayBeforeNext(RETRIES_DEFAULT, 1, { ...unsaid, chance: 0 })).toBe(100);
  });

  it('is what the answer asks for; one that asks for too much is final', () => {
    const after = (retryAfterMs: number) =>
      delayBeforeNext(RETRIES_DEFAULT, 1, { retryAfterMs, chance: 1 });
    expect([after(3000), after(10_000), after(10_001)]).toEqual([3000, 10_000, null]);
  });
});

describe('Retry-After', () => {
  it('is read as seconds or as a date; anything else says nothing', () => {
    const now = Date.parse('2030-01-01T00:00:00Z');
    const read = (text: string) => retryAfterMsOf(new Headers({ 'retry-after': text }), now);
    expect(read('2')).toBe(2000);
    expect(read('Tue, 01 Jan 2030 00:00:05 GMT')).toBe(5000);
    expect(read('Mon, 31 Dec 2029 00:00:00 GMT')).toBe(0);
    expect([read('soon'), read(''), retryAfterMsOf(new Headers())]).toEqual([null, null, null]);
  });
});
