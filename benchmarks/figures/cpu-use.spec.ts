import {
  coresText,
  differenceText,
  microsecondsASaga,
  microsecondsText,
  usedBetween,
} from './cpu-use.js';

it('what a round used is the difference of the readings, and all of a new process', () => {
  expect(usedBetween({ conductor: 2 }, { conductor: 5, broker: 1 })).toEqual({
    conductor: 3,
    broker: 1,
  });
});

it('cores are CPU seconds a second', () => {
  expect(coresText({ conductor: 3, load: 0.5 }, 6)).toBe('conductor 0.50   load 0.08');
});

describe('The CPU of a saga', () => {
  const rounds = [
    { used: { conductor: 1, broker: 0.5 }, sagas: 1000 },
    { used: { conductor: 2, broker: 0.5 }, sagas: 1000 },
    { used: { conductor: 3, broker: 0.5 }, sagas: 1000 },
  ];

  it('is told for each kind of process and for all together, round by round', () => {
    expect(microsecondsASaga(rounds)).toEqual({
      conductor: [1000, 2000, 3000],
      broker: [500, 500, 500],
      all: [1500, 2500, 3500],
    });
  });

  it('is shown as the median with its range', () => {
    expect(microsecondsText(microsecondsASaga(rounds))).toBe(
      'conductor 2000 [1000-3000]   broker 500 [500-500]   all 2500 [1500-3500]',
    );
  });

  it('is compared by medians, also where the other one has no such process', () => {
    const without = { conductor: [2500], all: [2500] };
    expect(differenceText(microsecondsASaga(rounds), without)).toBe(
      'conductor -500   broker +500   all +0',
    );
  });
});
