import { stagesOf } from './stages';

describe('The stages of a bulk', () => {
  it.each([
    [1, 1, null, [1], 0],
    [31, 1, null, [1, 5, 25], 0],
    [40, 1, null, [1, 5, 25, 9], 0],
    [40, 3, null, [3, 5, 25, 7], 0],
    [40, 0, null, [1, 5, 25, 9], 0],
    [40, 1, 10, [1, 39], 0],
    [40, 0, 10, [40], 0],
    [10_000, 1, null, [1, 5, 25, 125, 625, 1000], 8219],
  ])(
    'given %d sagas, a canary of %d and a rate of %s, then %j',
    (count, canary, rate, all, left) => {
      expect(stagesOf(count, { canary, rate })).toEqual({ stages: all, left });
    },
  );
});
