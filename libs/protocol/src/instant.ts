/**
 * RFC 3339, where seconds may be left out, and nothing else: without a zone it would depend on
 * where it is read, and what else ISO 8601 allows is read differently by each program.
 */
const DATE = /(\d{4})-(\d{2})-(\d{2})/.source;
const TIME = /([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?/.source;
const ZONE = /(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))/.source;
const INSTANT = new RegExp(`^${DATE}T${TIME}${ZONE}$`, 'i');
const DAY = new RegExp(`^${DATE}$`);

/** The range that every server can store: from the year 1 to the year 9999. */
const EARLIEST_MS = -62_135_596_800_000;
const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** The message for a value of another form. */
export const INSTANT_EXAMPLE =
  'an instant with a zone such as 2026-01-31T12:00:00Z or 2026-01-31T13:00:00+01:00';

/**
 * `2026-01-31T12:00:00.5+01:00` in ms since the epoch; a part of a millisecond counts as a whole
 * one. null: it is none. A leap second, 24:00 and a day that is not in the calendar are none.
 */
export function parseInstant(text: string): number | null {
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = '0',
    fraction = '',
    sign,
    zoneHour,
    zoneMinute,
  ] = INSTANT.exec(text) ?? [];
  const midnight = year && month && day ? startOfDay(year, month, day) : null;
  if (midnight === null) return null;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const zoneMinutes = sign === undefined ? 0 : Number(zoneHour) * 60 + Number(zoneMinute);
  const ms = Math.ceil(Number(fraction.padEnd(9, '0')) / 1e6);
  const offsetMs = zoneMinutes * (sign === '-' ? 60_000 : -60_000);
  const at = midnight + seconds * 1000 + ms + offsetMs;
  return at >= EARLIEST_MS && at <= LATEST_MS ? at : null;
}

/** `2026-01-31`: its first instant in UTC, in ms since the epoch. null: it is no day. */
export function parseDay(text: string): number | null {
  const [, year, month, day] = DAY.exec(text) ?? [];
  return year && month && day ? startOfDay(year, month, day) : null;
}

function startOfDay(year: string, month: string, day: string): number | null {
  const at = new Date(0);
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // 30 February would be taken for 2 March
  const isInCalendar = at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day);
  return isInCalendar && Number(year) >= 1 ? at.getTime() : null;
}
