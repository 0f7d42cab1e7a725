import { ApiError } from './api-error.js';
import { readWaitMs } from './request-parts.js';

describe('`?wait=` is a duration as in definitions', () => {
  it.each([
    [undefined, 0],
    ['0s', 0],
    ['500ms', 500],
    ['1.5s', 1500],
    ['0.5m', 30_000],
    ['60s', 60_000],
    ['1m', 60_000],
  ])('%j is %j ms', (text, ms) => {
    expect(readWaitMs(text)).toBe(ms);
  });

  it.each(['', '10', '61s', '2m', '1h', '-1s', '1,5s', '1e1s', ' 1s', '1S', '.5s'])(
    '%j is refused',
    (text) => {
      expect(() => readWaitMs(text)).toThrow(ApiError);
    },
  );
});
