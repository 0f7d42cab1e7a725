import type { Row } from './kinds';
import { edgeMoved, isIn, spanOf, textOf } from './zoom';

const START = 1_000_000;

describe('The part of a timeline that is shown', () => {
  it('given a part, when it is in an address, then it is read as it was', () => {
    const span = { from: START + 1_200, to: START + 5_300 };
    expect(textOf(span, START)).toBe('1200-5300');
    expect(spanOf('1200-5300', START)).toEqual(span);
  });

  it('given less than a millisecond, when it is in an address, then it is one', () => {
    expect(textOf({ from: START + 7.2, to: START + 7.3 }, START)).toBe('7-8');
    expect(textOf({ from: START - 3, to: START }, START)).toBe('0-1');
  });

  it.each([null, '', 'all', '5-5', '9-5', '-5', '1.5-2', '1-99999999999999'])(
    'given %j in the address, when it is read, then all of the time is shown',
    (text) => expect(spanOf(text, START)).toBeNull(),
  );

  it('given an edge that is moved by less than a millisecond, then it moves by one', () => {
    expect([7.3, 6.9, 7, 9.5, 2].map((to) => edgeMoved(7, to))).toEqual([8, 6, 7, 9.5, 2]);
  });

  it('given rows, when a part is shown, then those with something in it are told', () => {
    const row = (from: number, to: number | null, ticks: readonly number[] = []): Row => ({
      ...{ step: 'pay', isUndo: false, attempts: 1 },
      segments: [{ kind: 'sent', from, to, note: '' }],
      ticks: ticks.map((at) => ({ at, text: '', isError: false })),
    });
    const part = { from: 10, to: 20 };
    const rows = [
      row(0, 10),
      row(0, 11),
      row(20, 30),
      row(5, null),
      row(0, 5, [10]),
      row(21, null),
    ];
    expect(rows.map((each) => isIn(part, each))).toEqual([false, true, false, true, true, false]);
  });
});
