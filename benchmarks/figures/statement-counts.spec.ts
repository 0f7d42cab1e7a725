import { shortText, statementRates } from './statement-counts.js';

it('statements between two readings are counted, new ones too, the most frequent first', () => {
  const before = new Map([
    ['select 1', 10],
    ['select 2', 100],
  ]);
  const after = new Map([
    ['select 1', 20],
    ['select 2', 100],
    ['select 3', 40],
  ]);
  expect(statementRates(before, after, 10)).toEqual([
    { text: 'select 3', perSecond: 4 },
    { text: 'select 1', perSecond: 1 },
  ]);
});

it('a statement is shown in one short line', () => {
  expect(shortText(`\n  select a,\n    b ${'c'.repeat(100)}`)).toBe(
    `select a, b ${'c'.repeat(68)}`,
  );
});
