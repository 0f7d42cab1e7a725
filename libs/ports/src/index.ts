export { KEPT_EVENTS_MAX } from './awaited-events.js';
export type { AwaitedEvents, OfferedEvents } from './awaited-events.js';
export { wantedKey } from './definition-source.js';
export { noWrites } from './no-writes.js';
export type {
  AwaitedEventCatalog,
  DefinitionCatalog,
  DefinitionSource,
  Resolution,
  WantedVersion,
} from './definition-source.js';
export type { ParticipantDirectory } from './participant-directory.js';
export type { OutboxClaim, OutboxEntry, OutboxFailure, SentMessages } from './outbox.js';
export type {
  KnownPresence,
  PastOutage,
  PresenceStore,
  PresenceWrites,
  ReplicaPresence,
} from './presence-store.js';
export type * as pausePorts from './pause-store.js';
export type { PulseStore } from './pulse-store.js';
export type { RememberedWork } from './remembered-work.js';
export type { HeldLock, LockRelease, SagaLock } from './saga-locks.js';
export { StoreContentionError, StoreUnavailableError, isTransientOfStore } from './store-errors.js';
export type {
  AuditEntry,
  BatchResult,
  BatchWork,
  BatchWrites,
  DeadMessage,
  DoneAction,
  IgnoredReply,
  LoadedBatch,
  PartialReplies,
  SagaStart,
  StoredSaga,
} from './saga-batch.js';
export type { SagaStore } from './saga-store.js';
