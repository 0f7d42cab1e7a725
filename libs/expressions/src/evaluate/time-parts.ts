import { EvaluationFault } from './evaluation-fault.js';
import { Meter } from './meter.js';
import { type Duration, TIME_CHARS_MAX, type Timestamp } from './temporal.js';

export type TimePart =
  | 'getFullYear'
  | 'getMonth'
  | 'getDate'
  | 'getDayOfMonth'
  | 'getDayOfWeek'
  | 'getDayOfYear'
  | 'getHours'
  | 'getMinutes'
  | 'getSeconds'
  | 'getMilliseconds';

const MS_PER_DAY = 86_400_000;

/** Each of a date whose UTC fields are those of the clock on the wall. As CEL counts them. */
const PART_OF_DATE: Readonly<Record<TimePart, (wall: Date) => number>> = {
  getFullYear: (wall) => wall.getUTCFullYear(),
  getMonth: (wall) => wall.getUTCMonth(),
  getDate: (wall) => wall.getUTCDate(),
  getDayOfMonth: (wall) => wall.getUTCDate() - 1,
  getDayOfWeek: (wall) => wall.getUTCDay(),
  getDayOfYear: (wall) => Math.floor((wall.getTime() - startOfYear(wall)) / MS_PER_DAY),
  getHours: (wall) => wall.getUTCHours(),
  getMinutes: (wall) => wall.getUTCMinutes(),
  getSeconds: (wall) => wall.getUTCSeconds(),
  getMilliseconds: (wall) => wall.getUTCMilliseconds(),
};

export const TIME_PARTS = Object.keys(PART_OF_DATE) as readonly TimePart[];

/** Nanoseconds of one; a duration is told in whole hours, whole minutes, whole seconds. */
const NANOS_PER_PART: ReadonlyMap<TimePart, bigint> = new Map([
  ['getHours', 3_600_000_000_000n],
  ['getMinutes', 60_000_000_000n],
  ['getSeconds', 1_000_000_000n],
  ['getMilliseconds', 1_000_000n],
]);

/** The zone is `UTC` unless one is given: `Europe/Berlin`, `+02:00`. @throws EvaluationFault */
export function partOfTimestamp(
  part: TimePart,
  timestamp: Timestamp,
  zone: string | null,
  meter: Meter,
): bigint {
  const offsetMs = zone === null ? 0 : offsetOf(zone, timestamp, meter);
  return BigInt(PART_OF_DATE[part](new Date(timestamp.milliseconds + offsetMs)));
}

/** null: a duration has no such part. Milliseconds are those of the last second, as in CEL. */
export function partOfDuration(part: TimePart, { nanos }: Duration): bigint | null {
  const perPart = NANOS_PER_PART.get(part);
  if (perPart === undefined) return null;
  const whole = nanos / perPart;
  return part === 'getMilliseconds' ? whole % 1000n : whole;
}

function startOfYear(wall: Date): number {
  const start = new Date(0);
  start.setUTCFullYear(wall.getUTCFullYear(), 0, 1);
  return start.getTime();
}

const OFFSET = /^([+-]?)(\d{2}):(\d{2})$/;
/** Making a clock for a zone takes as long as this many other steps, reading it as many as that. */
const CLOCK_STEPS = 5000;
const READING_STEPS = 300;

function offsetOf(zone: string, timestamp: Timestamp, meter: Meter): number {
  const [, sign, hours, minutes] = OFFSET.exec(zone) ?? [];
  if (hours !== undefined) {
    const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return sign === '-' ? -offset : offset;
  }
  meter.spend(READING_STEPS);
  const wall = readClock(clockOf(zone, meter), timestamp.milliseconds);
  return wall - Math.floor(timestamp.milliseconds / 1000) * 1000;
}

/** @throws EvaluationFault: there is no such zone */
export function checkZone(zone: string): void {
  if (!OFFSET.test(zone)) clockOf(zone, new Meter());
}

/** More zones than there are: names in another case are other keys. */
const CLOCKS_MAX = 1000;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string, meter: Meter): Intl.DateTimeFormat {
  if (zone.length > TIME_CHARS_MAX) throw noSuchZone();
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  meter.spend(CLOCK_STEPS);
  if (clocks.size >= CLOCKS_MAX) clocks.clear();
  const clock = newClock(zone);
  clocks.set(zone, clock);
  return clock;
}

function newClock(zone: string): Intl.DateTimeFormat {
  const number = 'numeric' as const;
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: number,
      month: number,
      day: number,
      hour: number,
      minute: number,
      second: number,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw noSuchZone();
  }
}

function noSuchZone(): EvaluationFault {
  const message = 'there is no such time zone: write one as "Europe/Berlin" or "+02:00"';
  return new EvaluationFault('value', message);
}

/** What the clock shows, as the instant at which one in UTC shows the same. */
function readClock(clock: Intl.DateTimeFormat, at: number): number {
  const shown = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const field = (type: Intl.DateTimeFormatPartTypes) => Number(shown.get(type));
  // the year before the year 1 is 1 BC
  const year = shown.get('era') === 'BC' ? 1 - field('year') : field('year');
  const wall = new Date(0);
  wall.setUTCFullYear(year, field('month') - 1, field('day'));
  return wall.setUTCHours(field('hour'), field('minute'), field('second'), 0);
}
