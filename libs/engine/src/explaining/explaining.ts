/* Which expressions decided a transition: a part of the door, under one name. */
export { ERROR_CODE, explainTransition } from './explain-transition.js';
export type { ExplainedExpression } from './explain-transition.js';
export type { KnownDefinition } from './moment.js';
export type { SeenValue } from './watched-scope.js';
export { WrittenDefinition } from './written.js';
