export { checkChildren } from './child-rules.js';
export type { ChildCatalog } from './child-rules.js';
