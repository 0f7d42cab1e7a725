import type { ASTNode, Operation, Node } from './cel-ast.js';
import { readToken, type Token } from './lexer.js';
import { shortened, SyntaxFault } from './syntax-fault.js';

/** Deeper expressions are not written by people. */
const NESTING_MAX = 32;
/** `a.b.c[0].d()`: how many parts follow the first one. */
const CHAIN_MAX = 64;

/** Operators that bind equally, the loosest first. */
const BINARY_LEVELS: readonly ReadonlySet<string>[] = [
  new Set(['||']),
  new Set(['&&']),
  new Set(['==', '!=', '<', '<=', '>', '>=', 'in']),
  new Set(['+', '-']),
  new Set(['*', '/', '%']),
];

/** Kept for the language itself: no variable has such a name. */
const RESERVED: ReadonlySet<string> = new Set([
  ...['as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop'],
  ...['package', 'namespace', 'return', 'var', 'void', 'while'],
]);

/** Operators that are words elsewhere. */
const SIGN_OF_WORD: ReadonlyMap<string, string> = new Map([
  ...([
    ['and', '&&'],
    ['or', '||'],
    ['not', '!'],
    ['mod', '%'],
    ['div', '/'],
  ] as const),
  ...([
    ['is', '=='],
    ['eq', '=='],
    ['ne', '!='],
    ['neq', '!='],
    ['gt', '>'],
    ['lt', '<'],
  ] as const),
  ...([
    ['ge', '>='],
    ['gte', '>='],
    ['le', '<='],
    ['lte', '<='],
    ['then', 'a ? b : c'],
  ] as const),
]);

/** Functions whose names have a point, and no receiver. */
const QUALIFIED: ReadonlySet<string> = new Set(['strings.quote']);

/** What no macro's variable can hide, so that its point says nothing. */
const NEVER_HIDDEN: ReadonlySet<string> = new Set(['input', 'saga', 'steps']);

/** The grammar of CEL, by recursive descent; messages of protocol buffers are left out. */
export class Parser {
  private token: Token;
  private depth = 0;

  constructor(private readonly input: string) {
    this.token = readToken(input, 0);
  }

  /** @throws SyntaxFault */
  parse(): ASTNode {
    const expression = this.expression();
    if (this.token.type !== 'end') throw this.unexpected('an operator or the end');
    return expression;
  }

  private expression(): ASTNode {
    if (this.depth > NESTING_MAX) {
      throw new SyntaxFault(`nests deeper than ${NESTING_MAX} levels`, this.token.start);
    }
    this.depth++;
    const condition = this.binary(0);
    const result = this.take('?') ? this.conditional(condition) : condition;
    this.depth--;
    return result;
  }

  private conditional(condition: ASTNode): ASTNode {
    const yes = this.binary(0);
    this.expect(':', 'a ":" and a value for the other case, as in a ? b : c');
    const no = this.expression();
    return this.node('?:', [condition, yes, no], condition.start, no.end);
  }

  private binary(level: number): ASTNode {
    const operators = BINARY_LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    while (this.token.type === 'sign' && operators.has(this.token.text)) {
      const operator = this.advance().text as '+';
      const right = this.binary(level + 1);
      left = this.node(operator, [left, right], left.start, right.end);
    }
    return left;
  }

  /** Without recursion: as many signs as fit may stand in a row. */
  private unary(): ASTNode {
    const signs: Token[] = [];
    while (this.is('!') || this.is('-')) signs.push(this.advance());
    let operand = this.member();
    for (const { text, start } of signs.reverse()) {
      operand = this.node(text === '!' ? '!_' : '-_', operand, start, operand.end);
    }
    return operand;
  }

  private member(): ASTNode {
    let member = this.primary();
    for (let parts = 0; this.is('.') || this.is('['); parts++) {
      if (parts >= CHAIN_MAX) {
        throw new SyntaxFault(`has more than ${CHAIN_MAX} parts in a row`, this.token.start);
      }
      member = this.advance().text === '.' ? this.selection(member) : this.index(member);
    }
    return member;
  }

  private selection(holder: ASTNode): ASTNode {
    if (this.is('?')) throw this.noOptionals();
    const name = this.token;
    if (name.type !== 'name' && name.type !== 'quoted-name') throw this.unexpected('a name');
    this.advance();
    if (name.type === 'quoted-name' || !this.is('(')) {
      return this.node('.', [holder, name.text], holder.start, name.end);
    }
    const { args, end } = this.callArguments();
    const qualified = holder.op === 'id' ? `${holder.args}.${name.text}` : '';
    if (QUALIFIED.has(qualified)) return this.node('call', [qualified, args], holder.start, end);
    return this.node('rcall', [name.text, holder, args], holder.start, end);
  }

