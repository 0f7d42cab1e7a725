export { DefinitionResolver } from './definitions/definition-resolver.js';
export {
  DefinitionStore,
  type DefinitionSummary,
  type DefinitionChange,
  type DefinitionVersion,
  type StoredDefinition,
} from './definitions/definition-store.js';
export { StoredDefinitionCatalog } from './definitions/stored-definition-catalog.js';
export {
  StoredDefinitionInvalidError,
  StoredDefinitionSource,
} from './definitions/stored-definition-source.js';
export {
  ParticipantStore,
  type ListedCommand,
  type ParticipantRecord,
} from './participants/participant-store.js';
export {
  HistoryQueries,
  type IgnoredReplyRecord,
  type RecordedTransition,
} from './queries/history-queries.js';
export { LockQueries, type LockRecord, type LockTicket } from './queries/lock-queries.js';
export { OpenSagaQueries, type OtherVersionsPage } from './queries/open-saga-queries.js';
export {
  OperatorQueries,
  type AuditRecord,
  type DeadMessageRecord,
  type TimePosition,
} from './queries/operator-queries.js';
export {
  OverviewQueries,
  type Backlog,
  type OldestOpenSaga,
  type StartedCount,
  type StatusCount,
  type TroubledSaga,
} from './queries/overview-queries.js';
export {
  SagaQueries,
  type ChildSummary,
  type SagaFilter,
  type SagaPage,
  type OperatorSummary,
  type SagaSummary,
} from './queries/saga-queries.js';
export {
  ListsBusyError,
  ReadTooSlowError,
  refusedValueOf,
  sqlStateOf,
  StatementFailedError,
  ValueRefusedError,
} from './queries/read-errors.js';
export type { Page } from './queries/sized-page.js';
export { readRows, type Reader } from './queries/read-rows.js';
export { UndeliveredQueries, type Undelivered } from './queries/undelivered-queries.js';
export { sharedSetting } from './queries/shared-setting.js';
export {
  createConductorDataSource,
  migrateConductorDatabase,
  type ConductorDataSourceOptions,
} from './database/conductor-data-source.js';
export { assertDurable, NotDurableError } from './database/durability.js';
export { ListGate, type ListGateLimits } from './database/list-gate.js';
export { Lookups } from './database/lookups.js';
export { ReadPool, type ReadPoolOptions } from './database/read-pool.js';
export { createStorePool, type StorePoolOptions } from './database/store-pool.js';
export { PostgresPresenceStore } from './store/postgres-presence-store.js';
export type { StoredAction, StoredStep, StoredSummary } from './store/saga-summary.js';
export { TableLimits, type TableLimitsOptions } from './store/table-limits.js';
export { PostgresSagaStore, type PostgresSagaStoreOptions } from './store/postgres-saga-store.js';
