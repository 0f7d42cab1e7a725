import { compare, firstOf } from './compared.js';
import type { StepTrace } from './step-trace.js';

function trace(name: string, place: number | null, more: Partial<StepTrace> = {}): StepTrace {
  const status = place === null ? 'pending' : 'succeeded';
  const told = { attempts: 1, durationMs: 20, input: { id: 1 }, output: null, error: null };
  return { name, place, status, ...told, ...more };
}

describe('Two sagas, step by step', () => {
  it('are the same when only the order of names and the time differ', () => {
    const left = [trace('pay', 1, { input: { a: 1, b: [2] } })];
    const right = [trace('pay', 1, { input: { b: [2], a: 1 }, durationMs: 90 })];
    expect(compare(left, right)).toMatchObject([{ differences: [], isSlower: null }]);
    expect(firstOf(compare(left, right))).toEqual({ difference: null, outcome: null });
  });

  it('differ first where something else went in, and part where something else came out', () => {
    const left = [trace('pay', 1), trace('ship', 2)];
    const error = { code: 'NO_VAN', message: 'none' };
    const right = [
      trace('pay', 1, { input: { id: 2 } }),
      trace('ship', 2, { status: 'stuck', attempts: 3, error }),
    ];
    const { difference, outcome } = firstOf(compare(left, right));
    expect(difference).toMatchObject({ name: 'pay', differences: ['input'] });
    expect(outcome).toMatchObject({ name: 'ship', differences: ['outcome', 'attempts', 'error'] });
  });

  it('are told in the order of the left, with what only one has', () => {
    const left = [trace('a', 2), trace('b', 1), trace('only', 3)];
    const right = [trace('a', 1), trace('b', 2), trace('other', 3), trace('later', null)];
    const steps = compare(left, right);
    expect(steps.map(({ name, differences }) => [name, ...differences])).toEqual([
      ['b', 'order'],
      ['a', 'order'],
      ['only', 'there'],
      ['other', 'there'],
      ['later', 'there'],
    ]);
  });

  it('are in the same order where one has a step more in between', () => {
    const steps = compare(
      [trace('a', 1), trace('b', 2)],
      [trace('a', 1), trace('x', 2), trace('b', 3)],
    );
    expect(steps.map(({ differences }) => differences)).toEqual([[], [], ['there']]);
  });

  it('say which was much slower', () => {
    const of = (left: number | null, right: number | null) =>
      compare([trace('a', 1, { durationMs: left })], [trace('a', 1, { durationMs: right })])[0];
    expect(of(100, 900)?.isSlower).toBe('right');
    expect(of(900, 100)?.isSlower).toBe('left');
    expect(of(10, 100)?.isSlower).toBeNull();
    expect(of(null, 900)?.isSlower).toBeNull();
  });
});
