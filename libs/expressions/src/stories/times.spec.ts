import type { JsonValue } from '#protocol';
import { evaluate, fill, messagesFor } from './expression.fixture.js';

type Row = readonly [string, JsonValue];

const INPUT = {
  orderedAt: '2026-03-28T12:00:00.5+01:00',
  days: 3,
  wait: '90s',
  epoch: 1_774_695_600,
};

describe('Instants and durations come of texts, and are texts again in a result', () => {
  it.each<Row>([
    ['timestamp(input.orderedAt)', '2026-03-28T11:00:00.5Z'],
    ['timestamp("2026-03-28T12:00Z")', '2026-03-28T12:00:00Z'],
    ['timestamp("2026-03-28T12:00:00.123456789Z")', '2026-03-28T12:00:00.123456789Z'],
    ['timestamp("1969-12-31T23:59:59.999999999Z")', '1969-12-31T23:59:59.999999999Z'],
    ['timestamp(input.epoch)', '2026-03-28T11:00:00Z'],
    ['timestamp(input.orderedAt) + duration("36h")', '2026-03-29T23:00:00.5Z'],
    ['timestamp(input.orderedAt) - duration("7d")', '2026-03-21T11:00:00.5Z'],
    ['timestamp("2026-03-28T12:00:00Z") - timestamp(input.orderedAt)', '3599.5s'],
    ['duration(input.wait) + duration("1h30m")', '5490s'],
    ['duration("0.5s")', '0.5s'],
    ['duration("-1.5h")', '-5400s'],
    ['duration("1ms")', '0.001s'],
    ['duration("0")', '0s'],
    ['duration(string(input.days) + "d")', '259200s'],
    ['[timestamp(0), null]', ['1970-01-01T00:00:00Z', null]],
    ['{"until": timestamp(0) + duration("1s")}', { until: '1970-01-01T00:00:01Z' }],
    ['int(timestamp(input.orderedAt))', 1_774_695_600],
    ['string(duration(input.wait))', '90s'],
    ['timestamp(input.orderedAt) > timestamp("2026-03-28T10:59:59Z")', true],
    ['duration("60s") == duration("1m")', true],
    ['duration("59s") < duration("1m")', true],
    ['timestamp(0) == "1970-01-01T00:00:00Z"', false],
    ['timestamp(0) in [timestamp("1970-01-01T00:00:00Z")]', true],
    ['duration("0s") == timestamp(0)', false],
    ['size([timestamp(0)].filter(t, t < timestamp(1)))', 1],
  ])('%s', (expression, value) => {
    expect(evaluate(expression, INPUT)).toEqual(value);
  });

  it('stand in a text as they stand alone', () => {
    expect(fill('from ${timestamp(0)} for ${duration("90s")}')).toBe(
      'from 1970-01-01T00:00:00Z for 90s',
    );
  });

  it.each<Row>([
    ['getFullYear()', 2026],
    ['getMonth()', 2],
    ['getDate()', 28],
    ['getDayOfMonth()', 27],
    ['getDayOfWeek()', 6],
    ['getDayOfYear()', 86],
    ['getHours()', 11],
    ['getMinutes()', 0],
    ['getSeconds()', 0],
    ['getMilliseconds()', 500],
    ['getHours("Europe/Berlin")', 12],
    ['getHours("+05:30")', 16],
    ['getMinutes("+05:30")', 30],
    ['getHours("-11:30")', 23],
    ['getDate("-11:30")', 27],
  ])('a part of an instant: %s', (part, value) => {
    expect(evaluate(`timestamp(input.orderedAt).${part}`, INPUT)).toBe(value);
  });

  it('a zone has its summer time, and the year before the year 1 is none of 1', () => {
    const hour = (at: string) => evaluate(`timestamp("${at}").getHours("Europe/Berlin")`);
    expect([hour('2026-03-29T00:59:59Z'), hour('2026-03-29T01:00:00Z')]).toEqual([1, 3]);
    const year = 'timestamp("0001-01-01T00:00:00Z").getFullYear("America/New_York")';
    expect(evaluate(year)).toBe(0);
  });

  it.each([
    ['timestamp(input.wait)', 'an instant with a zone'],
    ['duration(string(input.days))', 'numbers with units'],
    ['timestamp(0).getHours(input.wait)', 'there is no such time zone'],
    ['timestamp(1774695600000)', 'between the years 1 and 9999'],
    ['timestamp(0.5 + input.days)', 'whole seconds since 1970'],
    ['timestamp("9999-12-31T23:59:59Z") + duration("1s")', 'between the years 1 and 9999'],
    ['duration("1h").getHours("Europe/Berlin")', 'cannot be applied to a duration'],
  ])('%s: %s', (expression, reason) => {
    expect(() => evaluate(expression, INPUT)).toThrow(reason);
  });

  it.each([
    ['timestamp("2026-03-28")', 'an instant with a zone'],
    ['timestamp("2026-02-30T12:00:00Z")', 'an instant with a zone'],
    ['timestamp("2026-03-28T12:00:00.1234567891Z")', 'an instant with a zone'],
    ['duration("90")', 'numbers with units'],
    ['duration("1 h")', 'numbers with units'],
    ['duration("200000000000s")', 'some 292 years'],
    ['timestamp(0).getHours("Mars/Olympus")', 'there is no such time zone'],
    ['timestamp(0) + timestamp(1)', '"+" cannot be applied: timestamp(0) is a timestamp, and'],
    ['timestamp(0) + 5', '"+" cannot be applied: timestamp(0) is a timestamp, and 5 is a number'],
    ['duration("1h").getFullYear()', 'getFullYear() needs a timestamp, and duration("1h") is'],
    ['duration(5)', 'duration() needs a string or a duration, and 5 is a number'],
    ['timestamp(true)', 'timestamp() needs a number or a string or a timestamp, and true is'],
    ['input.at.getHours()', 'needs a timestamp or a duration, and input.at is any JSON value'],
    ['duration("1d") + input.days', 'is a duration, and input.days is any JSON value'],
    ['timestamp(0) < input.at', '"<" cannot be applied: timestamp(0) is a timestamp, and input.at'],
  ])('known when it is posted: %s', (expression, message) => {
    expect(messagesFor(`\${${expression}}`)).toEqual([expect.stringContaining(message)]);
  });
});
