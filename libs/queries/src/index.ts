export { AuditQueries } from './audit-queries.js';
export type { AuditFilter, AuditRecord } from './audit-queries.js';
export { BulkQueries } from './bulk-queries.js';
export type { BulkRecord, BulkSagaRecord } from './bulk-queries.js';
export { ChangeQueries } from './change-queries.js';
export type { LookOutside } from './filtering/parameters.js';
export { wantedSagas } from './wanted-sagas.js';
export { HistoryQueries } from './history-queries.js';
export type {
  IgnoredReason,
  IgnoredReplyRecord,
  RecordedInput,
  RecordedTransition,
} from './history-queries.js';
export { AlertQueries } from './alerts/alert-queries.js';
export { FailureQueries } from './failures/failure-queries.js';
export type { FailureGroupRecord, GroupMember } from './failures/failure-queries.js';
export { LockQueries } from './lock-queries.js';
export { OpenSagaQueries } from './open-saga-queries.js';
export type { OtherVersionsPage } from './open-saga-queries.js';
export { OperatorQueries } from './operator-queries.js';
export type { DeadMessageRecord, TimePosition } from './operator-queries.js';
export { OverviewQueries } from './overview-queries.js';
export type {
  Backlog,
  KnownReplica,
  OldestOpenSaga,
  StartedCount,
  StatusCount,
} from './overview-queries.js';
export { SagaCountQueries } from './counting/saga-count-queries.js';
export type { SagaCounts } from './counting/saga-count-queries.js';
export { SagaQueries } from './saga-queries.js';
export type { ChildSummary, SagaLine, OperatorSummary, SagaSummary } from './saga-queries.js';
export { UndeliveredQueries } from './undelivered-queries.js';
export type { Undelivered } from './undelivered-queries.js';
export { WaitingQueries } from './waiting-queries.js';
