import type { StepBudget } from '../evaluate/meter.js';
import type { ASTNode } from '../parse/cel-ast.js';
import { shortened } from '../parse/syntax-fault.js';
import type { Guards } from './guards.js';
import { type Kinds, nameOfKinds, NEVER, type ValueType } from './value-type.js';

/** The types of everything that an expression may name where it stands. */
export interface ExpressionTypes {
  readonly input: ValueType;
  readonly outputOf: (step: string) => ValueType;
  /** What else the definition tells about a step; left out: nothing is known. */
  readonly factsOf?: ((step: string) => StepFacts) | undefined;
  /** What reading regular expressions may still cost; left out: of each call alone. */
  readonly patterns?: StepBudget | undefined;
  /** Variables of this place alone: `output` in an `until`, the item of a loop. */
  readonly variables: ReadonlyMap<string, ValueType>;
  /** Guards of the step's own `when`: if it is false, nothing else of the step is evaluated. */
  readonly guards: Guards;
}

export interface StepFacts {
  /** Why its output may be null here, as in `card is caught`; null: it is not. */
  readonly whyNull: string | null;
  /** Its failure can be caught, so that there can be an error. */
  readonly hasCatch: boolean;
}

export interface TypeFindings {
  /** No evaluation can succeed. */
  readonly fault: (message: string) => void;
  readonly warn: (rule: string, message: string) => void;
}

/** One walk through one expression. */
export interface TypeWalk {
  readonly types: ExpressionTypes;
  readonly findings: TypeFindings;
  readonly locals: ReadonlyMap<string, ValueType>;
  readonly guards: readonly Guards[];
  /** Every evaluation reaches this part, so if it fails the expression fails. */
  readonly isCertain: boolean;
}

/** The type of a part of the expression. */
export type Infer = (node: ASTNode, at: TypeWalk) => ValueType;

/** The walk into a part that some evaluations skip, or whose failure may be absorbed. */
export function uncertain(at: TypeWalk): TypeWalk {
  return at.isCertain ? { ...at, isCertain: false } : at;
}

/** Reports a part that fails whenever it is evaluated. */
export function reportFailure(message: string, at: TypeWalk): void {
  if (at.isCertain) at.findings.fault(message);
  else at.findings.warn('fails-when-reached', message);
}

export interface Need {
  readonly kinds: Kinds;
  /** Who needs it: `"!"`, `size()`. */
  readonly by: string;
}

/** Whether a part can have one of the kinds needed; if not, that is reported, here or before. */
export function requireKinds(node: ASTNode, type: ValueType, need: Need, at: TypeWalk): boolean {
  if ((type.kinds & need.kinds) !== 0) return true;
  if (type.kinds !== 0) {
    const needed = `${need.by} needs ${nameOfKinds(need.kinds)}`;
    reportFailure(`${needed}, and ${describe(node, type)}`, at);
  }
  return false;
}

/** `input.orderId is a string` */
export function describe(node: ASTNode, type: ValueType): string {
  return `${excerptOf(node)} is ${nameOfKinds(type.kinds)}`;
}

const EXCERPT_CHARS_MAX = 80;

/** The part as its author wrote it, for messages. */
export function excerptOf({ input, start, end }: ASTNode): string {
  return shortened(input.slice(start, end), EXCERPT_CHARS_MAX);
}

/** The part always fails, and why was reported. */
export function isNever({ kinds }: ValueType): boolean {
  return kinds === NEVER.kinds;
}
