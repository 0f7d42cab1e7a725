/* What operators may do, and what it would lead to: a part of the door, under one name. */
export { possibilitiesOf } from './operator/operator.js';
export type { Possibility } from './operator/operator.js';
export { REQUEST_CODES, VERB_TABLE } from './operator/verb-table.js';
export type { StatusRule } from './operator/verb-table.js';
export { foresee } from './foresee.js';
export { lastingPart, lockLeftBehind } from './preview/consequences.js';
export type { ActedOn, Consequences, Foreseen } from './preview/consequences.js';
