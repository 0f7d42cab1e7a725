import fc from 'fast-check';

/** The gate tries the same values each time, on every machine. */
const SEED = 20_261_128;

export interface PropertyOptions {
  /** How many values are tried; default 100. `PROPERTY_RUNS` overrides it. */
  readonly runs?: number;
  /** The test counts what was generated, so it always needs at least this many runs. */
  readonly isCounted?: boolean;
  /**
   * Always this seed: the test relies on what it generates. Default: `PROPERTY_SEED`, else SEED.
   */
  readonly seed?: number;
}

/**
 * Checks a property on values from a fixed seed, and throws with the seed and the counterexample
 * when it fails. For other values: `npm run test:seeds`, or `PROPERTY_SEED=1 PROPERTY_RUNS=20000
 * npm test -- <file>`. Every property uses this function (tests/architecture.spec.ts).
 */
export function assertProperty<Values>(
  property: fc.IProperty<Values>,
  options?: PropertyOptions,
): void;
export function assertProperty<Values>(
  property: fc.IAsyncProperty<Values>,
  options?: PropertyOptions,
): Promise<void>;
export function assertProperty<Values>(
  property: fc.IProperty<Values> | fc.IAsyncProperty<Values>,
  { runs = 100, isCounted = false, seed = asked('PROPERTY_SEED') ?? SEED }: PropertyOptions = {},
): void | Promise<void> {
  const wished = asked('PROPERTY_RUNS') ?? runs;
  const numRuns = isCounted ? Math.max(runs, wished) : wished;
  return fc.assert(property as fc.IProperty<Values>, { seed, numRuns });
}

/** @throws Error when it is set and not a whole number */
function asked(name: 'PROPERTY_SEED' | 'PROPERTY_RUNS'): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  if (/^-?\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`${name} must be a whole number, and is "${text}"`);
}
