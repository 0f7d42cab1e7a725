import type { ASTNode, Node } from '../parse/cel-ast.js';
import { ROOTS } from '../rules/roots.js';
import { macroOf } from '../rules/macro-call.js';
import { inferMacro } from './infer-macro.js';
import { faultOfLiterals } from './literal-arguments.js';
import { FUNCTION_SIGNATURES, METHOD_SIGNATURES, type Signature } from './operation-types.js';
import {
  excerptOf,
  type Infer,
  reportFailure,
  requireKinds,
  type TypeWalk,
  uncertain,
} from './type-walk.js';
import {
  BOOLEAN,
  nameOfKinds,
  NEVER,
  NULL,
  ofKinds,
  unionOf,
  UNKNOWN,
  type ValueType,
} from './value-type.js';

export function inferCall(node: Node<'call'>, at: TypeWalk, infer: Infer): ValueType {
  const [name, args] = node.args;
  if (name === 'has') {
    args.forEach((each) => infer(each, uncertain(at)));
    return BOOLEAN;
  }
  if (name === 'coalesce') {
    if (args.length < 2) return refuseCount(name, 'at least 2 arguments', args.length, at);
    const types = args.map((each) => infer(each, uncertain(at)));
    return unionOf([...types, NULL]);
  }
  const call: AppliedCall = { name, args, receivers: 0 };
  return applySignature(FUNCTION_SIGNATURES.get(name), call, at, infer);
}

export function inferMethod(node: Node<'rcall'>, at: TypeWalk, infer: Infer): ValueType {
  const macro = macroOf(node, (name) => at.locals.has(name) || ROOTS.has(name));
  if (macro !== null) {
    if ('fault' in macro) throw new Error(`${macro.fault}: does not pass checkExpression`);
    return inferMacro(macro, at, infer);
  }
  const [name, receiver, rest] = node.args;
  const call: AppliedCall = { name, args: [receiver, ...rest], receivers: 1 };
  return applySignature(METHOD_SIGNATURES.get(name), call, at, infer);
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
  infer: Infer,
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
    return requireKinds(each, types[position] ?? UNKNOWN, { kinds, by }, at);
  });
  if (areTaken.includes(false)) return NEVER;
  const [first, type] = [args[0], types[0]];
  if (first === undefined || type === undefined) return signature.gives;
  checkItems(signature, { list: first, type, by }, at);
  const fault = faultOfLiterals(name, args, at.types.patterns);
  if (fault !== null) {
    reportFailure(fault, at);
    return NEVER;
  }
  return signature.isOfItsKind ? ofKinds(type.kinds & signature.gives.kinds) : signature.gives;
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
