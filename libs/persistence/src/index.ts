export * as accessStores from './access/access-stores.js';
export type { Act } from './audit/act.js';
export { AuditChain } from './audit/audit-chain.js';
export { BulkStore } from './bulk/bulk-store.js';
export { BulkWork } from './bulk/bulk-work.js';
export { actStatement, recordAct } from './audit/record-act.js';
export { verifyAudit } from './audit/verify-audit.js';
export type { AuditVerdict, ChainPoint } from './audit/verify-audit.js';
export {
  checkConductorDatabase,
  migrateConductorDatabase,
  openConductorDataSource,
} from './conductor-data-source.js';
export { EndedTally } from './counting/ended-tally.js';
export { AlertStore } from './alerts/alert-store.js';
export { DefinitionResolver } from './definitions/definition-resolver.js';
export { DefinitionStore } from './definitions/definition-store.js';
export type { DefinitionChange, DefinitionVersion } from './definitions/definition-store.js';
export { StoredDefinitionCatalog } from './definitions/stored-definition-catalog.js';
export { StoredDefinitionSource } from './definitions/stored-definition-source.js';
export { FailureActs } from './failures/failure-acts.js';
export { FailureRecords } from './failures/failure-records.js';
export * as pauses from './pauses/pauses.js';
export { ParticipantStore } from './participants/participant-store.js';
export type { ListedCommand, ParticipantRecord } from './participants/participant-store.js';
export { IS_OPEN, OPEN_STATUSES, WAITING_CODE } from './sql/open-statuses.js';
export * as HotStatements from './sql/hot-statements.js';
export { transitionsIn } from './changes/changes-text.js';
export { PostgresPresenceStore } from './store/postgres-presence-store.js';
export { PostgresPulseStore } from './pulse/postgres-pulse-store.js';
export { PostgresSagaStore } from './store/postgres-saga-store.js';
export type { StoredAction, StoredStep, StoredSummary } from './store/saga-summary.js';
export { TableLimits } from './limits/table-limits.js';
export { waitsOfSummary } from './waiting/summary-waits.js';
export * as operatorStores from './operator-stores.js';
export * as Views from './views/saved-view-store.js';
