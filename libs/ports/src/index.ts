export { wantedKey } from './definition-source.js';
export { noWrites } from './no-writes.js';
export type {
  DefinitionCatalog,
  DefinitionSource,
  Resolution,
  Triggered,
  WantedVersion,
} from './definition-source.js';
export type { ParticipantDirectory } from './participant-directory.js';
export type {
  KnownPresence,
  PastOutage,
  PresenceStore,
  PresenceWrites,
  ReplicaPresence,
} from './presence-store.js';
export { StoreContentionError, StoreUnavailableError, isTransientOfStore } from './saga-store.js';
export type {
  AuditEntry,
  BatchResult,
  BatchWork,
  BatchWrites,
  ClaimedOutbox,
  DeadMessage,
  DoneAction,
  HistoryEntry,
  IgnoredReply,
  LoadedBatch,
  LockRelease,
  OutboxClaim,
  OutboxEntry,
  OutboxFailure,
  PartialReplies,
  SagaLock,
  SagaStart,
  SagaStore,
  StoredSaga,
} from './saga-store.js';
