import { BatchLimit } from './batch-limit.js';

/** A store that takes `eachMs` for an input, and `alwaysMs` whatever their number. */
function batchesOf({ eachMs, alwaysMs }: { eachMs: number; alwaysMs: number }) {
  const limit = new BatchLimit(200);
  return Array.from({ length: 20 }, () => {
    const size = limit.current;
    limit.note(size, { tookMs: alwaysMs + size * eachMs, bytes: 0 });
    return size;
  });
}

describe('How many inputs share a transaction', () => {
  it('all that may, while that is quick', () => {
    expect(new Set(batchesOf({ eachMs: 0.1, alwaysMs: 5 }))).toEqual(new Set([200]));
  });

  it('so many as take a moment, when each takes long to decide', () => {
    expect(batchesOf({ eachMs: 50, alwaysMs: 5 }).slice(5)).toEqual(Array(15).fill(6));
  });

  it('one, when each takes long', () => {
    expect(batchesOf({ eachMs: 2000, alwaysMs: 5 }).at(-1)).toBe(1);
  });

  it('not fewer when the store is slow by itself: that would only make it slower', () => {
    expect(Math.min(...batchesOf({ eachMs: 0.1, alwaysMs: 900 }))).toBe(100);
  });

  it('as many as before, when the time was due to the bytes of a few large sagas', () => {
    const limit = new BatchLimit(200);
    for (let round = 0; round < 5; round++) limit.note(2, { tookMs: 900, bytes: 16_000_000 });
    expect(limit.current).toBe(200);
  });

  it('more again, once it is quick', () => {
    const limit = new BatchLimit(200);
    limit.note(200, { tookMs: 10_000, bytes: 0 });
    limit.note(100, { tookMs: 5000, bytes: 0 });
    expect(limit.current).toBe(50);
    for (let round = 0; round < 2; round++) limit.note(limit.current, { tookMs: 10, bytes: 0 });
    expect(limit.current).toBe(200);
  });
});
