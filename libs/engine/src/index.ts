export { decide, describeInput } from './decide.js';
export { replay } from './evolve/replay.js';
export { nextWakeAt } from './inputs/timers.js';
export * as operators from './operators.js';
export { checkMigration } from './migration/check-migration.js';
export * as pausing from './pausing/pausing.js';
export type {
  ChildReport,
  Command,
  Decision,
  EventNotice,
  Outgoing,
  RejectionCode,
  Slip,
  SlipUndo,
} from './state/decision.js';
export { FAMILY_LIMITS, familyFault, shareOfNext } from './state/family-budget.js';
export type { FamilyLimits, FamilyUse } from './state/family-budget.js';
export { openEventWaits } from './state/event-waits.js';
export { answerToParent } from './state/parent-answer.js';
export type { SagaEvent } from './state/saga-event.js';
export type {
  OperatorAction,
  OperatorInput,
  Outage,
  ReplyInput,
  ReplyOutcome,
  SagaInput,
  StartInput,
  TrailEntry,
} from './state/saga-input.js';
export { TERMINAL_STATUSES, isAtRest } from './state/saga-state.js';
export type {
  Direction,
  ParentRef,
  SagaError,
  SagaState,
  SagaStatus,
  StepState,
  TraceContext,
} from './state/saga-state.js';
export { SAGA_ERRORS } from './state/error-codes.js';
export * as Waiting from './waiting/waiting.js';
export * as Timeline from './timeline/timeline.js';
export * as Explaining from './explaining/explaining.js';
