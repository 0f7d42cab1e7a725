export { HistoryQueries } from './history-queries.js';
export type {
  IgnoredReason,
  IgnoredReplyRecord,
  RecordedInput,
  RecordedTransition,
} from './history-queries.js';
export { LockQueries } from './lock-queries.js';
export { OpenSagaQueries } from './open-saga-queries.js';
export type { OtherVersionsPage } from './open-saga-queries.js';
export { OperatorQueries } from './operator-queries.js';
export type { TimePosition } from './operator-queries.js';
export { OverviewQueries } from './overview-queries.js';
export type {
  Backlog,
  KnownReplica,
  OldestOpenSaga,
  StartedCount,
  StatusCount,
  TroubledSaga,
} from './overview-queries.js';
export { SagaQueries } from './saga-queries.js';
export type { ChildSummary, OperatorSummary, SagaFilter, SagaSummary } from './saga-queries.js';
export { UndeliveredQueries } from './undelivered-queries.js';
export type { Undelivered } from './undelivered-queries.js';
