import {
  alertText,
  agoText,
  bothTexts,
  briefText,
  clockText,
  durationText,
  toldParts,
  utcText,
  wholeText,
} from './time-text';

describe('Times, as people read them', () => {
  it.each([
    [0, '0 ms'],
    [41.4, '41 ms'],
    [1_000, '1 s'],
    [1_250, '1.3 s'],
    [59_999, '59 s'],
    [200_000, '3 min 20 s'],
    [180_000, '3 min'],
    [11 * 3_600_000, '11 h'],
    [6 * 86_400_000 + 4 * 3_600_000 + 59_000, '6 d 4 h'],
  ])('given %d ms, when they are told, then they are %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  it.each([
    [-120_000, '2 min ago'],
    [-400, 'now'],
    [3 * 3_600_000 + 5, 'in 3 h'],
    [7 * 86_400_000 - 1_000, 'in 7 d'],
    [-(59 * 60_000 + 59_000), '1 h ago'],
    [-(23 * 3_600_000 + 59 * 60_000), '1 d ago'],
    [59_700, 'in 1 min'],
    [-(36 * 3_600_000 - 1), '1 d ago'],
  ])('given an instant %d ms from now, when it is told, then it is %s', (ms, text) => {
    expect(agoText(1_000_000_000 + ms, 1_000_000_000)).toBe(text);
  });

  it('given an instant, when it is told in full, then it is UTC', () => {
    expect(utcText(Date.UTC(2026, 10, 29, 14, 2, 11, 18))).toBe('2026-11-29 14:02:11.018 UTC');
  });

  it('given what only looks like an instant, when it is told, then it stays text', () => {
    const told = toldParts('until 2026-12-24T23:00:00Z, not 2026-12-24T25:00:00Z');
    expect(told.filter(({ isInstant }) => isInstant).map(({ words }) => words)).toEqual([
      '2026-12-24T23:00:00Z',
    ]);
    expect(told.map(({ words }) => words).join('')).toBe(
      'until 2026-12-24T23:00:00Z, not 2026-12-24T25:00:00Z',
    );
  });

  it('given a sentence, when it stands in a row, then it says why before since when', () => {
    const text = 'ship is stuck since 2026-11-29T03:12:07Z: ask by 2026-11-29T05:00:00Z.';
    const now = Date.UTC(2026, 10, 29, 14, 2, 11);
    expect(briefText(text, now, 'utc')).toBe('ship is stuck: ask by 05:00:00 UTC.');
  });

  it('given a sentence, when it is copied, then its instants are written as all others', () => {
    const text = 'ship: again at 2026-11-29T03:12:07.041Z';
    expect(wholeText(text, 'utc')).toBe('ship: again at 2026-11-29 03:12:07.041 UTC');
  });

  it('given the text of an alert, when local times are chosen, then it has them', () => {
    const text = 'It began 2026-11-29 03:12 UTC, not 2026-99-99 03:12 UTC.';
    expect(alertText(text, 'utc')).toBe(text);
    const local = new Date(2026, 10, 29, 3, 12).toISOString();
    const told = `Since ${local.slice(0, 10)} ${local.slice(11, 16)} UTC.`;
    expect(alertText(told, 'local')).toMatch(/^Since 2026-11-29 03:12 [+-]\d\d:\d\d\.$/);
  });

  it.each([
    ['2026-11-29T03:12:07.018Z', '03:12:07 UTC'],
    ['2026-11-28T03:12:07.018Z', '11-28 03:12 UTC'],
    ['2025-11-29T23:59:07.018Z', '2025-11-29 23:59 UTC'],
  ])('given %s, when it is told by the clock of UTC, then it is %s', (at, text) => {
    const now = Date.UTC(2026, 10, 29, 14, 2, 11);
    expect(clockText(Date.parse(at), now, 'utc')).toBe(text);
  });

  it.each([
    [[2026, 10, 29, 3, 12, 7], /^03:12:07 [+-]\d\d:\d\d$/],
    [[2026, 10, 28, 3, 12, 7], /^11-28 03:12 [+-]\d\d:\d\d$/],
    [[2025, 10, 29, 23, 59, 7], /^2025-11-29 23:59 [+-]\d\d:\d\d$/],
  ])('given the local instant %j, when it is told, then it is %s', (parts, text) => {
    const now = new Date(2026, 10, 29, 14, 2, 11).getTime();
    expect(clockText(instantOf(parts), now, 'local')).toMatch(text);
  });

  it('given an instant, when it is told in both zones, then the chosen one is first', () => {
    const at = Date.UTC(2026, 10, 29, 14, 2, 11, 18);
    const [utc, local] = bothTexts(at, 'utc').split('\n');
    expect([utc, bothTexts(at, 'local')]).toEqual([utcText(at), `${local}\n${utc}`]);
  });
});

function instantOf(parts: readonly number[]): number {
  const [year = 0, month = 0, ...rest] = parts;
  return new Date(year, month, ...rest).getTime();
}
