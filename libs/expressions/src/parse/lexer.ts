import type { Literal } from './cel-ast.js';
import { readNumber, readText } from './literals.js';
import { SyntaxFault } from './syntax-fault.js';

export interface Token {
  readonly type: 'literal' | 'name' | 'quoted-name' | 'sign' | 'end';
  /** A name without backticks, or a sign such as `<=`, `in` too. */
  readonly text: string;
  readonly value: Literal;
  readonly start: number;
  readonly end: number;
}

const BLANK = /(?:[ \t\n\f\r]+|\/\/[^\n]*)*/y;
const NAME = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const QUOTED_NAME = /`(?<name>[a-zA-Z0-9_.\-/ ]+)`/y;
const SIGN = /==|!=|<=|>=|&&|\|\||[-+*/%<>!()[\]{}.,:?]/y;

const LITERAL_WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** What people write who are used to another language, and what to write here. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/===/y, 'there is no "===": write =='],
  [/!==/y, 'there is no "!==": write !='],
  [
    /=>/y,
    'there is no "=>": a macro takes a name and an expression, as in input.lines.map(l, l.sku)',
  ],
  [/=/y, 'there is no "=": to compare write =='],
  [/\?\?/y, 'there is no "??": write coalesce(a, b)'],
  [/\?\.(?!\d)/y, 'there is no "?.": write coalesce(a.b, "…"), or ask with has(a.b)'],
  [/<>/y, 'there is no "<>": write !='],
  [/\$/y, 'there is no "$" in an expression: write input.city, or steps.<name>.output'],
  [
    /`(?![a-zA-Z0-9_.\-/ ]+`)/y,
    'there is no text in backticks: write "order-${input.id}", or "order-" + input.id',
  ],
  [/;/y, 'there is no ";": an expression is one value, and ends with "}"'],
  [/&/y, 'there is no "&": write &&'],
  [/\|/y, 'there is no "|": write ||'],
];

/**
 * The token that begins at or after an index. Takes time linear in what it reads.
 *
 * @throws SyntaxFault
 */
export function readToken(input: string, from: number): Token {
  const start = from + lengthOf(BLANK, input, from);
  const token = (type: Token['type'], end: number, text = input.slice(start, end)): Token => {
    return { type, text, value: null, start, end };
  };
  if (start >= input.length) return token('end', start);
  refuseForeign(input, start);
  const literal = readText(input, start) ?? readNumber(input, start);
  if (literal !== null) return { ...token('literal', literal.end), value: literal.value };
  const name = lengthOf(NAME, input, start);
  if (name > 0) return wordToken(token('name', start + name));
  QUOTED_NAME.lastIndex = start;
  const quoted = QUOTED_NAME.exec(input);
  if (quoted !== null) {
    return token('quoted-name', start + quoted[0].length, quoted.groups?.['name'] ?? '');
  }
  const sign = lengthOf(SIGN, input, start);
  if (sign > 0) return token('sign', start + sign);
  const char = String.fromCodePoint(input.codePointAt(start) ?? 0);
  throw new SyntaxFault(`${JSON.stringify(char)} cannot stand here`, start);
}

function wordToken(token: Token): Token {
  const value = LITERAL_WORDS.get(token.text);
  if (value !== undefined) return { ...token, type: 'literal', value };
  return token.text === 'in' ? { ...token, type: 'sign' } : token;
}

function refuseForeign(input: string, at: number): void {
  if (/^(?:==(?!=)|!=(?!=)|&&|\|\|)/.test(input.slice(at, at + 3))) return;
  for (const [pattern, message] of FOREIGN) {
    if (lengthOf(pattern, input, at) > 0) throw new SyntaxFault(message, at);
  }
}

/** 0: it does not match there. */
function lengthOf(pattern: RegExp, input: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(input)?.[0].length ?? 0;
}
