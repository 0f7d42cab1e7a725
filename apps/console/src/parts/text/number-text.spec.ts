import { numberText } from './number-text.js';

it.each([0, 7, 999, 1_000, 12_400, 100_000, 1_234_567, 9_007_199_254_740_991, -1_500])(
  'A number for people is as the browser would show it: %d',
  (number) => expect(numberText(number)).toBe(number.toLocaleString('en')),
);
