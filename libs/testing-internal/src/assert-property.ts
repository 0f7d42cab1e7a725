import fc from 'fast-check';

/** The gate tries the same values each time, on every machine. */
const SEED = 20_261_128;
/** What jest.config.mjs gives to any test. */
const GATE_TIME_MS = 300_000;

export interface PropertyOptions {
  /** How many values are tried; default 100. `PROPERTY_RUNS` overrides it. */
  readonly runs?: number;
  /**
   * With a `PROPERTY_SEED`, as `npm run test:seeds` has one: so many. More than `runs`, where those
   * of the gate would take too long. Default: `runs`.
   */
  readonly seededRuns?: number;
  /**
   * `PROPERTY_RUNS` gives no more than these: a run takes servers, or seconds. Default: as many as
   * are asked for.
   */
  readonly runsMax?: number;
  /** The test counts what was generated, so it always needs at least this many runs. */
  readonly isCounted?: boolean;
  /**
   * Always this seed: the test relies on what it generates. Default: `PROPERTY_SEED`, else SEED.
   */
  readonly seed?: number;
  /** Begins at this value of the seed; default: 0, its first. */
  readonly from?: number;
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
  options: PropertyOptions = {},
): void | Promise<void> {
  const { seed = asked('PROPERTY_SEED') ?? SEED, from = 0 } = options;
  const path = from === 0 ? {} : { path: String(from) };
  return fc.assert(property as fc.IProperty<Values>, { seed, numRuns: runsOf(options), ...path });
}

/**
 * How long a test with an asynchronous property may take (ms), for Jest: as long as any test with
 * the runs of the gate, and longer in proportion where `PROPERTY_RUNS` asks for more.
 */
export function propertyTimeMs(options: PropertyOptions): number {
  return Math.ceil(GATE_TIME_MS * Math.max(1, runsOf(options) / gateRunsOf(options)));
}

function runsOf(options: PropertyOptions): number {
  const { runsMax = Infinity, isCounted = false, seededRuns } = options;
  const gateRuns = gateRunsOf(options);
  const ownRuns = isSeeded(options) ? (seededRuns ?? gateRuns) : gateRuns;
  const runs = Math.min(asked('PROPERTY_RUNS') ?? ownRuns, Math.max(runsMax, ownRuns));
  return isCounted ? Math.max(gateRuns, runs) : runs;
}

function gateRunsOf({ runs = 100 }: PropertyOptions): number {
  return runs;
}

function isSeeded({ seed }: PropertyOptions): boolean {
  return seed === undefined && asked('PROPERTY_SEED') !== undefined;
}

/** @throws Error when it is set and not a whole number */
function asked(name: 'PROPERTY_SEED' | 'PROPERTY_RUNS'): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  if (/^-?\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`${name} must be a whole number, and is "${text}"`);
}
