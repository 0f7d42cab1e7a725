import { Environment, type ParseError, type TypeError } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { ADDED_SIGNATURES } from './functions.js';

export type { ASTNode };

/** Deeper expressions are not written by people. */
const NESTING_MAX = 32;

/** The library parses and checks; it never evaluates (docs/decisions/0021). */
const neverEvaluated = (): never => {
  throw new Error('expressions are evaluated by compileExpression');
};

const environment = buildEnvironment();
/** By the names of the variables that a place has besides. */
const environments = new Map<string, Environment>();

function environmentWith(variables: readonly string[]): Environment {
  if (variables.length === 0) return environment;
  const names = variables.join();
  const known = environments.get(names);
  if (known) return known;
  const built = environment.clone();
  for (const name of variables) built.registerVariable(name, 'dyn');
  // their names come from users
  if (environments.size < ENVIRONMENTS_MAX) environments.set(names, built);
  return built;
}

const ENVIRONMENTS_MAX = 100;

export type Parsed =
  | { readonly ok: true; readonly ast: ASTNode; readonly check: () => Checked }
  | { readonly ok: false; readonly message: string };

/** `type`: CEL's name of the result's type; `dyn` where only the values at hand will tell. */
export type Checked =
  { readonly ok: true; readonly type: string } | { readonly ok: false; readonly message: string };

/** Parses an expression; `check` then checks its types as far as they are known. */
export function parseCel(source: string, variables: readonly string[] = []): Parsed {
  const within = environmentWith(variables);
  try {
    const { ast } = within.parse(source);
    return { ok: true, ast, check: () => checkTypes(source, within) };
  } catch (error) {
    return { ok: false, message: summaryOf(error as ParseError) };
  }
}

/** CEL wants both branches of `a ? b : c` alike; in JSON 1 or 2.5, a text or null is fine. */
function checkTypes(source: string, within: Environment): Checked {
  const strict = within.check(source);
  if (strict.valid) return { ok: true, type: strict.type ?? 'dyn' };
  if (!source.includes('?')) return { ok: false, message: summaryOf(strict.error) };
  const loosened = within.parse(source);
  loosenBranches(loosened.ast);
  const { valid, type = 'dyn' } = loosened.check();
  return valid ? { ok: true, type } : { ok: false, message: summaryOf(strict.error) };
}

/** Makes each branch a `dyn(…)`, whose type only the values at hand will tell. */
function loosenBranches(node: ASTNode): void {
  const { args } = node;
  const parts: readonly unknown[] = Array.isArray(args) ? args.flat(2) : [args];
  for (const part of parts) if (isNode(part)) loosenBranches(part);
  if (node.op !== '?:') return;
  node.args[1] = wrapInDyn(node.args[1]);
  node.args[2] = wrapInDyn(node.args[2]);
}

function wrapInDyn(branch: ASTNode): ASTNode {
  const { ast } = environment.parse('dyn(0)');
  if (ast.op === 'call') ast.args[1][0] = branch;
  return ast;
}

export function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

/** Its message draws the source below; one line is enough here. */
function summaryOf(error: ParseError | TypeError | undefined): string {
  const [line = ''] = (error?.message ?? 'not valid').split('\n');
  return line;
}

function buildEnvironment(): Environment {
  const built = new Environment({
    // JSON lists hold whatever they hold
    homogeneousAggregateLiterals: false,
    limits: { maxDepth: NESTING_MAX },
  })
    .registerVariable('input', 'dyn')
    .registerVariable('steps', 'dyn')
    .registerVariable({ name: 'saga', schema: { id: 'string', key: 'dyn' } });
  for (const signature of ADDED_SIGNATURES) built.registerFunction(signature, neverEvaluated);
  for (const operator of ['+', '-', '*', '/', '%']) {
    built.registerOperator(`int ${operator} double: double`, neverEvaluated);
    built.registerOperator(`double ${operator} int: double`, neverEvaluated);
  }
  return built
    .registerOperator('double % double: double', neverEvaluated)
    .registerOperator('int == double: bool', neverEvaluated);
}
