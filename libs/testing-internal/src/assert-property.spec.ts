import fc from 'fast-check';
import { assertProperty, type PropertyOptions, propertyTimeMs } from './assert-property.js';

const NAMES = ['PROPERTY_RUNS', 'PROPERTY_SEED'];
let asked: ReadonlyMap<string, string | undefined>;

beforeEach(() => {
  asked = new Map(NAMES.map((name) => [name, process.env[name]]));
  for (const name of NAMES) delete process.env[name];
});

afterEach(() => {
  for (const [name, value] of asked) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
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

describe('The runs of a property that has more of them on seeds that somebody asks for', () => {
  it.each<[string | null, string | null, PropertyOptions, number]>([
    [null, null, { runs: 7, seededRuns: 20 }, 7],
    ['1', null, { runs: 7, seededRuns: 20 }, 20],
    ['1', '30', { runs: 7, seededRuns: 20 }, 30],
    ['1', '3', { runs: 7, seededRuns: 20, isCounted: true }, 7],
    ['1', '30', { runs: 7, seededRuns: 20, runsMax: 25 }, 25],
    ['1', null, { runs: 7, seededRuns: 20, seed: 4 }, 7],
    ['1', null, { runs: 7 }, 7],
  ])('PROPERTY_SEED=%s PROPERTY_RUNS=%s, %j: %d', (seed, wished, options, runs) => {
    if (seed !== null) process.env['PROPERTY_SEED'] = seed;
    if (wished !== null) process.env['PROPERTY_RUNS'] = wished;
    expect(runsOf(options)).toBe(runs);
  });
});

describe('A property that begins at a later value of its seed', () => {
  const valuesOf = (options: PropertyOptions): readonly number[] => {
    const values: number[] = [];
    assertProperty(
      fc.property(fc.nat(), (value) => void values.push(value)),
      { seed: 4, ...options },
    );
    return values;
  };

  it('has the values that come then', () => {
    expect(valuesOf({ runs: 2, from: 5 })).toEqual(valuesOf({ runs: 7 }).slice(5));
  });
});

describe('The time of a test with a property', () => {
  it.each<[string | null, PropertyOptions, number]>([
    [null, { runs: 25 }, 300_000],
    ['250', { runs: 25 }, 3_000_000],
    ['20000', { runs: 15, runsMax: 150 }, 3_000_000],
    ['5', { runs: 25 }, 300_000],
    ['1000', {}, 3_000_000],
  ])('follows its runs: PROPERTY_RUNS=%s, %j: %d ms of five minutes', (wished, options, timeMs) => {
    if (wished !== null) process.env['PROPERTY_RUNS'] = wished;
    expect(propertyTimeMs(options)).toBe(timeMs);
  });
});
