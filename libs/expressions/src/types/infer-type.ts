import type { ASTNode, BinaryOperator, Node } from '../parse/cel-ast.js';
import { warnOfLength, warnOfNeverEqual } from './comparisons.js';
import { guardsOf } from './guards.js';
import { inferCall, inferMethod } from './infer-call.js';
import { typeOfBinary } from './operation-types.js';
import { readIndex, readProperty } from './property-access.js';
import { readStepField, warnOfNullOutput } from './step-access.js';
import {
  describe,
  type ExpressionTypes,
  excerptOf,
  isNever,
  reportFailure,
  requireKinds,
  type TypeFindings,
  type TypeWalk,
  uncertain,
} from './type-walk.js';
import {
  ANYTHING,
  BOOLEAN,
  closedObject,
  INTEGER,
  KIND,
  type Kinds,
  listOf,
  NEVER,
  NULL,
  numbersOf,
  NUMERIC,
  objectWith,
  ofKinds,
  STRING,
  textsOf,
  unionOf,
  UNKNOWN,
  type ValueType,
} from './value-type.js';

/**
 * The type of what an expression gives that passed `checkExpression`. There is a fault only where
 * no evaluation can succeed; a part that fails, and is not always evaluated, like a branch, gets a
 * warning. Looks at each node once.
 */
export function inferType(ast: ASTNode, types: ExpressionTypes, findings: TypeFindings): ValueType {
  const guards = [guardsOf(ast), types.guards];
  let isReported = false;
  const fault = (message: string): void => {
    isReported = true;
    findings.fault(message);
  };
  const told = new Set<string>();
  const warn = (rule: string, message: string): void => {
    if (told.has(message)) return;
    told.add(message);
    findings.warn(rule, message);
  };
  const walk = { types, guards, locals: types.variables, isCertain: true };
  const type = infer(ast, { ...walk, findings: { fault, warn } });
  // of two branches each may fail for a reason of its own
  if (isNever(type) && !isReported) fault(`${excerptOf(ast)} always fails`);
  return type;
}

/** NEVER: it fails always, and why is reported. */
function infer(node: ASTNode, at: TypeWalk): ValueType {
  switch (node.op) {
    case 'value':
      return typeOfLiteral(node.args);
    case 'id':
      return at.locals.get(node.args) ?? (node.args === 'input' ? at.types.input : UNKNOWN);
    case '.':
      return inferAccess(node, at);
    case '[]': {
      const [holder, index] = node.args;
      warnOfNullOutput(holder, at);
      return readIndex(node, [infer(holder, at), infer(index, at)], at);
    }
    case 'list':
      return inferList(node, at);
    case 'map':
      return inferMap(node, at);
    case 'call':
      return inferCall(node, at, infer);
    case 'rcall':
      return inferMethod(node, at, infer);
    case '?:': {
      const [condition, yes, no] = node.args;
      const isTaken = takes(condition, 'boolean', '"?"', at);
      const branches = [yes, no].map((each) => infer(each, uncertain(at)));
      return isTaken ? unionOf(branches) : NEVER;
    }
    case '&&':
    case '||':
      return inferLogic(node, at);
    case '!_':
      return takes(node.args, 'boolean', '"!"', at) ? BOOLEAN : NEVER;
    case '-_':
      return inferNegation(node.args, at);
    default:
      return inferBinary(node.op, node.args, at);
  }
}

function inferNegation(operand: ASTNode, at: TypeWalk): ValueType {
  const type = infer(operand, at);
  if (!requireKinds(operand, type, { kinds: NUMERIC, by: '"-"' }, at)) return NEVER;
  const kinds = type.kinds & NUMERIC;
  return type.numbers === undefined ? ofKinds(kinds) : numbersOf(negated(type.numbers), kinds);
}

function negated(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].map((number) => -number || 0);
}

function takes(node: ASTNode, kind: keyof typeof KIND, by: string, at: TypeWalk): boolean {
  return requireKinds(node, infer(node, at), { kinds: KIND[kind], by }, at);
}

function typeOfLiteral(value: unknown): ValueType {
  switch (typeof value) {
    case 'string':
      return textsOf([value]);
    case 'boolean':
      return BOOLEAN;
    case 'number':
      return numbersOf([value], KIND.number);
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? numbersOf([number], KIND.integer) : INTEGER;
    }
    default:
      return value === null ? NULL : UNKNOWN;
  }
}

function inferAccess(node: Node<'.'>, at: TypeWalk): ValueType {
  const [holder, name] = node.args;
  if (holder.op === 'id' && holder.args === 'saga') {
    return name === 'key' ? ofKinds(KIND.string | KIND.null) : STRING;
  }
  const field = readStepField(node, at);
  if (field !== null) return field;
  warnOfNullOutput(holder, at);
  return readProperty(node, { node: holder, type: infer(holder, at) }, name, at);
}

