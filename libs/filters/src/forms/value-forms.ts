import {
  countCodePoints,
  INSTANT_EXAMPLE,
  parseDay,
  parseDuration,
  parseInstant,
  UNSTORABLE_TEXT,
} from '#protocol';
import type { Form } from './form.js';

/** So many characters, each of which can be stored. */
export function textForm(charsMax: number): Form<string> {
  return {
    read: (text) => {
      // a text never has more code points than code units, so a long one needs no counting
      const chars = text.length > 2 * charsMax ? Infinity : countCodePoints(text);
      if (chars < 1 || chars > charsMax) {
        return { rule: 'isLength', says: `must have 1 to ${charsMax} characters`, possible: [] };
      }
      if (!UNSTORABLE_TEXT.test(text)) return { value: text };
      return { rule: 'storable', says: 'has a character that nothing stored has', possible: [] };
    },
    write: (value) => value,
  };
}

/** One of these words. */
export function wordForm<Word extends string>(words: readonly Word[]): Form<Word> {
  const says = `must be a comma-separated list of ${words.join(', ')}`;
  return {
    read: (text) => {
      const value = words.find((word) => word === text);
      return value === undefined ? { rule: 'isIn', says, possible: words } : { value };
    },
    write: (value) => value,
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** In lower case. */
export const idForm: Form<string> = {
  read: (text) => {
    const value = text.toLowerCase();
    if (UUID.test(value)) return { value };
    const possible = ['01900000-0000-7000-8000-000000000011'];
    return { rule: 'uuid', says: 'must be a comma-separated list of ids of sagas', possible };
  },
  write: (value) => value,
};

const FINGERPRINT = /^[0-9a-f]{16}$/;

/** Names a group of failures. */
export const fingerprintForm: Form<string> = {
  read: (text) => {
    if (FINGERPRINT.test(text)) return { value: text };
    const possible = ['0f3a9c5d21b7e684'];
    return { rule: 'fingerprint', says: 'must be a list of fingerprints of groups', possible };
  },
  write: (value) => value,
};

const WHOLE = /^(0|[1-9]\d{0,9})$/;

/** A whole number without a sign or leading zeros. */
export function wholeForm(min: number, max: number): Form<number> {
  return {
    read: (text) => {
      const value = WHOLE.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return { value };
      const says = `must have whole numbers from ${min} to ${max}`;
      return { rule: 'isInt', says, possible: ['3', '1,2', '>=3', '>=3,<10'] };
    },
    write: String,
  };
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A duration as in definitions, in ms. */
export const durationForm: Form<number> = {
  read: (text) => {
    const value = parseDuration(text);
    if (value !== null) return { value };
    const says = 'must have durations such as 30s, 10m, 1.5h or 7d, of at most 365d';
    return { rule: 'duration', says, possible: ['30s', '10m', '1h', '7d'] };
  },
  write: (value) => {
    const [unit, ms] = UNITS.find(([, each]) => value % each === 0) ?? ['ms', 1];
    return `${value / ms}${unit}`;
  },
};

/** A day, which begins in UTC, or an instant with a zone; in ms since the epoch. */
export const instantForm: Form<number> = {
  read: (text) => {
    const value = parseDay(text) ?? parseInstant(text);
    if (value !== null) return { value };
    // in an address a plus means a space
    const hint = text.includes(' ') ? '; write + as %2B' : '';
    const says = `must be a date such as 2026-01-31, or ${INSTANT_EXAMPLE}${hint}`;
    return { rule: 'instant', says, possible: ['2026-01-31', '2026-01-31T12:00:00Z'] };
  },
  write: (value) => {
    const text = new Date(value).toISOString();
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
  },
};
