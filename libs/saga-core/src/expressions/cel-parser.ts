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

export type Parsed =
  | { readonly ok: true; readonly ast: ASTNode; readonly check: () => Checked }
  | { readonly ok: false; readonly message: string };

/** `type`: CEL's name of the result's type; `dyn` where only the values at hand will tell. */
export type Checked =
  { readonly ok: true; readonly type: string } | { readonly ok: false; readonly message: string };

/** Parses an expression; `check` then checks its types as far as they are known. */
export function parseCel(source: string): Parsed {
  try {
    const parsed = environment.parse(source);
    const check = (): Checked => {
      const { valid, type = 'dyn', error } = parsed.check();
      return valid ? { ok: true, type } : { ok: false, message: summaryOf(error) };
    };
    return { ok: true, ast: parsed.ast, check };
  } catch (error) {
    return { ok: false, message: summaryOf(error as ParseError) };
  }
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
