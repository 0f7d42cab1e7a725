import { parseDay, parseInstant } from './instant.js';

describe('An instant', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31t12:00:00z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.5+01:00', '2026-01-31T11:00:00.500Z'],
    ['2026-01-31T12:00:00-00:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00-23:59', '2026-02-01T11:59:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(parseInstant(text) ?? NaN).toISOString()).toBe(instant);
  });

  it('begins with the whole millisecond that a part of one belongs to', () => {
    expect(parseInstant('1970-01-01T00:00:00.0004Z')).toBe(1);
    expect(parseInstant('1970-01-01T00:00:00.000000000Z')).toBe(0);
  });

  it.each([
    ['has no zone', '2026-01-31T12:00:00'],
    ['is a date', '2026-01-31'],
    ['is written without separators', '20260131T120000Z'],
    ['has a week', '2026-W05-3T12:00:00Z'],
    ['has the day of the year', '2026-031T12:00:00Z'],
    ['has hours alone', '2026-01-31T12Z'],
    ['has a zone of hours alone', '2026-01-31T12:00:00+02'],
    ['has a zone without a colon', '2026-01-31T12:00:00+0200'],
    ['has a zone of 60 minutes', '2026-01-31T12:00:00+14:60'],
    ['has a zone of 24 hours', '2026-01-31T12:00:00+24:00'],
    ['has a comma', '2026-01-31T12:00:00,5Z'],
    ['has a fraction without digits', '2026-01-31T12:00:00.Z'],
    ['has a leap second', '2016-12-31T23:59:60Z'],
    ['has hour 24', '2026-01-31T24:00:00Z'],
    ['has minute 60', '2026-01-31T12:60:00Z'],
    ['is on 30 February', '2026-02-30T12:00:00Z'],
    ['is on 29 February of a common year', '2026-02-29T12:00:00Z'],
    ['is on day 0', '2026-01-00T12:00:00Z'],
    ['is in month 13', '2026-13-01T12:00:00Z'],
    ['is in the year 0', '0000-01-01T00:00:00Z'],
    ['is before the year 1 in UTC', '0001-01-01T00:00:00+00:01'],
    ['is after the year 9999 in UTC', '9999-12-31T23:59:59-00:01'],
    ['has a year of five digits', '10000-01-01T00:00:00Z'],
    ['has a signed year', '+010000-01-01T00:00:00Z'],
    ['has a negative year', '-0001-01-01T00:00:00Z'],
    ['has a space for the T', '2026-01-31 12:00:00Z'],
    ['has a space for the plus', '2026-01-31T12:00:00 02:00'],
    ['has a space before it', ' 2026-01-31T12:00:00Z'],
    ['has a line break after it', '2026-01-31T12:00:00Z\n'],
    ['has digits of another script', '２０２６-01-31T12:00:00Z'],
    ['is empty', ''],
  ])('is none that %s', (_why, text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('is at the beginning of a day in UTC', () => {
    expect(parseDay('2026-01-31')).toBe(Date.UTC(2026, 0, 31));
    for (const text of ['2026-02-30', '2026-031', '20260131', '0000-01-01', '2026-01-31T00:00']) {
      expect([text, parseDay(text)]).toEqual([text, null]);
    }
  });
});
