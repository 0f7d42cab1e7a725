import { Environment, type ParseError, type TypeError } from '@marcbachmann/cel-js';
import type { ASTNode } from '@marcbachmann/cel-js';
import { ADDED_SIGNATURES } from './functions.js';
import { loosenedSourceOf } from './loosened-source.js';

export type { ASTNode };

/** Deeper expressions are not written by people. */
const NESTING_MAX = 32;

/** The library parses and checks; it never evaluates (docs/decisions/0021). */
const neverEvaluated = (): never => {
  throw new Error('expressions are evaluated by compileExpression');
};

interface Environments {
  readonly strict: Environment;
  /** For what `loosenedSourceOf` gives, which nests deeper. */
  readonly loose: Environment;
}

const environments: Environments = {
  strict: buildEnvironment(NESTING_MAX),
  loose: buildEnvironment(4 * NESTING_MAX),
};
/** By the names of the variables that a place has besides. */
const environmentsByNames = new Map<string, Environments>();

function environmentsWith(variables: readonly string[]): Environments {
  if (variables.length === 0) return environments;
  const names = variables.join();
  const known = environmentsByNames.get(names);
  if (known) return known;
  const [strict, loose] = [environments.strict.clone(), environments.loose.clone()];
  for (const name of variables) {
    strict.registerVariable(name, 'dyn');
    loose.registerVariable(name, 'dyn');
  }
  const built = { strict, loose };
  // their names come from users
  if (environmentsByNames.size < ENVIRONMENTS_MAX) environmentsByNames.set(names, built);
  return built;
}

const ENVIRONMENTS_MAX = 100;

export type Parsed =
  | { readonly ok: true; readonly ast: ASTNode; readonly check: () => Checked }
  | { readonly ok: false; readonly message: string };

/** `type`: CEL's name of the result's type; `dyn` where only the values at hand will tell. */
export type Checked =
  { readonly ok: true; readonly type: string } | { readonly ok: false; readonly message: string };

/** Parses an expression; `check` is for one that passed `checkExpression`. */
export function parseCel(source: string, variables: readonly string[] = []): Parsed {
  const within = environmentsWith(variables);
  try {
    const { ast } = within.strict.parse(source);
    return { ok: true, ast, check: () => checkTypes(source, ast, within) };
  } catch (error) {
    return { ok: false, message: summaryOf(error as ParseError) };
  }
}

/** What CEL refuses is looked at again by the rules of JSON: 1 is 1.0, and lists hold anything. */
function checkTypes(source: string, ast: ASTNode, { strict, loose }: Environments): Checked {
  const { valid, type = 'dyn' } = strict.check(source);
  if (valid) return { ok: true, type };
  const again = loose.check(loosenedSourceOf(ast));
  if (again.valid) return { ok: true, type: again.type ?? 'dyn' };
  return { ok: false, message: summaryOf(again.error).replaceAll(/\b(int|double)\b/g, 'number') };
}

export function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

/** Its message draws the source below; one line is enough here. */
function summaryOf(error: ParseError | TypeError | undefined): string {
  const [line = ''] = (error?.message ?? 'not valid').split('\n');
  return line;
}

function buildEnvironment(maxDepth: number): Environment {
  const built = new Environment({
    // JSON lists hold whatever they hold
    homogeneousAggregateLiterals: false,
    limits: { maxDepth },
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
