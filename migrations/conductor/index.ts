import { CreateDefinitions0000000000101 } from './0101-create-definitions.js';
import { CreateSagas0000000000102 } from './0102-create-sagas.js';
import { CreateHistory0000000000103 } from './0103-create-history.js';
import { CreateOutbox0000000000104 } from './0104-create-outbox.js';
import { CreateDeadMessages0000000000105 } from './0105-create-dead-messages.js';
import { CreateAudit0000000000106 } from './0106-create-audit.js';
import { CreateSettings0000000000107 } from './0107-create-settings.js';
import { GuardSagas0000000000108 } from './0108-guard-sagas.js';
import { OutboxCarriesMessages0000000000109 } from './0109-outbox-carries-messages.js';
import { ChildSagas0000000000110 } from './0110-child-sagas.js';
import { DefinitionTriggers0000000000111 } from './0111-definition-triggers.js';
import { CreateLocks0000000000112 } from './0112-create-locks.js';
import { CreateParticipants0000000000113 } from './0113-create-participants.js';
import { BoundDeadMessages0000000000114 } from './0114-bound-dead-messages.js';
import { FindUndelivered0000000000115 } from './0115-find-undelivered.js';
import { CreateFamilies0000000000116 } from './0116-create-families.js';
import { CreateStoreProbe0000000000118 } from './0118-create-store-probe.js';
import { KeysByBytes0000000000119 } from './0119-keys-by-bytes.js';
import { SummarizeSagas0000000000120 } from './0120-summarize-sagas.js';
import { AccountsOfParticipants0000000000123 } from './0123-accounts-of-participants.js';
import { AuditOfDefinitions0000000000124 } from './0124-audit-of-definitions.js';
import { DescribeCommandsApart0000000000125 } from './0125-describe-commands-apart.js';
import { DescribeDefinitions0000000000126 } from './0126-describe-definitions.js';
import { FindPartialReplies0000000000127 } from './0127-find-partial-replies.js';
import { CreateOutages0000000000121 } from './0121-create-outages.js';

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
  OutboxCarriesMessages0000000000109,
  ChildSagas0000000000110,
  DefinitionTriggers0000000000111,
  CreateLocks0000000000112,
  CreateParticipants0000000000113,
  BoundDeadMessages0000000000114,
  FindUndelivered0000000000115,
  CreateFamilies0000000000116,
  CreateStoreProbe0000000000118,
  KeysByBytes0000000000119,
  SummarizeSagas0000000000120,
  CreateOutages0000000000121,
  AccountsOfParticipants0000000000123,
  AuditOfDefinitions0000000000124,
  DescribeCommandsApart0000000000125,
  DescribeDefinitions0000000000126,
  FindPartialReplies0000000000127,
];
