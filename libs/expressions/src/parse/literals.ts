import type { Literal } from './cel-ast.js';
import { SyntaxFault } from './syntax-fault.js';

const HEX = /0[xX](?<hex>[0-9a-fA-F]+)(?<hexUnsigned>[uU])?/.source;
const DOUBLE = /(?<double>\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/.source;
const INT = /(?<int>\d+)(?<unsigned>[uU])?/.source;
const NUMBER = new RegExp(`${HEX}|${DOUBLE}|${INT}`, 'y');

export interface ReadLiteral {
  readonly value: Literal;
  /** The index behind it. */
  readonly end: number;
}

/** `12`, `0x1F`, `1.5`, `.5`, `1e3`, `12u`; null: no number begins there. @throws SyntaxFault */
export function readNumber(input: string, at: number): ReadLiteral | null {
  NUMBER.lastIndex = at;
  const match = NUMBER.exec(input);
  if (match === null) return null;
  const end = at + match[0].length;
  const { hex, hexUnsigned, double, int, unsigned } = match.groups ?? {};
  if (hexUnsigned !== undefined || unsigned !== undefined) {
    return { value: { unavailable: 'unsigned' }, end };
  }
  if (double === undefined)
    return { value: BigInt(hex === undefined ? (int ?? '') : `0x${hex}`), end };
  const value = Number(double);
  if (Number.isFinite(value)) return { value, end };
  throw new SyntaxFault('a number is larger than a JSON number can be; write it as a text', at);
}

const OPENING = /(?<bytes>[bB]?)(?<raw>[rR]?)(?<quote>"""|'''|"|')/y;

/**
 * A text or bytes, with one or three quotes on each side; null: none begins there.
 *
 * @throws SyntaxFault
 */
export function readText(input: string, at: number): ReadLiteral | null {
  OPENING.lastIndex = at;
  const match = OPENING.exec(input);
  if (match === null) return null;
  const { bytes = '', raw = '', quote = '' } = match.groups ?? {};
  const from = at + match[0].length;
  const to = endOfText(input, { from, quote, isRaw: raw !== '' });
  if (to === null) throw new SyntaxFault('a text has no end', at);
  const end = to + quote.length;
  if (bytes !== '') return { value: { unavailable: 'bytes' }, end };
  return { value: raw === '' ? unescape(input, from, to) : input.slice(from, to), end };
}

interface OpenText {
  readonly from: number;
  readonly quote: string;
  readonly isRaw: boolean;
}

/** The index of the closing quote; null: there is none, or the line ends before. */
function endOfText(input: string, { from, quote, isRaw }: OpenText): number | null {
  for (let at = from; at < input.length; at++) {
    const char = input[at];
    if (input.startsWith(quote, at)) return at;
    if (char === '\\' && !isRaw) at++;
    else if (quote.length === 1 && (char === '\n' || char === '\r')) return null;
  }
  return null;
}

const ESCAPED: ReadonlyMap<string, string> = new Map([
  ...['\\', '?', '"', "'", '`'].map((char) => [char, char] as const),
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
const BYTE = /[xX](?<byte>[0-9a-fA-F]{2})|(?<octal>[0-3][0-7]{2})/.source;
const POINT = /u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})/.source;
const CODE = new RegExp(`\\\\(?:${BYTE}|${POINT})`, 'y');
const CODE_POINT_MAX = 0x10ffff;

function unescape(input: string, from: number, to: number): string {
  let text = '';
  let at = from;
  for (
    let next = input.indexOf('\\', at);
    next !== -1 && next < to;
    next = input.indexOf('\\', at)
  ) {
    text += input.slice(at, next);
    const plain = ESCAPED.get(input[next + 1] ?? '');
    if (plain !== undefined) {
      text += plain;
      at = next + 2;
      continue;
    }
    CODE.lastIndex = next;
    const match = CODE.exec(input);
    const point = match === null ? null : codePointOf(match.groups ?? {});
    if (match === null || point === null) {
      const written = input.slice(next, Math.min(next + 2, to));
      throw new SyntaxFault(`a text has no escape ${written}: write \\\\ for a backslash`, next);
    }
    text += String.fromCodePoint(point);
    at = next + match[0].length;
  }
  return text + input.slice(at, to);
}

/** null: no character has it. */
function codePointOf(groups: Readonly<Record<string, string | undefined>>): number | null {
  const { byte, short, long, octal } = groups;
  const point =
    octal === undefined ? Number(`0x${byte ?? short ?? long ?? ''}`) : parseInt(octal, 8);
  const isHalf = point >= 0xd800 && point <= 0xdfff;
  return point > CODE_POINT_MAX || isHalf ? null : point;
}
