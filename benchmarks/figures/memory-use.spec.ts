import { growthPerMinute, memoryByMinute, memoryOf } from './memory-use.js';

const METRICS = `# HELP process_resident_memory_bytes Resident memory size in bytes.
process_resident_memory_bytes 250000000
nodejs_heap_size_total_bytes 9
nodejs_heap_size_used_bytes 1.2e8
`;

it('the memory of a conductor is in its metrics', () => {
  expect(memoryOf(METRICS)).toEqual({ rss: 250, heapUsed: 120 });
  expect(() => memoryOf('')).toThrow('process_resident_memory_bytes');
});

it('a minute has the median of its samples, and the least heap', () => {
  const samples = [
    { at: 0, rss: 100, heapUsed: 50 },
    { at: 30, rss: 300, heapUsed: 80 },
    { at: 59, rss: 200, heapUsed: 40 },
    { at: 60, rss: 150, heapUsed: 60 },
  ];
  expect(memoryByMinute(samples)).toEqual([
    { rss: 200, heapUsed: 40 },
    { rss: 150, heapUsed: 60 },
  ]);
});

describe('The growth a minute', () => {
  it.each([
    [[100, 110, 120], 10],
    [[200, 200, 200, 200], 0],
    [[100, 130, 90, 120], 2],
  ])('of %p is %p', (values, growth) => {
    expect(growthPerMinute(values)).toBeCloseTo(growth);
  });

  it('of one minute cannot be told', () => {
    expect(growthPerMinute([100])).toBeNaN();
  });
});
