import type { ASTNode } from '../parse/cel-ast.js';
import type { CelValue, Evaluate } from './cel-value.js';
import { EvaluationFault } from './evaluation-fault.js';
import type { StepScope } from './scope.js';

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
  const read = STEP_FIELDS[field] ?? (() => null);
  const start: Evaluate = ({ scope }) => {
    const step = Object.hasOwn(scope.steps, name) ? scope.steps[name] : undefined;
    if (step === undefined) throw new EvaluationFault('missing', `steps.${name} is missing`);
    return read(step);
  };
  return { start, keys, source: `steps.${name}.${field}` };
}

/** The fields of a step that an expression can name. */
export const STEP_FIELDS: Readonly<Record<string, (step: StepScope) => CelValue>> = {
  output: ({ output }) => output,
  status: ({ status }) => status,
  error: ({ status, error }) =>
    status === 'caught' && error ? { code: error.code, message: error.message } : null,
  errors: ({ errors = [] }) => errors.map((each) => ({ ...each })),
};
