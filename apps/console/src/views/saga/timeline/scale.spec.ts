import { scaleOf } from './scale';

describe('The scale of a timeline', () => {
  it('given steady work, when it is laid out, then places are in proportion', () => {
    const { placeOf, folds } = scaleOf([0, 1_000, 4_000], true);
    expect([0, 500, 1_000, 2_500, 4_000].map(placeOf)).toEqual([0, 0.125, 0.25, 0.625, 1]);
    expect(folds).toEqual([]);
  });

  it('given hours in which nothing happens, when they are folded, then they are short', () => {
    const hours = 14 * 3_600_000;
    const { placeOf, folds } = scaleOf([0, 100, 300, 300 + hours, 400 + hours], true);
    expect(folds).toEqual([{ from: expect.any(Number), to: expect.any(Number), ms: hours }]);
    expect(folds[0]?.from).toBeCloseTo(0.705);
    expect(folds[0]?.to).toBeCloseTo(0.765);
    expect(placeOf(400 + hours)).toBeCloseTo(1);
  });

  it('given back-offs that double, when they are laid out, then none is folded', () => {
    const instants = [0, 1, 3, 7, 15, 31].map((seconds) => seconds * 1_000);
    expect(scaleOf(instants, true).folds).toEqual([]);
  });

  it('given somebody wants to see all of it, when it is laid out, then nothing is folded', () => {
    expect(scaleOf([0, 10, 3_600_000], false).folds).toEqual([]);
  });

  it('given one instant or none, when it is laid out, then it is at the beginning', () => {
    expect(scaleOf([5], true).placeOf(5)).toBe(0);
    expect(scaleOf([], true).placeOf(5)).toBe(0);
  });

  it('given one long wait and nothing else, when it is laid out, then it is not folded', () => {
    expect(scaleOf([0, 5_000], true).folds).toEqual([]);
  });

  it('given places, when they are asked for their instants, then folds and all lead back', () => {
    const { placeOf, atPlace } = scaleOf([0, 100, 300, 50_000_000, 50_000_100], true);
    for (const at of [0, 40, 100, 299, 25_000_000, 50_000_000, 50_000_100]) {
      expect(atPlace(placeOf(at))).toBeCloseTo(at, 3);
    }
    expect([atPlace(-1), atPlace(2)]).toEqual([0, 50_000_100]);
  });

  it('given a part, when it is laid out, then it alone has the width, and its folds', () => {
    const instants = [0, 1_000, 1_100, 1_200, 90_000, 90_100];
    const { placeOf, folds } = scaleOf(instants, true, { from: 1_000, to: 1_200 });
    expect([0, 1_000, 1_050, 1_200, 90_100].map(placeOf)).toEqual([0, 0, 0.25, 1, 1]);
    expect(folds).toEqual([]);
    expect(scaleOf(instants, true, { from: 1_000, to: 90_100 }).folds).toHaveLength(1);
  });
});
