import { CreateDefinitions0000000000101 } from './0101-0110/0101-create-definitions.js';
import { CreateSagas0000000000102 } from './0101-0110/0102-create-sagas.js';
import { CreateHistory0000000000103 } from './0101-0110/0103-create-history.js';
import { CreateOutbox0000000000104 } from './0101-0110/0104-create-outbox.js';
import { CreateDeadMessages0000000000105 } from './0101-0110/0105-create-dead-messages.js';
import { CreateAudit0000000000106 } from './0101-0110/0106-create-audit.js';
import { CreateSettings0000000000107 } from './0101-0110/0107-create-settings.js';
import { GuardSagas0000000000108 } from './0101-0110/0108-guard-sagas.js';
import { CreateLocks0000000000109 } from './0101-0110/0109-create-locks.js';
import { CreateParticipants0000000000110 } from './0101-0110/0110-create-participants.js';
import { CreateFamilies0000000000111 } from './0111-create-families.js';
import { CreateOutages0000000000112 } from './0112-create-outages.js';
import { CreateStoreProbe0000000000113 } from './0113-create-store-probe.js';
import { CreateSearch0000000000114 } from './0114-create-search.js';
import { CreateAwaitedEvents0000000000115 } from './0115-create-awaited-events.js';
import { CreateOutboxBatches0000000000117 } from './0117-create-outbox-batches.js';
import { CreateParticipantInstances0000000000118 } from './0118-create-participant-instances.js';
import { CreateReplyQueues0000000000119 } from './0119-create-reply-queues.js';
import { CountCatalogChanges0000000000120 } from './0120-count-catalog-changes.js';
import { CreateFailures0000000000130 } from './0130-create-failures.js';
import { CreateAlerts0000000000131 } from './0131-create-alerts.js';
import { IndexWaitingSagas0000000000121 } from './0121-index-waiting-sagas.js';
import { RecordEveryAct0000000000137 } from './operators/0137-record-every-act.js';
import { SealTheAuditLog0000000000138 } from './operators/0138-seal-the-audit-log.js';
import { CreateSagaChanges0000000000140 } from './0140-create-saga-changes.js';
import { CreateBulk0000000000139 } from './operators/0139-create-bulk.js';
import { ReplayDeadMessages0000000000127 } from './operators/0127-replay-dead-messages.js';
import { ExemptSagas0000000000128 } from './operators/0128-exempt-sagas.js';
import { IndexLists0000000000134 } from './0134-index-lists.js';
import { CountEndedSagas0000000000135 } from './0135-count-ended-sagas.js';
import { CreateSavedViews0000000000136 } from './0136-create-saved-views.js';
import { CreateApiKeys0000000000142 } from './0142-create-api-keys.js';
import { MarkWhatIsSensitive0000000000143 } from './0143-mark-what-is-sensitive.js';
import { CreateApprovals0000000000144 } from './operators/0144-create-approvals.js';
import { NoteBreakGlass0000000000145 } from './operators/0145-note-break-glass.js';
import { CreateSagaPauses0000000000123 } from './0123-create-saga-pauses.js';
import { CreatePauses0000000000124 } from './0124-create-pauses.js';
import { KeepEndedSagas0000000000152 } from './operators/0152-keep-ended-sagas.js';
import { ProbePauses0000000000146 } from './operators/0146-probe-pauses.js';
import { IndexSagasWithoutError0000000000150 } from './operators/0150-index-sagas-without-error.js';
import { DefaultViews0000000000151 } from './operators/0151-default-views.js';
import { KeepAnswersOfActs0000000000153 } from './operators/0153-keep-answers-of-acts.js';
import { NameReleasesOfReplicas0000000000154 } from './0154-name-releases-of-replicas.js';
import { KeepWaitingCodes0000000000155 } from './0155-keep-waiting-codes.js';
import { RoomForNextVersions0000000000156 } from './0156-room-for-next-versions.js';

/** In the order in which they run; a migration is never edited once it is released. */
export const conductorMigrations = [
  CreateDefinitions0000000000101,
  CreateSagas0000000000102,
  CreateHistory0000000000103,
  CreateOutbox0000000000104,
  CreateDeadMessages0000000000105,
  CreateAudit0000000000106,
  CreateSettings0000000000107,
  GuardSagas0000000000108,
  CreateLocks0000000000109,
  CreateParticipants0000000000110,
  CreateFamilies0000000000111,
  CreateOutages0000000000112,
  CreateStoreProbe0000000000113,
  CreateSearch0000000000114,
  CreateAwaitedEvents0000000000115,
  CreateOutboxBatches0000000000117,
  CreateParticipantInstances0000000000118,
  CreateReplyQueues0000000000119,
  CountCatalogChanges0000000000120,
  CreateFailures0000000000130,
  CreateAlerts0000000000131,
  IndexWaitingSagas0000000000121,
  CreateSagaPauses0000000000123,
  CreatePauses0000000000124,
  RecordEveryAct0000000000137,
  SealTheAuditLog0000000000138,
  CreateSagaChanges0000000000140,
  CreateBulk0000000000139,
  ReplayDeadMessages0000000000127,
  ExemptSagas0000000000128,
  IndexLists0000000000134,
  CountEndedSagas0000000000135,
  CreateSavedViews0000000000136,
  CreateApiKeys0000000000142,
  MarkWhatIsSensitive0000000000143,
  KeepEndedSagas0000000000152,
  ProbePauses0000000000146,
  IndexSagasWithoutError0000000000150,
  CreateApprovals0000000000144,
  NoteBreakGlass0000000000145,
  DefaultViews0000000000151,
  KeepAnswersOfActs0000000000153,
  NameReleasesOfReplicas0000000000154,
  KeepWaitingCodes0000000000155,
  RoomForNextVersions0000000000156,
];
