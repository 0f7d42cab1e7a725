export { compileDefinition } from './compile/compile-definition.js';
export type { CompileOptions } from './compile/compile-definition.js';
export { awaitedKey, compileEventKey, eventKeyOf } from './compile/event-wait.js';
export { EVENT_TTL_MS_DEFAULT } from './compile/saga-document.js';
export { applyTrigger, definitionEmitting } from './compile/trigger.js';
export { compileInputCheck } from './input-schema/check-input.js';
export { schemaFaults } from './input-schema/schema-faults.js';
export { catchesCode } from './model/catches.js';
export { computeBackoffMs, computeIntervalMs, hashToUint32 } from './model/backoff.js';
export type { DefinitionFault } from './model/definition-fault.js';
export { nestingOf, evaluate } from './model/evaluate.js';
export type {
  ChildDefinition,
  CommandStep,
  DefinitionWarning,
  DelayStep,
  EventStep,
  InputFault,
  LockDefinition,
  Loop,
  PublishStep,
  Period,
  RetryPolicy,
  SagaDefinition,
  SagaMode,
  SlipData,
  StepDefinition,
  WaitStep,
} from './model/saga-definition.js';
export { DEFINITION_BYTES_MAX } from './read/document-limits.js';
export { CHILD_DEPTH_MAX } from './read/saga-action.js';
export { STEP_NAME_CHARS_MAX } from './read/names.js';
export { ITEMS_MAX } from './read/step-loop.js';
export { LOCK_KEY_CHARS_MAX } from './template-keys.js';
export { definitionSchema, describeDefinition } from './schema/definition-schema.js';
