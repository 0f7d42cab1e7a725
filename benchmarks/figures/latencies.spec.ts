import { latencyText, percentile } from './latencies.js';

const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

describe('A percentile', () => {
  it.each([
    [0, 1],
    [0.5, 51],
    [0.99, 100],
    [1, 100],
  ])('has the share %p below it', (share, expected) => {
    expect(percentile(hundred, share)).toBe(expected);
  });

  it('of one latency is that one, and of none is no number', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

it('latencies are shown in ms, and a dash when nothing was measured', () => {
  expect(latencyText(hundred)).toBe('p50 51.0   p95 96.0   p99 100.0');
  expect(latencyText([])).toBe('p50 -   p95 -   p99 -');
});
