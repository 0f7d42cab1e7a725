import { doneAt } from './progress.js';

const looks = [
  { at: 1, left: 1000 },
  { at: 2, left: 450 },
  { at: 3, left: 100 },
  { at: 4, left: 0 },
];

it.each([
  [0, 1],
  [0.5, 2],
  [0.9, 3],
  [1, 4],
])('the share %p is done at the first look that sees it', (share, at) => {
  expect(doneAt(looks, 1000, share)).toBe(at);
});

it('what no look saw has no time', () => {
  expect(doneAt(looks.slice(0, 3), 1000, 1)).toBeNaN();
  expect(doneAt([], 1000, 0.5)).toBeNaN();
});
