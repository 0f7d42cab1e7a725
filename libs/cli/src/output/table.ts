import Table from 'cli-table3';
import { isList, isObject } from '#protocol';
import { statusText, type Look } from './look.js';

/** A column of a list: its head, and where its value stands in an item (`definition.name`). */
export interface Column {
  readonly head: string;
  readonly at: string;
  /** What is shown instead of the value as it is. */
  readonly show?: (value: unknown, look: Look, item: unknown) => string;
  /** It takes what is left of the line, and is cut there. */
  readonly isWide?: boolean;
}

/** As columns are mostly written: `ID id`, `STATUS status`. */
export function columns(...texts: readonly (string | Column)[]): readonly Column[] {
  return texts.map((text) => {
    if (typeof text !== 'string') return text;
    const [head = '', at = ''] = text.split(' ');
    return { head, at };
  });
}

const GAP = 2;
const WIDE_MIN = 20;

/** Lines without borders, so that they can be read by eyes and by `awk`. */
export function tableText(items: readonly unknown[], shown: readonly Column[], look: Look): string {
  if (items.length === 0) return look.paint('dim', 'nothing');
  const rows = items.map((item) => shown.map((column) => cellText(item, column, look)));
  const heads = shown.map(({ head }) => look.paint('bold', head));
  return gridText([heads, ...fitted(rows, shown, look)]);
}

/** Cells in columns, two blanks between them. */
export function gridText(rows: readonly (readonly string[])[]): string {
  const table = new Table({
    chars: Object.fromEntries(
      BORDERS.map((name) => [name, name === 'middle' ? ' '.repeat(GAP) : '']),
    ),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const BORDERS = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left'],
  ...['bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];

/** The wide column is cut to what the terminal has left. */
function fitted(
  rows: readonly (readonly string[])[],
  shown: readonly Column[],
  { width }: Look,
): readonly (readonly string[])[] {
  const wide = shown.findIndex(({ isWide }) => isWide === true);
  if (width === null || wide === -1) return rows;
  const widthOf = (column: number): number =>
    Math.max(shown[column]!.head.length, ...rows.map((row) => visible(row[column]!).length));
  const others = shown.map((_, column) => (column === wide ? 0 : widthOf(column) + GAP));
  const left = Math.max(WIDE_MIN, width - others.reduce((sum, each) => sum + each, 0));
  return rows.map((row) => row.map((cell, column) => (column === wide ? cut(cell, left) : cell)));
}

/** Cut to so many columns; a painted text that is too long loses its paint. */
export function cut(text: string, columnsMax: number): string {
  const plain = visible(text);
  if (plain.length <= columnsMax) return text;
  return `${plain.slice(0, columnsMax - 1)}…`;
}

function visible(text: string): string {
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}

function cellText(item: unknown, { at, show }: Column, look: Look): string {
  const value = valueAt(item, at);
  if (show !== undefined) return oneLine(show(value, look, item));
  const text = oneLine(plainText(value));
  return at === 'status' || at.endsWith('.status') ? statusText(text, look) : text;
}

/** What stands at `a.b.c`; undefined: nothing does. An empty place is the whole. */
export function valueAt(value: unknown, place: string): unknown {
  if (place === '') return value;
  return place
    .split('.')
    .reduce<unknown>(
      (each, name) => (isObject(each as never) ? (each as never)[name] : undefined),
      value,
    );
}

/** A value in one line: `–` where there is none. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'object') {
    if (isList(value as never) && (value as readonly unknown[]).every(isPlain)) {
      return (value as readonly unknown[]).join(', ') || '–';
    }
    return JSON.stringify(value);
  }
  return String(value);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/**
 * A text of others on one line, and without what a terminal would obey: an error message of a
 * service must not be able to write over the screen.
 */
export function oneLine(text: string): string {
  const lines = harmless(text).split('\n');
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
}

/** Without the control characters that a terminal obeys, but for colours of our own and lines. */
export function harmless(text: string): string {
  return text.replace(
    /\u001b(?!\[[0-9;]*m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g,
    '\ufffd',
  );
}
