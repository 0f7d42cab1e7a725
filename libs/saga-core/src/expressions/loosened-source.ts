import type { ASTNode } from './cel-parser.js';
import { macroOf } from './expression-rules.js';
import {
  type BinaryOperator,
  FUNCTION_SIGNATURES,
  METHOD_SIGNATURES,
  type Signature,
} from './types/operation-types.js';
import { KIND } from './types/value-type.js';

type Node<Op extends ASTNode['op']> = ASTNode & { readonly op: Op };
type Binary = Node<BinaryOperator | '&&' | '||'>;

/**
 * An expression of the same types, to be checked and never evaluated, where CEL is stricter than
 * JSON has reason to be: all numbers are doubles, a position is a number of any kind, the branches
 * of `a ? b : c` and lists that are added need not be alike, and `has(e.f)` takes any `e`.
 */
export function loosenedSourceOf(ast: ASTNode): string {
  switch (ast.op) {
    case 'value':
      return literalLike(ast.args);
    case 'id':
      return ast.args;
    case '.':
      return `${loosenedSourceOf(ast.args[0])}.${ast.args[1]}`;
    case '[]':
      return `${loosenedSourceOf(ast.args[0])}[${dyn(ast.args[1])}]`;
    case 'list':
      return `[${ast.args.map(loosenedSourceOf).join()}]`;
    case 'map': {
      const entries = ast.args.map((entry) => entry.map(loosenedSourceOf).join(':'));
      return `{${entries.join()}}`;
    }
    case 'call':
      return loosenedCall(ast);
    case 'rcall':
      return loosenedMethod(ast);
    case '?:': {
      const [condition, yes, no] = ast.args;
      return `(${loosenedSourceOf(condition)} ? ${dyn(yes)} : ${dyn(no)})`;
    }
    case '!_':
    case '-_':
      return `(${ast.op.charAt(0)}${loosenedSourceOf(ast.args)})`;
    case '.?':
    case '[?]':
      throw new Error('optional access does not pass checkExpression');
    default:
      return `(${loosenedOperands(ast)})`;
  }
}

function dyn(ast: ASTNode): string {
  return `dyn(${loosenedSourceOf(ast)})`;
}

/** Which one it is does not matter to its type. */
function literalLike(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return '""';
    case 'boolean':
      return 'true';
    default:
      return value === null ? 'null' : '0.0';
  }
}

/** Without parentheses around: a chain like `a + b + c` does not nest. */
function loosenedOperands({ op, args: [left, right] }: Binary): string {
  const first = left.op === op ? loosenedOperands(left) : operand(op, left);
  return `${first} ${op} ${operand(op, right)}`;
}

function operand(op: Binary['op'], ast: ASTNode): string {
  return op === '+' && ast.op === 'list' ? `[${ast.args.map(dyn).join()}]` : loosenedSourceOf(ast);
}

function loosenedCall({ args: [name, args] }: Node<'call'>): string {
  // whatever is asked for, the answer is true or false
  if (name === 'has') return `bool(${args.map(dyn).join()})`;
  const call = `${name}(${loosenedArguments(FUNCTION_SIGNATURES.get(name), args).join()})`;
  return WHOLE_NUMBER_OF.has(name) ? `double(${call})` : call;
}

function loosenedMethod(ast: Node<'rcall'>): string {
  const [name, receiver, args] = ast.args;
  const isMacro = macroOf(ast) !== null;
  const signature = isMacro ? undefined : METHOD_SIGNATURES.get(name);
  const [of = '', ...others] = loosenedArguments(signature, [receiver, ...args]);
  const call = `${of}.${name}(${others.join()})`;
  return !isMacro && WHOLE_NUMBER_OF.has(name) ? `double(${call})` : call;
}

const WHOLE_NUMBER_OF: ReadonlySet<string> = new Set(['size', 'int', 'indexOf', 'lastIndexOf']);

function loosenedArguments(
  signature: Signature | undefined,
  args: readonly ASTNode[],
): readonly string[] {
  return args.map((each, position) =>
    signature?.takes[position] === KIND.number ? dyn(each) : loosenedSourceOf(each),
  );
}
