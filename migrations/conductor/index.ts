import { CreateDefinitions0000000000101 } from './0101-create-definitions.js';
import { CreateSagas0000000000102 } from './0102-create-sagas.js';
import { CreateHistory0000000000103 } from './0103-create-history.js';
import { CreateOutbox0000000000104 } from './0104-create-outbox.js';
import { CreateDeadMessages0000000000105 } from './0105-create-dead-messages.js';
import { CreateAudit0000000000106 } from './0106-create-audit.js';
import { CreateSettings0000000000107 } from './0107-create-settings.js';
import { GuardSagas0000000000108 } from './0108-guard-sagas.js';
import { CreateLocks0000000000109 } from './0109-create-locks.js';
import { CreateParticipants0000000000110 } from './0110-create-participants.js';
import { CreateFamilies0000000000111 } from './0111-create-families.js';
import { CreateOutages0000000000112 } from './0112-create-outages.js';
import { CreateStoreProbe0000000000113 } from './0113-create-store-probe.js';
import { CreateSearch0000000000114 } from './0114-create-search.js';
import { CreateAwaitedEvents0000000000115 } from './0115-create-awaited-events.js';
import { CreateOutboxBatches0000000000117 } from './0117-create-outbox-batches.js';
import { CreateParticipantInstances0000000000118 } from './0118-create-participant-instances.js';
import { CreateReplyQueues0000000000119 } from './0119-create-reply-queues.js';
import { CountCatalogChanges0000000000120 } from './0120-count-catalog-changes.js';

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
];
