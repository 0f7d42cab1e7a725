import type { ASTNode } from '../parse/cel-ast.js';
import { type Evaluate } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';

/** `input.gift.text` taken apart. */
export interface Path {
  /** What it begins with when that is the saga or a step; null: `root` says. */
  readonly start: Evaluate | null;
  readonly root: ASTNode;
  /** Properties to follow from there. */
  readonly keys: readonly string[];
  /** The beginning, for messages. */
  readonly source: string;
}

/** Expects an expression that passed `checkExpression`: no macro variable has a root's name. */
export function splitPath(ast: ASTNode): Path {
  const keys: string[] = [];
  let root = ast;
  while (root.op === '.') {
    keys.unshift(root.args[1]);
    root = root.args[0];
  }
  if (root.op !== 'id') return { start: null, root, keys, source: '(…)' };
  if (root.args === 'saga') return { ...sagaField(keys), root };
  if (root.args === 'steps') return { ...stepField(keys), root };
  return { start: null, root, keys, source: root.args };
}

function sagaField([field = '', ...keys]: readonly string[]) {
  const start: Evaluate =
    field === 'id' ? ({ scope }) => scope.saga.id : ({ scope }) => scope.saga.key;
  return { start, keys, source: `saga.${field}` };
}

function stepField([name = '', field = '', ...keys]: readonly string[]) {
  const start: Evaluate = ({ scope }) => {
    const step = Object.hasOwn(scope.steps, name) ? scope.steps[name] : undefined;
    if (step === undefined) throw new EvaluationFault('missing', `steps.${name} is missing`);
    return field === 'status' ? step.status : step.output;
  };
  return { start, keys, source: `steps.${name}.${field}` };
}
