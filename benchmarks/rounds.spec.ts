import { median, orderOf, pairedRatios, spread } from './rounds.js';

describe('Figures of several rounds', () => {
  it('the median is the one in the middle, whatever the order', () => {
    expect(median([900, 100, 200])).toBe(200);
    expect(median([7])).toBe(7);
  });

  it('the median of an even number is between the two in the middle', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  it('there is no median of nothing', () => {
    expect(median([])).toBeNaN();
  });

  it('finding the median leaves the rounds in their order', () => {
    const rounds = [3, 1, 2];
    median(rounds);
    expect(rounds).toEqual([3, 1, 2]);
  });

  it('the range stands beside the median, and is left out for one round', () => {
    expect(spread([3.2, 2.9, 3.6], 2)).toBe('3.20 [2.90-3.60]');
    expect(spread([1234.4], 0)).toBe('1234');
  });
});

describe('Ratios are paired by round', () => {
  it('each round is divided by the same round of the other', () => {
    // A slow machine in the second round halves both: the ratio is not disturbed.
    expect(pairedRatios([1000, 500, 1200], [250, 125, 400])).toEqual([4, 4, 3]);
  });

  it('the ratio of the medians would be another one', () => {
    const ours = [100, 200, 600];
    const theirs = [100, 50, 200];
    expect(median(pairedRatios(ours, theirs))).toBe(3);
    expect(median(ours) / median(theirs)).toBe(2);
  });

  it('a round that one of the two did not have is an error, not a ratio', () => {
    expect(() => pairedRatios([1, 2, 3], [1, 2])).toThrow('3 rounds cannot be paired with 2');
  });
});

describe('The order of turns', () => {
  it('everybody has a turn in each round, and everybody is first in turn', () => {
    const rounds = [0, 1, 2, 3].map((round) => orderOf(['a', 'b', 'c'], round));
    expect(rounds).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c', 'a'],
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
    ]);
  });
});
