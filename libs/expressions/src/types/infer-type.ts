import type { ASTNode } from '../evaluate/cel-parser.js';
import { macroOf } from '../rules/expression-rules.js';
import { guardsOf } from './guards.js';
import {
  type BinaryOperator,
  FUNCTION_SIGNATURES,
  METHOD_SIGNATURES,
  type Signature,
  typeOfBinary,
} from './operation-types.js';
import { readIndex, readProperty } from './property-access.js';
import {
  describe,
  type ExpressionTypes,
  excerptOf,
  isNever,
  reportFailure,
  take,
  type TypeFindings,
  type TypeWalk,
  uncertain,
} from './type-walk.js';
import {
  BOOLEAN,
  closedObject,
  KIND,
  listOf,
  nameOfKinds,
  NEVER,
  NULL,
  NUMBER,
  ofKinds,
  STRING,
  unionOf,
  UNKNOWN,
  type ValueType,
} from './value-type.js';

type Node<Op extends ASTNode['op']> = ASTNode & { readonly op: Op };

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
      return readIndex(node, [infer(holder, at), infer(index, at)], at);
    }
    case 'list':
      return inferList(node, at);
    case 'map':
      return inferMap(node, at);
    case 'call':
      return inferCall(node, at);
    case 'rcall':
      return inferMethod(node, at);
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
      return takes(node.args, 'number', '"-"', at) ? NUMBER : NEVER;
    case '.?':
    case '[?]':
      throw new Error('optional access does not pass checkExpression');
    default:
      return inferBinary(node.op, node.args, at);
  }
}

function takes(node: ASTNode, kind: keyof typeof KIND, by: string, at: TypeWalk): boolean {
  return take(node, infer(node, at), { kinds: KIND[kind], by }, at);
}

function typeOfLiteral(value: unknown): ValueType {
  switch (typeof value) {
    case 'string':
      return STRING;
    case 'boolean':
      return BOOLEAN;
    case 'number':
    case 'bigint':
      return NUMBER;
    default:
      return value === null ? NULL : UNKNOWN;
  }
}

function inferAccess(node: Node<'.'>, at: TypeWalk): ValueType {
  const [holder, name] = node.args;
  if (holder.op === 'id' && holder.args === 'saga') {
    return name === 'key' ? ofKinds(KIND.string | KIND.null) : STRING;
  }
  if (holder.op === '.' && holder.args[0].op === 'id' && holder.args[0].args === 'steps') {
    return name === 'output' ? at.types.outputOf(holder.args[1]) : STRING;
  }
  return readProperty(node, { node: holder, type: infer(holder, at) }, name, at);
}

function inferList(node: Node<'list'>, at: TypeWalk): ValueType {
  const items = node.args.map((each) => infer(each, at));
  return items.some(isNever) ? NEVER : listOf(() => unionOf(items));
}

function inferMap(node: Node<'map'>, at: TypeWalk): ValueType {
  const entries = node.args.map(([key, value]) => {
    const isTaken = takes(key, 'string', "an object's key", at);
    const type = infer(value, at);
    return { key, type: isTaken ? type : NEVER };
  });
  if (entries.some(({ type }) => isNever(type))) return NEVER;
  const properties = new Map<string, ValueType>();
  for (const { key, type } of entries) {
    if (key.op !== 'value' || typeof key.args !== 'string') return ofKinds(KIND.object);
    properties.set(key.args, type);
  }
  return closedObject(properties);
}

function inferBinary(
  operator: BinaryOperator,
  [left, right]: readonly [ASTNode, ASTNode],
  at: TypeWalk,
): ValueType {
  const [leftType, rightType] = [infer(left, at), infer(right, at)];
  if (isNever(leftType) || isNever(rightType)) return NEVER;
  const type = typeOfBinary(operator, leftType, rightType);
  if ((operator === '==' || operator === '!=') && (leftType.kinds & rightType.kinds) === 0) {
    const sides = `${describe(left, leftType)}, and ${describe(right, rightType)}`;
    at.findings.warn('never-equal', `"${operator}" never finds these equal: ${sides}`);
  }
  if (type !== null) return type;
  const operands = `${describe(left, leftType)}, and ${describe(right, rightType)}`;
  reportFailure(`"${operator}" cannot be applied: ${operands}`, at);
  return NEVER;
}

/** Either side may decide alone, and then the other one does not matter. */
function inferLogic(node: Node<'&&' | '||'>, at: TypeWalk): ValueType {
  const types = node.args.map((each) => infer(each, uncertain(at)));
  const canBe = types.map(({ kinds }) => (kinds & KIND.boolean) !== 0);
  const isPossible = canBe.includes(true);
  node.args.forEach((each, side) => {
    const need = { kinds: KIND.boolean, by: `"${node.op}"` };
    take(each, types[side] ?? UNKNOWN, need, isPossible ? uncertain(at) : at);
  });
  return isPossible ? BOOLEAN : NEVER;
}

