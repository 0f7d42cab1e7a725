import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { evaluate } from './expression.fixture.js';

/** What a list of code points says, which is slow, and plain. */
const text = fc
  .array(fc.constantFrom('a', 'b', 'é', 'e\u0301', '～', '\ue000', '田', '𠮷', '😀'), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

describe('Texts in expressions', () => {
  it('are cut and searched as lists of code points', () => {
    assertProperty(
      fc.property(text, text, fc.nat(8), fc.nat(8), (all, part, one, other) => {
        const points = Array.from(all);
        const [from, to] = [Math.min(one, other), Math.max(one, other)].map((position) =>
          Math.min(position, points.length),
        );
        const input = { all, part };
        const ask = (expression: string) => evaluate(expression, input);
        expect(ask(`input.all.substring(${from}, ${to})`)).toBe(points.slice(from, to).join(''));
        const starts = points
          .map((_, at) => at)
          .concat(points.length)
          .filter((at) => points.slice(at).join('').startsWith(part));
        expect(ask('input.all.indexOf(input.part)')).toBe(starts[0] ?? -1);
        expect(ask('input.all.lastIndexOf(input.part)')).toBe(starts.at(-1) ?? -1);
        expect(ask('input.all.split("")')).toEqual(points);
        expect(ask('size(input.all)')).toBe(points.length);
      }),
      { runs: 1000 },
    );
  });

  it('are in the order of their bytes in UTF-8', () => {
    assertProperty(
      fc.property(text, text, (one, other) => {
        const order = Buffer.compare(Buffer.from(one), Buffer.from(other));
        const input = { one, other };
        expect(evaluate('input.one < input.other', input)).toBe(order < 0);
        expect(evaluate('input.one >= input.other', input)).toBe(order >= 0);
        expect(evaluate('input.one == input.other', input)).toBe(order === 0);
      }),
      { runs: 1000 },
    );
  });
});