function inferList(node: Node<'list'>, at: TypeWalk): ValueType {
  const items = node.args.map((each) => infer(each, at));
  return items.some(isNever) ? NEVER : listOf(() => unionOf(items));
}

const KEY: Kinds = KIND.string | NUMERIC | KIND.boolean;

function inferMap(node: Node<'map'>, at: TypeWalk): ValueType {
  const entries = node.args.map(([key, value]) => {
    const keyType = infer(key, at);
    const isTaken = requireKinds(key, keyType, { kinds: KEY, by: "an object's key" }, at);
    const type = infer(value, at);
    return { key, keyType, type: isTaken ? type : NEVER };
  });
  if (entries.some(({ type }) => isNever(type))) return NEVER;
  const properties = new Map<string, ValueType>();
  for (const { key, type } of entries) {
    if (key.op !== 'value' || typeof key.args !== 'string') {
      return objectOf(entries);
    }
    properties.set(key.args, type);
  }
  return closedObject(properties);
}

/** With keys of these types: a plain object where each of them may be a text. */
function objectOf(
  entries: readonly { readonly keyType: ValueType; readonly type: ValueType }[],
): ValueType {
  const mayBePlain = entries.every(({ keyType }) => keyType.kinds & KIND.string);
  const mayBeTable = entries.some(({ keyType }) => keyType.kinds & KEY & ~KIND.string);
  const kinds = (mayBePlain ? KIND.object : 0) | (mayBeTable ? KIND.table : 0);
  return objectWith(kinds, unionOf(entries.map(({ type }) => type)));
}

function inferBinary(
  operator: BinaryOperator,
  [left, right]: readonly [ASTNode, ASTNode],
  at: TypeWalk,
): ValueType {
  const [leftType, rightType] = [infer(left, at), infer(right, at)];
  if (isNever(leftType) || isNever(rightType)) return NEVER;
  const type = typeOfBinary(operator, leftType, rightType);
  warnOfLength([left, right], [leftType, rightType], at);
  if (operator === '==' || operator === '!=' || operator === 'in') {
    warnOfNeverEqual(operator, [left, right], [leftType, rightType], at);
  }
  if (operator === '/') warnOfLostRest([left, right], [leftType, rightType], at);
  if (type !== null) return type;
  const operands = `${describe(left, leftType)}, and ${describe(right, rightType)}`;
  const cure = operator === '+' ? joinAsTexts([left, right], [leftType, rightType]) : '';
  reportFailure(`"${operator}" cannot be applied: ${operands}${cure}`, at);
  return NEVER;
}

/** What makes a text of the side that is none; nothing where neither side is a text. */
function joinAsTexts(
  nodes: readonly [ASTNode, ASTNode],
  types: readonly [ValueType, ValueType],
): string {
  const other = types.findIndex(({ kinds }) => (kinds & KIND.string) === 0);
  const node = nodes[other];
  const isScalar = ((types[other]?.kinds ?? 0) & (NUMERIC | KIND.boolean)) !== 0;
  const hasText = types.some(({ kinds }) => (kinds & KIND.string) !== 0);
  return hasText && isScalar && node !== undefined ? `: write string(${excerptOf(node)})` : '';
}

/** `7 / 2` is 3, as in CEL: of a percentage or a price nothing may be left. */
function warnOfLostRest(
  [left, right]: readonly [ASTNode, ASTNode],
  [leftType, rightType]: readonly [ValueType, ValueType],
  { findings }: TypeWalk,
): void {
  if (!mayBeInteger(leftType) || !mayBeInteger(rightType)) return;
  if (right.op === 'value' && typeof right.args === 'bigint' && right.args !== 0n) {
    const rest = left.op === 'value' && typeof left.args === 'bigint' ? left.args % right.args : 1n;
    if (rest === 0n || right.args === 1n) return;
  }
  const written = `${excerptOf(left)} / ${excerptOf(right)}`;
  const message = `${written} loses what is behind the point where both are integers of CEL`;
  const cure = `write a point, as in 100.0, or double(${excerptOf(left)})`;
  findings.warn('integer-division', `${message}: ${cure}`);
}

/** Known to be one at times; a type of which nothing is known says nothing. */
function mayBeInteger({ kinds }: ValueType): boolean {
  return (kinds & KIND.integer) !== 0 && kinds !== ANYTHING.kinds;
}

/** Either side may decide alone, and then the other one does not matter. */
function inferLogic(node: Node<'&&' | '||'>, at: TypeWalk): ValueType {
  const types = node.args.map((each) => infer(each, uncertain(at)));
  const canBe = types.map(({ kinds }) => (kinds & KIND.boolean) !== 0);
  const isPossible = canBe.includes(true);
  node.args.forEach((each, side) => {
    const need = { kinds: KIND.boolean, by: `"${node.op}"` };
    requireKinds(each, types[side] ?? UNKNOWN, need, isPossible ? uncertain(at) : at);
  });
  return isPossible ? BOOLEAN : NEVER;
}
