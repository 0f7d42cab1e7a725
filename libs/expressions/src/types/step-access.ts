import type { ASTNode, Node } from '../parse/cel-ast.js';
import { isGuarded, sourceOf } from './guards.js';
import { STATUS_WITHOUT_CATCH, STEP_TYPES } from './step-types.js';
import { excerptOf, type TypeWalk } from './type-walk.js';
import { UNKNOWN, type ValueType } from './value-type.js';

/** The name of the step in `steps.card.output`; null: it is something else. */
function stepOf(node: ASTNode): string | null {
  if (node.op !== '.') return null;
  const [holder] = node.args;
  if (holder.op !== '.' || holder.args[0].op !== 'id') return null;
  return holder.args[0].args === 'steps' ? holder.args[1] : null;
}

/** The type of `steps.card.status` and its like; null: it is something else. */
export function readStepField(node: Node<'.'>, at: TypeWalk): ValueType | null {
  const step = stepOf(node);
  if (step === null) return null;
  const [, field] = node.args;
  if (field === 'output') return at.types.outputOf(step);
  if (at.types.factsOf?.(step).hasCatch !== false) return STEP_TYPES[field] ?? UNKNOWN;
  if (field === 'status') return STATUS_WITHOUT_CATCH;
  const always = field === 'errors' ? 'always empty' : 'always null';
  const message = `${excerptOf(node)} is ${always}, for "${step}" has no "catch"`;
  at.findings.warn('never-caught', `${message}: add one to it, or leave this out`);
  return STEP_TYPES[field] ?? UNKNOWN;
}

/** `steps.card.output.id` fails where the output is null, and nobody asked before. */
export function warnOfNullOutput(holder: ASTNode, at: TypeWalk): void {
  const step = stepOf(holder);
  if (step === null || holder.op !== '.' || holder.args[1] !== 'output') return;
  const { whyNull } = at.types.factsOf?.(step) ?? { whyNull: null };
  if (whyNull === null || isGuarded(sourceOf(holder), at.guards)) return;
  const message = `steps.${step}.output is null where ${whyNull}, and this fails then`;
  const asking = `"when": "\${steps.${step}.status == 'succeeded'}"`;
  const cure = `write coalesce(…, null), or ask with ${asking}`;
  at.findings.warn('output-may-be-null', `${message}: ${cure}`);
}
