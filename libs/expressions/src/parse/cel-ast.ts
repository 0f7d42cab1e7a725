export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type Comparison = '<' | '<=' | '>' | '>=';
export type BinaryOperator = ArithmeticOperator | Comparison | '==' | '!=' | 'in';

/** A literal of CEL that JSON has no value for. It is refused where it stands. */
export interface UnavailableLiteral {
  readonly unavailable: 'bytes' | 'unsigned';
}
export type Literal = string | number | bigint | boolean | null | UnavailableLiteral;

interface Arguments {
  value: Literal;
  /** `.line` with its point: never the variable of a macro. */
  id: string;
  '.': readonly [ASTNode, string];
  '[]': readonly [ASTNode, ASTNode];
  call: readonly [string, readonly ASTNode[]];
  rcall: readonly [string, ASTNode, readonly ASTNode[]];
  list: readonly ASTNode[];
  map: readonly (readonly [ASTNode, ASTNode])[];
  '?:': readonly [ASTNode, ASTNode, ASTNode];
  '&&': readonly [ASTNode, ASTNode];
  '||': readonly [ASTNode, ASTNode];
  '!_': ASTNode;
  '-_': ASTNode;
}

type AllArguments = Arguments & Record<BinaryOperator, readonly [ASTNode, ASTNode]>;

interface NodeOf<Op extends keyof AllArguments> {
  readonly op: Op;
  readonly args: AllArguments[Op];
  /** The whole expression, and which part of it this is, in code units. */
  readonly input: string;
  readonly start: number;
  readonly end: number;
}

/** A node of a parsed expression. */
export type ASTNode = { [Op in keyof AllArguments]: NodeOf<Op> }[keyof AllArguments];
export type Operation = ASTNode['op'];
/** The node of one operation. */
export type Node<Op extends Operation> = ASTNode & { readonly op: Op };

export function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}
