export { canonicalJson } from './definition/canonical-json.js';
export { compileDefinition } from './definition/compile-definition.js';
export type { CompileOptions, CompileResult } from './definition/compile-definition.js';
export type { DefinitionFault } from './definition/definition-fault.js';
export { schemaFaults } from './definition/schema-faults.js';
export { applyTrigger, definitionTellingOf } from './definition/trigger.js';
export { LOCK_KEY_CHARS_MAX } from './definition/template-keys.js';
export { parseDuration } from './definition/durations.js';
export { INSTANT_EXAMPLE, parseDay, parseInstant } from './instant.js';
export type { JsonArray, JsonObject, JsonValue } from './json.js';
export type {
  ChildDefinition,
  CommandStep,
  CompensationDefinition,
  Condition,
  DefinitionWarning,
  DelayStep,
  InputFault,
  LockDefinition,
  Mapping,
  RetryPolicy,
  SagaDefinition,
  SagaMode,
  Scope,
  SlipData,
  SlipFill,
  StepDefinition,
  StepKind,
  Trigger,
  WaitStep,
} from './definition/saga-definition.js';
export { warningsOf } from './definition/warnings.js';
export { endsWell, failureMatrix, failureMatrixInParts } from './matrix/failure-matrix.js';
export type { FailurePath } from './matrix/failure-matrix.js';
export { checkMigration } from './migration/check-migration.js';
export type {
  MigrationCheck,
  MigrationReason,
  MigrationReasonCode,
} from './migration/check-migration.js';
export { ITEMS_MAX } from './definition/step-loop.js';
export { ExpressionError } from './expressions/expression-error.js';
export { computeBackoffMs } from './engine/backoff.js';
export { answerToParent } from './engine/children.js';
export { decide, describeInput } from './engine/decide.js';
export { closeTransition, evolve } from './engine/evolve.js';
export {
  FAMILY_LIMITS,
  familyFault,
  shareOfNext,
  type FamilyLimits,
  type FamilyUse,
} from './engine/family-budget.js';
export { idempotencyKey, messageId } from './engine/identity.js';
export { nextWakeAt } from './engine/timers.js';
export type {
  ChildReport,
  ChildTarget,
  Command,
  Decision,
  IgnoredReason,
  LifeCycleNotice,
  Notice,
  Outgoing,
  RejectionCode,
  Slip,
  SlipStation,
  SlipUndo,
} from './engine/decision.js';
export type { SagaEvent } from './engine/saga-event.js';
export type {
  OperatorAction,
  OperatorInput,
  Outage,
  ParentInput,
  ReplyInput,
  ReplyOutcome,
  ResendInput,
  SagaInput,
  SentInput,
  SignalInput,
  StartInput,
  TimerInput,
  TrailEntry,
} from './engine/saga-input.js';
export { TERMINAL_STATUSES } from './engine/saga-state.js';
export type {
  Abort,
  AbortReason,
  Direction,
  Exchange,
  Inquiry,
  LockState,
  ParentRef,
  SagaError,
  SagaState,
  SagaStatus,
  Signal,
  StepCondition,
  StepFacts,
  StepState,
  TraceContext,
  StepStatus,
} from './engine/saga-state.js';
