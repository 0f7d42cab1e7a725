export { didYouMean } from './advice/near-name.js';
export {
  EXPRESSION_CHARS_MAX,
  compileCondition,
  compileMapping,
  compileTextMapping,
  compileTypedMapping,
  guardsOfCondition,
} from './compile/mapping.js';
export type { TemplatePlace } from './compile/mapping.js';
export { TemplateError, splitTemplate } from './compile/template.js';
export type { TemplatePart } from './compile/template.js';
export { membersNamed } from './compile/members-named.js';
export { newBudget } from './evaluate/meter.js';
export type { StepBudget } from './evaluate/meter.js';
export type { Condition, ItemError, Mapping, Scope } from './evaluate/scope.js';
export { ROOTS } from './rules/roots.js';
export type { ExpressionSite, VisibleSteps } from './rules/visible-steps.js';
export { NO_GUARDS } from './types/guards.js';
export type { Guards } from './types/guards.js';
export { typeOfSchema } from './types/schema-type.js';
export type { ExpressionTypes, StepFacts } from './types/type-walk.js';
export { NULL, NUMBER, UNKNOWN, listOf, nameOfKinds, unionOf } from './types/value-type.js';
export type { ValueType } from './types/value-type.js';
export { isNode, type ASTNode } from './parse/cel-ast.js';
export { parseCel } from './parse/parse-cel.js';
export { ExpressionError } from './evaluate/expression-error.js';
export { inferType } from './types/infer-type.js';
export { jsonTypeOf, KIND } from './types/value-type.js';
