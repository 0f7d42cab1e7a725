export type { Clock } from './ports/clock.js';
export type { DefinitionSource } from './ports/definition-source.js';
export * from './ports/saga-store.js';
export type {
  OperateRequest,
  OperateResult,
  StartRequest,
  StartResult,
} from './pipeline-requests.js';
