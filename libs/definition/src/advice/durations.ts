import { DURATION_MAX_MS, parseDuration, type JsonValue } from '#protocol';

/* Times as people write them elsewhere, and how they are written here. */

const MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof MS;

/** A unit by its first letters, as `min` of `minutes`; the first that fits. */
const WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, MS.ms],
  [/^(?:s|secs?|seconds?)$/, MS.s],
  [/^(?:m|mins?|minutes?)$/, MS.m],
  [/^(?:h|hrs?|hours?)$/, MS.h],
  [/^(?:d|days?)$/, MS.d],
  [/^(?:w|weeks?)$/, 7 * MS.d],
];
const PART = /(?<count>\d{1,12}(?:[.,]\d{1,6})?)\s*(?<unit>[a-z]+)[\s,]*(?:and\s+)?/y;
const ISO_NUMBER = /(\d{1,9}(?:[.,]\d{1,6})?)/.source;
const ISO = new RegExp(
  `^p(?:${ISO_NUMBER}w)?(?:${ISO_NUMBER}d)?` +
    `(?:t(?:${ISO_NUMBER}h)?(?:${ISO_NUMBER}m)?(?:${ISO_NUMBER}s)?)?$`,
);
const CLOCK = /^(\d{1,4}):([0-5]?\d):([0-5]?\d)$/;
const CHARS_MAX = 60;

/** What is expected, and what to write instead of the value. */
export function explainDuration(value: JsonValue): string {
  const daysMax = DURATION_MAX_MS / MS.d;
  const form = `must be a number and a unit (ms, s, m, h or d), above 0 and at most ${daysMax}d`;
  return `${form}: write ${suggestDuration(value)}`;
}

/** `"5s"`, with its quotes; an example where nobody can tell what was meant. */
export function suggestDuration(value: JsonValue): string {
  if (typeof value === 'number') return suggestForNumber(value);
  const text = typeof value === 'string' && value.length <= CHARS_MAX ? value.trim() : '';
  if (/^\d+$/.test(text)) return suggestForNumber(Number(text));
  const ms = msOf(text.toLowerCase());
  if (ms === null || ms <= 0) return 'one like "500ms", "1.5s", "15m", "24h" or "7d"';
  return JSON.stringify(formatDuration(Math.min(Math.max(1, Math.round(ms)), DURATION_MAX_MS)));
}

/** In the largest unit of which it is a whole number: `90m`. */
export function formatDuration(ms: number): string {
  const units: readonly Unit[] = ['d', 'h', 'm', 's'];
  const unit = units.find((each) => ms >= MS[each] && ms % MS[each] === 0) ?? 'ms';
  return `${ms / MS[unit]}${unit}`;
}

/** A number has no unit: most people mean milliseconds by thousands, and seconds otherwise. */
function suggestForNumber(value: number): string {
  const texts = [`${value}s`, formatDuration(Math.max(1, Math.round(value)))];
  const [seconds, ms] = texts.map((text) => (parseDuration(text) === null ? null : text));
  if (!seconds || !ms) return seconds || ms ? JSON.stringify(seconds ?? ms) : '"30s"';
  const inMs = `"${ms}" for ${value} milliseconds`;
  const inSeconds = `"${seconds}" for ${value} seconds`;
  return value >= 1000 ? `${inMs}, or ${inSeconds}` : `${inSeconds}, or ${inMs}`;
}

/** null: nothing that is known. */
function msOf(text: string): number | null {
  const iso = ISO.exec(text);
  if (iso !== null && text.length > 2) {
    return sumOf(iso.slice(1), [7 * MS.d, MS.d, MS.h, MS.m, MS.s]);
  }
  const clock = CLOCK.exec(text);
  if (clock !== null) return sumOf(clock.slice(1), [MS.h, MS.m, MS.s]);
  let ms = 0;
  PART.lastIndex = 0;
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    const { count = '', unit = '' } = PART.exec(text)?.groups ?? {};
    const known = WORDS.find(([pattern]) => pattern.test(unit));
    if (known === undefined) return null;
    ms += numberOf(count) * known[1];
  }
  return ms;
}

function sumOf(counts: readonly (string | undefined)[], units: readonly number[]): number {
  return units.reduce((sum, unit, at) => sum + numberOf(counts[at] ?? '0') * unit, 0);
}

function numberOf(text: string): number {
  return Number(text.replace(',', '.'));
}