  private index(holder: ASTNode): ASTNode {
    if (this.is('?')) throw this.noOptionals();
    const index = this.expression();
    const { end } = this.expect(']', 'a "]"');
    return this.node('[]', [holder, index], holder.start, end);
  }

  private primary(): ASTNode {
    const { type, start } = this.token;
    if (type === 'literal') {
      const { value, end } = this.advance();
      return this.node('value', value, start, end);
    }
    if (type === 'name') return this.named(start, '');
    if (this.take('.')) {
      if (this.token.type !== 'name') throw this.unexpected('a name');
      return this.named(start, NEVER_HIDDEN.has(this.token.text) ? '' : '.');
    }
    if (this.take('(')) {
      const inner = this.expression();
      // with its brackets: what goes on behind them begins before them
      return { ...inner, start, end: this.expect(')', 'a ")"').end };
    }
    if (this.take('[')) {
      const { items, end } = this.sequence(']', () => this.item());
      return this.node('list', items, start, end);
    }
    if (this.take('{')) {
      const { items, end } = this.sequence('}', () => this.entry());
      return this.node('map', items, start, end);
    }
    throw this.unexpected('a value');
  }

  /** A variable or a call. */
  private named(start: number, point: '' | '.'): ASTNode {
    const name = this.advance();
    if (RESERVED.has(name.text)) {
      const cure = name.text === 'if' ? ': write condition ? a : b' : '';
      throw new SyntaxFault(`"${name.text}" is a reserved word, and no name${cure}`, name.start);
    }
    if (name.text === 'not' && (this.token.type === 'name' || this.token.type === 'literal')) {
      throw new SyntaxFault('there is no "not": write !', name.start);
    }
    if (this.is('{')) {
      const message = 'there are no messages of protocol buffers: an object is { "name": value }';
      throw new SyntaxFault(message, this.token.start);
    }
    if (!this.is('(')) return this.node('id', `${point}${name.text}`, start, name.end);
    const { args, end } = this.callArguments();
    return this.node('call', [name.text, args], start, end);
  }

  private callArguments(): { readonly args: readonly ASTNode[]; readonly end: number } {
    this.advance();
    const { items, end } = this.sequence(')', () => this.expression());
    return { args: items, end };
  }

  private item(): ASTNode {
    if (this.is('?')) throw this.noOptionals();
    return this.expression();
  }

  private entry(): readonly [ASTNode, ASTNode] {
    const key = this.item();
    if (!this.is(':') && this.input.trimStart().startsWith('{{')) {
      const message =
        'there is no "{{": an expression stands within "${" and "}", as in ${input.city}';
      throw new SyntaxFault(message, this.input.indexOf('{{'));
    }
    this.expect(':', 'a ":" and a value');
    return [key, this.expression()];
  }

  /** Up to the closing sign, which is taken; a comma may stand before it, but not in a call. */
  private sequence<Item>(
    close: ')' | ']' | '}',
    read: () => Item,
  ): { readonly items: readonly Item[]; readonly end: number } {
    const items: Item[] = [];
    while (!this.is(close)) {
      items.push(read());
      if (!this.take(',')) break;
      if (close === ')' && this.is(close)) throw this.unexpected('an argument');
    }
    return { items, end: this.expect(close, `a "," or a "${close}"`).end };
  }

  private is(sign: string): boolean {
    return this.token.type === 'sign' && this.token.text === sign;
  }

  private take(sign: string): boolean {
    const isNext = this.is(sign);
    if (isNext) this.advance();
    return isNext;
  }

  private expect(sign: string, what: string): Token {
    if (!this.is(sign)) throw this.unexpected(what);
    return this.advance();
  }

  /** The token that was next. */
  private advance(): Token {
    const { token } = this;
    this.token = readToken(this.input, token.end);
    return token;
  }

  private node<Op extends Operation>(
    op: Op,
    args: Node<Op>['args'],
    start: number,
    end: number,
  ): ASTNode {
    return { op, args, input: this.input, start, end } as ASTNode;
  }

  private unexpected(needed: string): SyntaxFault {
    const { type, text, start } = this.token;
    const sign = type === 'name' ? SIGN_OF_WORD.get(text.toLowerCase()) : undefined;
    if (sign !== undefined) return new SyntaxFault(`there is no "${text}": write ${sign}`, start);
    const found = type === 'end' ? 'the expression ends here' : `there is ${shortened(text)}`;
    return new SyntaxFault(`needs ${needed}, and ${found}`, start);
  }

  private noOptionals(): SyntaxFault {
    const message = 'there is no optional access: write coalesce(a.b, "…"), or ask with has(a.b)';
    return new SyntaxFault(message, this.token.start);
  }
}
