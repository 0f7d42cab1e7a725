import { CreateInbox0000000000201 } from './0201-create-inbox.js';
import { CreateEventOutbox0000000000202 } from './0202-create-event-outbox.js';
import { CreateFencingTokens0000000000203 } from './0203-create-fencing-tokens.js';
import { NameUnroutableEvents0000000000204 } from './0204-name-unroutable-events.js';

/** In the order in which they run; a migration is never edited once it is released. */
export const participantMigrations = [
  CreateInbox0000000000201,
  CreateEventOutbox0000000000202,
  CreateFencingTokens0000000000203,
  NameUnroutableEvents0000000000204,
];
