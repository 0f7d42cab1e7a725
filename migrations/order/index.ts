import { CreateOrders0000000000301 } from './0301-create-orders.js';
import { CreateSagaStarts0000000000302 } from './0302-create-saga-starts.js';
import { ReplaceSagaStarts0000000000303 } from './0303-replace-saga-starts.js';
import { KeysByBytes0000000000304 } from './0304-keys-by-bytes.js';

/** In the order in which they run; a migration is never edited once it is released. */
export const orderMigrations = [
  CreateOrders0000000000301,
  CreateSagaStarts0000000000302,
  ReplaceSagaStarts0000000000303,
  KeysByBytes0000000000304,
];
