import { readFileSync } from 'node:fs';

/* The engine imports no room, and a participant has no engine: each has a copy. */

it('a number is held exactly by one rule, at the doors and in expressions', () => {
  const [atDoors, inExpressions] = ['contracts', 'saga-core'].map((room) =>
    readFileSync(`libs/${room}/src/exact-number.ts`, 'utf8'),
  );
  expect(inExpressions).toBe(atDoors);
});
