const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took or takes, in the two largest units: `3 min 20 s`. */
export function durationText(ms: number): string {
  if (ms < SECOND) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1).replace('.0', '')} s`;
  const [large, small] = unitsOf(ms);
  const count = Math.floor(ms / large.ms);
  const rest = small === null ? 0 : Math.floor((ms % large.ms) / small.ms);
  return small === null || rest === 0
    ? `${count} ${large.name}`
    : `${count} ${large.name} ${rest} ${small.name}`;
}

interface Unit {
  readonly ms: number;
  readonly name: string;
}

const UNITS: readonly Unit[] = [
  { ms: DAY, name: 'd' },
  { ms: HOUR, name: 'h' },
  { ms: MINUTE, name: 'min' },
  { ms: SECOND, name: 's' },
];

function unitsOf(ms: number): readonly [Unit, Unit | null] {
  const at = UNITS.findIndex((unit) => ms >= unit.ms);
  const large = UNITS[at] ?? { ms: SECOND, name: 's' };
  // days and hours say enough; so do minutes and seconds
  return [large, UNITS[at + 1] ?? null];
}

/** How long ago, or in how long: `2 min ago`, `in 3 h`, `now`. */
export function agoText(at: number, now: number): string {
  const ms = now - at;
  if (Math.abs(ms) < SECOND) return 'now';
  const text = roughText(Math.abs(ms));
  return ms > 0 ? `${text} ago` : `in ${text}`;
}

/** To the nearest of its unit: a second before seven days are over is seven days. */
function roughText(ms: number): string {
  // what is nearly the next unit is told in that: 60 min are 1 h
  const unit = UNITS.find((each, at) => nearest(ms, UNITS[at + 1] ?? each) >= each.ms);
  const { ms: size, name } = unit ?? { ms: SECOND, name: 's' };
  return `${nearest(ms, { ms: size }) / size} ${name}`;
}

function nearest(ms: number, { ms: size }: Pick<Unit, 'ms'>): number {
  return Math.round(ms / size) * size;
}

/** `2026-11-29 14:02:11.018 UTC` */
export function utcText(at: number): string {
  return `${new Date(at).toISOString().replace('T', ' ').slice(0, -1)} UTC`;
}

/** Which clock people look at: that of UTC, or that of their browser's zone. */
export type Zone = 'utc' | 'local';

/**
 * By the clock of the zone, with the date where it is not today's there: `03:12:07 UTC`,
 * `11-28 03:12 +01:00`, `2025-11-28 03:12 UTC`.
 */
export function clockText(at: number, now: number, zone: Zone): string {
  const [day = '', time = '', name = ''] = fullText(at, zone).split(' ');
  const [today = ''] = fullText(now, zone).split(' ');
  if (day === today) return `${time.slice(0, 8)} ${name}`;
  const isThisYear = day.slice(0, 4) === today.slice(0, 4);
  return `${isThisYear ? day.slice(5) : day} ${time.slice(0, 5)} ${name}`;
}

/** `2026-11-29 14:02:11.018 UTC`, or with the offset of the browser's zone. */
export function fullText(at: number, zone: Zone): string {
  return zone === 'utc' ? utcText(at) : localText(at);
}

/** In both zones, a line for each: the one that was chosen is the first. */
export function bothTexts(at: number, zone: Zone): string {
  return `${fullText(at, zone)}\n${fullText(at, zone === 'utc' ? 'local' : 'utc')}`;
}

/** In this browser's zone: `2026-11-29 15:02:11.018 +01:00` */
function localText(at: number): string {
  const offset = -new Date(at).getTimezoneOffset();
  const shown = new Date(at + offset * MINUTE).toISOString().replace('T', ' ').slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${shown} ${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

interface ToldPart {
  readonly words: string;
  readonly isInstant: boolean;
}

/** A sentence, cut at its instants. What only looks like one, as in a reason, stays text. */
export function toldParts(text: string): readonly ToldPart[] {
  return text.split(INSTANT).map((words, at) => ({
    words,
    isInstant: at % 2 === 1 && !Number.isNaN(Date.parse(words)),
  }));
}

/** Since when is what a column beside the sentence says. */
const SINCE = / since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A sentence for a row: without since when, and with other instants by the clock of the zone. */
export function briefText(text: string, now: number, zone: Zone): string {
  return toldParts(text.replace(SINCE, ''))
    .map(({ words, isInstant }) => (isInstant ? clockText(Date.parse(words), now, zone) : words))
    .join('');
}

/** A sentence with its instants in full, as in what is copied or printed. */
export function wholeText(text: string, zone: Zone): string {
  return toldParts(text)
    .map(({ words, isInstant }) => (isInstant ? fullText(Date.parse(words), zone) : words))
    .join('');
}

/** As alerts have them, also outside of the console: `2026-11-29 14:02 UTC`. */
const WRITTEN = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC\b/g;

/** A sentence of an alert, with its instants in the zone, to the minute as they were. */
export function alertText(text: string, zone: Zone): string {
  return text.replace(WRITTEN, (written, day: string, time: string) => {
    const at = Date.parse(`${day}T${time}Z`);
    // what only looks like one stays text
    if (Number.isNaN(at)) return written;
    const [date = '', clock = '', name = ''] = fullText(at, zone).split(' ');
    return `${date} ${clock.slice(0, 5)} ${name}`;
  });
}
