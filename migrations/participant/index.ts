import { CreateInbox0000000000201 } from './0201-create-inbox.js';
import { CreateEventOutbox0000000000202 } from './0202-create-event-outbox.js';
import { KeysByBytes0000000000205 } from './0205-keys-by-bytes.js';
import { TraceOfEvents0000000000206 } from './0206-trace-of-events.js';

/** In the order in which they run; a migration is never edited once it is released. */
export const participantMigrations = [
  CreateInbox0000000000201,
  CreateEventOutbox0000000000202,
  KeysByBytes0000000000205,
  TraceOfEvents0000000000206,
];