function inferCall(node: Node<'call'>, at: TypeWalk): ValueType {
  const [name, args] = node.args;
  if (name === 'has') {
    args.forEach((each) => infer(each, uncertain(at)));
    return BOOLEAN;
  }
  if (name === 'coalesce') {
    if (args.length !== 2) return refuseCount(name, '2 arguments', args.length, at);
    const types = args.map((each) => infer(each, uncertain(at)));
    return unionOf([...types, NULL]);
  }
  return applySignature(FUNCTION_SIGNATURES.get(name), { name, args, receivers: 0 }, at);
}

function inferMethod(node: Node<'rcall'>, at: TypeWalk): ValueType {
  const macro = macroOf(node);
  if (macro !== null) return inferMacro(macro, at);
  const [name, receiver, rest] = node.args;
  const call: AppliedCall = { name, args: [receiver, ...rest], receivers: 1 };
  return applySignature(METHOD_SIGNATURES.get(name), call, at);
}

interface AppliedCall {
  readonly name: string;
  readonly args: readonly ASTNode[];
  /** 1: the first argument stands before the point of a method call. */
  readonly receivers: 0 | 1;
}

function applySignature(
  signature: Signature | undefined,
  { name, args, receivers }: AppliedCall,
  at: TypeWalk,
): ValueType {
  const types = args.map((each) => infer(each, at));
  if (signature === undefined) return UNKNOWN;
  const { takes: taken, optional } = signature;
  if (args.length < taken.length - optional || args.length > taken.length) {
    return refuseCount(name, countsOf(signature, receivers), args.length - receivers, at);
  }
  const by = `${name}()`;
  const areTaken = args.map((each, position) => {
    const kinds = signature.takes[position] ?? UNKNOWN.kinds;
    return take(each, types[position] ?? UNKNOWN, { kinds, by }, at);
  });
  if (areTaken.includes(false)) return NEVER;
  const [list, type] = [args[0], types[0]];
  if (list !== undefined && type !== undefined) checkItems(signature, { list, type, by }, at);
  return signature.gives;
}

/** `1 or 2 arguments`, without the receiver of a method. */
function countsOf({ takes: taken, optional }: Signature, receivers: number): string {
  const most = taken.length - receivers;
  const counts = Array.from({ length: optional + 1 }, (_, index) => most - optional + index);
  return `${counts.join(' or ')} ${most === 1 ? 'argument' : 'arguments'}`;
}

/** A fault also where the call is never reached: no input makes it right. */
function refuseCount(name: string, needed: string, given: number, at: TypeWalk): ValueType {
  at.findings.fault(`${name}() takes ${needed} and is given ${given}`);
  return NEVER;
}

/** A list that is empty has no item that could be wrong. */
function checkItems(
  { takesItems }: Signature,
  { list, type, by }: { readonly list: ASTNode; readonly type: ValueType; readonly by: string },
  at: TypeWalk,
): void {
  if (takesItems === null) return;
  const { kinds } = type.items();
  if (kinds === 0 || (kinds & takesItems) !== 0) return;
  const needed = `${by} needs items that are ${nameOfKinds(takesItems)}`;
  const message = `${needed}, and each of ${excerptOf(list)} is ${nameOfKinds(kinds)}`;
  reportFailure(message, uncertain(at));
}

function inferMacro(macro: NonNullable<ReturnType<typeof macroOf>>, at: TypeWalk): ValueType {
  const { name, range, variable, bodies } = macro;
  const type = infer(range, at);
  if (bodies.length !== 1 && !(name === 'map' && bodies.length === 2)) {
    const needed = name === 'map' ? '2 or 3 arguments' : '2 arguments';
    return refuseCount(name, needed, bodies.length + 1, at);
  }
  const need = { kinds: KIND.list | KIND.object, by: `${name}()` };
  const isTaken = take(range, type, need, at);
  // of an object, the macro takes the keys
  const item = unionOf([
    type.kinds & KIND.list ? type.items() : NEVER,
    type.kinds & KIND.object ? STRING : NEVER,
  ]);
  const locals = new Map(at.locals).set(variable.op === 'id' ? variable.args : '', item);
  // the list may be empty
  const inside = { ...uncertain(at), locals };
  const results = bodies.map((each) => infer(each, inside));
  const condition = name === 'map' ? bodies.length - 2 : 0;
  const [asked, result] = [bodies[condition], results[condition]];
  if (asked !== undefined && result !== undefined && isTaken) {
    take(asked, result, { kinds: KIND.boolean, by: `${name}()` }, inside);
  }
  if (!isTaken) return NEVER;
  if (name === 'map') return listOf(() => results.at(-1) ?? UNKNOWN);
  return name === 'filter' ? listOf(() => item) : BOOLEAN;
}
