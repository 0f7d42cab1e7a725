import fc from 'fast-check';
import { assertProperty, type PropertyOptions, propertyTimeMs } from './assert-property.js';

let asked: string | undefined;

beforeEach(() => {
  asked = process.env['PROPERTY_RUNS'];
  delete process.env['PROPERTY_RUNS'];
});

afterEach(() => {
  if (asked === undefined) delete process.env['PROPERTY_RUNS'];
  else process.env['PROPERTY_RUNS'] = asked;
});

function runsOf(options?: PropertyOptions): number {
  let runs = 0;
  const counting = fc.property(fc.nat(), () => {
    runs += 1;
  });
  assertProperty(counting, options);
  return runs;
}

describe('The runs of a property', () => {
  it.each<[string | null, PropertyOptions | undefined, number]>([
    [null, undefined, 100],
    [null, { runs: 7 }, 7],
    ['30', { runs: 7 }, 30],
    ['3', { runs: 7 }, 3],
    ['3', { runs: 7, isCounted: true }, 7],
    ['30', { runs: 7, isCounted: true }, 30],
    ['30', { runs: 7, runsMax: 20 }, 20],
    ['30', { runs: 7, runsMax: 2 }, 7],
    [null, { runs: 7, runsMax: 20 }, 7],
  ])('PROPERTY_RUNS=%s, %j: %d', (wished, options, runs) => {
    if (wished !== null) process.env['PROPERTY_RUNS'] = wished;
    expect(runsOf(options)).toBe(runs);
  });
});

describe('The time of a test with a property', () => {
  it.each<[string | null, PropertyOptions, number]>([
    [null, { runs: 25 }, 60_000],
    ['250', { runs: 25 }, 600_000],
    ['20000', { runs: 15, runsMax: 150 }, 600_000],
    ['5', { runs: 25 }, 60_000],
    ['1000', {}, 600_000],
  ])('follows its runs: PROPERTY_RUNS=%s, %j: %d ms of a minute', (wished, options, timeMs) => {
    if (wished !== null) process.env['PROPERTY_RUNS'] = wished;
    expect(propertyTimeMs(60_000, options)).toBe(timeMs);
  });
});
