import { INSTANT_EXAMPLE, parseInstant } from '#protocol';
import { EvaluationFault } from './evaluation-fault.js';

const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_MS = 1_000_000n;

/** An instant. JSON has none: it comes of `timestamp()`, and a result is its text. */
export class Timestamp {
  constructor(
    /** Since 1970-01-01T00:00:00Z. */
    readonly nanos: bigint,
  ) {}

  get seconds(): bigint {
    return floorDivide(this.nanos, NANOS_PER_SECOND);
  }

  /** Whole milliseconds since 1970. */
  get milliseconds(): number {
    return Number(floorDivide(this.nanos, NANOS_PER_MS));
  }

  /** `2026-01-31T12:00:00.5Z`: in UTC, with as many digits of a second as it has. */
  toString(): string {
    const [date = ''] = new Date(this.milliseconds).toISOString().split('.');
    return `${date}${fractionOf(this.nanos - this.seconds * NANOS_PER_SECOND)}Z`;
  }
}

/** A length of time, perhaps below 0. JSON has none: it comes of `duration()`. */
export class Duration {
  constructor(readonly nanos: bigint) {}

  /** `90s`, `-0.5s`: what `duration()` reads again. */
  toString(): string {
    const size = this.nanos < 0n ? -this.nanos : this.nanos;
    const sign = this.nanos < 0n ? '-' : '';
    return `${sign}${size / NANOS_PER_SECOND}${fractionOf(size % NANOS_PER_SECOND)}s`;
  }
}

function fractionOf(nanos: bigint): string {
  return nanos === 0n ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** From the year 1 to the year 9999, as CEL has it. */
const EARLIEST_SECONDS = -62_135_596_800n;
const LATEST_SECONDS = 253_402_300_799n;

/** @throws EvaluationFault: before the year 1, or after 9999 */
function timestampOf(nanos: bigint): Timestamp {
  const timestamp = new Timestamp(nanos);
  if (timestamp.seconds >= EARLIEST_SECONDS && timestamp.seconds <= LATEST_SECONDS) {
    return timestamp;
  }
  throw new EvaluationFault('value', 'an instant is between the years 1 and 9999');
}

/** @throws EvaluationFault: its nanoseconds do not fit into 64 bits, some 292 years */
export function durationOf(nanos: bigint): Duration {
  if (BigInt.asIntN(64, nanos) === nanos) return new Duration(nanos);
  throw new EvaluationFault('value', 'a duration has at most some 292 years');
}

/** Seconds since 1970. */
export function timestampOfSeconds(seconds: bigint): Timestamp {
  return timestampOf(seconds * NANOS_PER_SECOND);
}

/** The longest text that can be an instant, a duration or a zone has fewer characters. */
export const TIME_CHARS_MAX = 100;

const FRACTION = /\.(\d{1,9})(?=[Zz+-])/;

/** An instant as RFC 3339 writes it, with a zone. @throws EvaluationFault */
export function parseTimestamp(text: string): Timestamp {
  const isShort = text.length <= TIME_CHARS_MAX;
  const [, fraction = ''] = (isShort ? FRACTION.exec(text) : null) ?? [];
  const ms = isShort ? parseInstant(text.replace(FRACTION, '')) : null;
  if (ms === null) {
    throw new EvaluationFault('value', `timestamp() of a text takes ${INSTANT_EXAMPLE}`);
  }
  return timestampOf(BigInt(ms) * NANOS_PER_MS + BigInt(fraction.padEnd(9, '0')));
}

const NANOS_PER_UNIT: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1000n],
  ['µs', 1000n],
  ['μs', 1000n],
  ['ms', NANOS_PER_MS],
  ['s', NANOS_PER_SECOND],
  ['m', 60n * NANOS_PER_SECOND],
  ['h', 3600n * NANOS_PER_SECOND],
  // beyond CEL: as durations in a definition are written
  ['d', 86_400n * NANOS_PER_SECOND],
]);
const DURATION = /^[+-]?(?:(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:ns|us|µs|μs|ms|s|m|h|d)){1,9}$/;
const DURATION_PART = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h|d)/g;

/**
 * `90s`, `1h30m`, `-1.5h`, `7d`, `0`. What is less than a nanosecond is left out.
 *
 * @throws EvaluationFault
 */
export function parseDuration(text: string): Duration {
  if (/^[+-]?0$/.test(text)) return new Duration(0n);
  if (text.length > TIME_CHARS_MAX || !DURATION.test(text)) {
    const message = 'duration() of a text takes numbers with units, such as "90s", "1h30m" or "7d"';
    throw new EvaluationFault('value', message);
  }
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(DURATION_PART)) {
    const perUnit = NANOS_PER_UNIT.get(unit) ?? 0n;
    const scale = 10n ** BigInt(fraction.length);
    nanos += (BigInt(`${whole}${fraction}`) * perUnit) / scale;
  }
  return durationOf(text.startsWith('-') ? -nanos : nanos);
}

/** What `+` and `-` make of times; null: nothing. @throws EvaluationFault: out of range */
export function calculateTimes(
  operator: '+' | '-',
  left: unknown,
  right: unknown,
): Timestamp | Duration | null {
  if (left instanceof Duration && right instanceof Duration) {
    return durationOf(operator === '+' ? left.nanos + right.nanos : left.nanos - right.nanos);
  }
  if (left instanceof Timestamp && right instanceof Duration) {
    return timestampOf(operator === '+' ? left.nanos + right.nanos : left.nanos - right.nanos);
  }
  if (left instanceof Duration && right instanceof Timestamp && operator === '+') {
    return timestampOf(left.nanos + right.nanos);
  }
  if (left instanceof Timestamp && right instanceof Timestamp && operator === '-') {
    return durationOf(left.nanos - right.nanos);
  }
  return null;
}

export function isTime(value: unknown): value is Timestamp | Duration {
  return value instanceof Timestamp || value instanceof Duration;
}
