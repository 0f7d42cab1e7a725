import { wrongWork } from './work.js';

const ended = { sagas: 100, compensated: 10 };
const right = [
  { done: 90, undone: 10 },
  { done: 90, undone: 10 },
  { done: 90, undone: 0 },
];

describe('What participants did', () => {
  it('is right when each did its step once for each saga, and the first two undid it', () => {
    expect(wrongWork(right, ended)).toEqual([]);
  });

  it('is wrong when one did something twice, or not', () => {
    expect(wrongWork([{ done: 91, undone: 10 }, ...right.slice(1)], ended)).toEqual([
      'participant 1 has 91 done and 10 undone, not 90 done and 10 undone',
    ]);
  });

  it('is wrong when the one that refused did it all the same', () => {
    expect(wrongWork([...right.slice(0, 2), { done: 90, undone: 1 }], ended)).toEqual([
      'participant 3 has 90 done and 1 undone, not 90 done and 0 undone',
    ]);
  });
});
