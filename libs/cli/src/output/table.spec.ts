import { columns, cut, harmless, tableText } from './table.js';
import { lookOf } from './look.js';

const PLAIN = lookOf({ write: () => true }, {});
const NARROW = lookOf({ write: () => true, isTTY: true, columns: 40 }, { NO_COLOR: '1' });

describe('A table', () => {
  const items = [
    { id: 'a', status: 'stuck', deep: { text: 'short' } },
    { id: 'b', status: 'running', deep: { text: 'x'.repeat(100) } },
    { id: 'c', status: 'running', deep: null },
  ];
  const shown = columns('ID id', 'STATUS status', { head: 'TEXT', at: 'deep.text', isWide: true });

  it('has a line for each item, and a dash where there is nothing', () => {
    const lines = tableText(items, shown, PLAIN).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe('c   running  –');
    expect(lines[2]).toContain('x'.repeat(100));
  });

  it('fits a terminal', () => {
    const lines = tableText(items, shown, NARROW).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(lines[2]).toMatch(/x…$/);
  });

  it('has colours on a terminal alone, and never without the word', () => {
    const coloured = lookOf({ write: () => true, isTTY: true }, { TERM: 'xterm' });
    expect(tableText(items, shown, coloured)).toMatch(/\u001b\[31mstuck\u001b\[39m/);
    expect(tableText(items, shown, PLAIN)).not.toContain('\u001b');
  });
});

describe('What others wrote', () => {
  it.each([
    ['\u001b]0;title\u0007', '\ufffd]0;title\ufffd'],
    ['a\u001b[2Jb', 'a\ufffd[2Jb'],
    ['a\rb\bc', 'a\ufffdb\ufffdc'],
    ['\u009b31m', '\ufffd31m'],
    ['ä → 😀\n\tb', 'ä → 😀\n\tb'],
  ])('is shown without what a terminal obeys: %j', (text, shown) => {
    expect(harmless(text)).toBe(shown);
  });

  it('is cut with a sign of it', () => {
    expect([cut('abcdef', 4), cut('abc', 4)]).toEqual(['abc…', 'abc']);
  });
});
