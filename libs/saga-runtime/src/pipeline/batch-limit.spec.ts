import { BatchLimit } from './batch-limit.js';

/** A store that takes `eachMs` for an input, and `alwaysMs` whatever their number. */
function batchesOf({ eachMs, alwaysMs }: { eachMs: number; alwaysMs: number }) {
  const limit = new BatchLimit(200);
  return Array.from({ length: 20 }, () => {
    const size = limit.current;
    limit.note(size, alwaysMs + size * eachMs);
    return size;
  });
}

describe('How many inputs share a transaction', () => {
  it('all that may, while that is quick', () => {
    expect(new Set(batchesOf({ eachMs: 0.1, alwaysMs: 5 }))).toEqual(new Set([200]));
  });

  it('so many as take a moment, when their sagas are large', () => {
    expect(batchesOf({ eachMs: 50, alwaysMs: 5 }).slice(5)).toEqual(Array(15).fill(6));
  });

  it('one, when each takes long', () => {
    expect(batchesOf({ eachMs: 2000, alwaysMs: 5 }).at(-1)).toBe(1);
  });

  it('not fewer when the store is slow by itself: that would only make it slower', () => {
    expect(Math.min(...batchesOf({ eachMs: 0.1, alwaysMs: 900 }))).toBe(100);
  });

  it('more again, once it is quick', () => {
    const limit = new BatchLimit(200);
    limit.note(200, 10_000);
    limit.note(100, 5000);
    expect(limit.current).toBe(50);
    for (let round = 0; round < 2; round++) limit.note(limit.current, 10);
    expect(limit.current).toBe(200);
  });
});
