import fc from 'fast-check';
import { assertProperty } from '#testing-internal';
import { compareTexts } from '#protocol';
import {
  FILTER_STATUSES,
  formatFilter,
  parseFilter,
  WAITING_CODES,
  type Choice,
  type SagaFilter,
  type WaitingCode,
} from './index.js';

const choiceOf = <Value>(
  item: fc.Arbitrary<Value>,
  compare: (one: Value, other: Value) => number,
): fc.Arbitrary<Choice<Value>> => {
  const values = fc.uniqueArray(item, { minLength: 1, maxLength: 5 });
  return fc.record({ values: values.map((each) => each.sort(compare)), isNegated: fc.boolean() });
};
const byPlace = (one: WaitingCode, other: WaitingCode) =>
  WAITING_CODES.indexOf(one) - WAITING_CODES.indexOf(other);
const byValue = (one: number, other: number) => one - other;
const word = fc.stringMatching(/^[A-Za-z0-9_.:%&+=#é😀-]{1,8}$/u);
const text = fc
  .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  .filter((each) => !/\0|\p{Surrogate}/u.test(each));
const lower = fc.constantFrom('>' as const, '>=' as const);
const upper = fc.constantFrom('<' as const, '<=' as const);

function rangeOf(max: number) {
  return fc
    .tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }), lower, upper, fc.nat(2))
    .map(([one, other, from, to, which]) => {
      const begin = { sign: from, value: Math.min(one, other) };
      const end = { sign: to, value: Math.max(one, other) };
      return { bounds: which === 0 ? [begin] : which === 1 ? [end] : [begin, end] };
    });
}
const numbers = fc.oneof(
  choiceOf(fc.integer({ min: 1, max: 1_000_000 }), byValue),
  rangeOf(1_000_000),
);
const durations = rangeOf(365 * 86_400_000);

const fingerprint = fc.stringMatching(/^[0-9a-f]{16}$/);

/** One status is open, so that no filter contradicts another. */
const filters: fc.Arbitrary<SagaFilter> = fc.record(
  {
    id: choiceOf(fc.uuid(), compareTexts),
    status: fc
      .subarray([...FILTER_STATUSES])
      .filter((values) => values.includes('stuck'))
      .map((values) => ({ values, isNegated: false })),
    definition: choiceOf(word, compareTexts),
    version: numbers,
    key: text,
    step: choiceOf(word, compareTexts),
    error: choiceOf(word, compareTexts),
    failure: choiceOf(fingerprint, compareTexts),
    participant: choiceOf(word, compareTexts),
    waiting: choiceOf(fc.constantFrom(...WAITING_CODES), byPlace),
    attempts: numbers,
    age: durations,
    unchanged: durations,
    from: fc.integer({ min: 0, max: 1e12 }),
    to: fc.integer({ min: 1e12, max: 2e12 }),
    q: text,
  },
  { requiredKeys: [] },
);

describe('Any filter', () => {
  it('when it is written and read, then it is the same, and so is its text', () => {
    assertProperty(
      fc.property(filters, (filter) => {
        const written = formatFilter(filter);
        const { filter: read } = parseFilter(written);
        expect(read).toEqual(filter);
        expect(formatFilter(read ?? {})).toBe(written);
      }),
      { runs: 200 },
    );
  });

  it('when it is written, then it may stand in an address as it is', () => {
    assertProperty(
      fc.property(filters, (filter) => {
        const written = formatFilter(filter);
        expect(written).toMatch(/^[\x21-\x7e]*$/);
        expect(written).not.toMatch(/[#'"+]/);
        const { searchParams } = new URL(`http://conductor.example/v1/sagas?${written}`);
        const again = [...searchParams].map(([name, value]) => [name, encodeURIComponent(value)]);
        const { filter: read } = parseFilter(again.map((pair) => pair.join('=')).join('&'));
        expect(read).toEqual(parseFilter(written).filter);
      }),
      { runs: 200 },
    );
  });
});

describe('Any text', () => {
  it('when it is read, then it is a filter or has faults, and nothing is thrown', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 30, unit: 'binary' }),
      fc.constantFrom('status=', 'age=>', 'version=<', '!', ',', '&', '%', '=', 'stuck', '1h', '3'),
    );
    assertProperty(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const { filter, faults } = parseFilter(parts.join(''));
        expect((filter === null) !== (faults === null)).toBe(true);
        if (filter === null) expect(faults?.length).toBeGreaterThan(0);
        else expect(parseFilter(formatFilter(filter)).filter).toEqual(filter);
      }),
      { runs: 500 },
    );
  });
});
