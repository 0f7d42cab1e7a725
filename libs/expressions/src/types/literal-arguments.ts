import type { ASTNode } from '../parse/cel-ast.js';
import { EvaluationFault } from '../evaluate/evaluation-fault.js';
import { Meter, type StepBudget } from '../evaluate/meter.js';
import { checkPattern } from '../evaluate/regular-expression.js';
import { checkFormat } from '../evaluate/format-text.js';
import { parseDuration, parseTimestamp } from '../evaluate/temporal.js';
import { checkZone, TIME_PARTS } from '../evaluate/time-parts.js';

type Check = (args: readonly ASTNode[], patterns?: StepBudget) => void;

const ofZone: Check = ([, zone]) => withText(zone, checkZone);

/** Functions that read a language of their own. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['timestamp', ([text]) => withText(text, parseTimestamp)],
  ['duration', ([text]) => withText(text, parseDuration)],
  [
    'matches',
    ([, pattern], patterns) => withText(pattern, (text) => checkPattern(text, new Meter(patterns))),
  ],
  ['format', ([text, values]) => withText(text, (each) => checkFormat(each, countOf(values)))],
  ...TIME_PARTS.map((part): [string, Check] => [part, ofZone]),
]);

/**
 * What is wrong with the texts that are written into a call, for whatever values: `duration("90")`;
 * null: nothing. `patterns`: what reading regular expressions may cost.
 */
export function faultOfLiterals(
  name: string,
  args: readonly ASTNode[],
  patterns?: StepBudget,
): string | null {
  try {
    CHECKS.get(name)?.(args, patterns);
    return null;
  } catch (error) {
    if (!(error instanceof EvaluationFault)) throw error;
    return error.reason === 'limit' ? TOO_MANY : error.message;
  }
}

const TOO_MANY = 'the regular expressions of the definition are too many, or too large';

function withText(node: ASTNode | undefined, check: (text: string) => unknown): void {
  if (node?.op === 'value' && typeof node.args === 'string') check(node.args);
}

/** null: it is no list literal. */
function countOf(node: ASTNode | undefined): number | null {
  return node?.op === 'list' ? node.args.length : null;
}
