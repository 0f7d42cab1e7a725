import { parseDuration } from './durations.js';

describe('A duration is a number and a unit', () => {
  it.each([
    ['1ms', 1],
    ['200ms', 200],
    ['1.5s', 1500],
    ['1.1s', 1100],
    ['15m', 900_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
    ['365d', 31_536_000_000],
    ['0.5h', 1_800_000],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 's', '-1s', '+1s', '1 s', ' 1s', '1S', '1w', '1e3s', '1.s', '.5s', '0s'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it.each(['0.4ms', '365.1d', '9999999d', `${'9'.repeat(100_000)}s`])(
    'what is below 1 ms or above 365 days is none',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );
});
