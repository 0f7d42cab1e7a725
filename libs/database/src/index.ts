export { clientSocket } from './client-socket.js';
export { NotDurableError, assertDurable } from './durability.js';
export { FreshConnections } from './fresh-connections.js';
export { ListGate } from './list-gate.js';
export { Lookups } from './lookups.js';
export {
  ListsBusyError,
  ReadTooSlowError,
  isOfStatement,
  refusedValueOf,
  sqlStateOf,
} from './read-errors.js';
export { ReadPool } from './read-pool.js';
export { readRows } from './read-rows.js';
export type { Reader } from './read-rows.js';
export { sharedSetting } from './shared-setting.js';
export { readSizedPage } from './sized-page.js';
export type { Page } from './sized-page.js';
export { afterCommit, classifyStoreError, isRefusal } from './store-errors.js';
export { KEEP_ALIVE_DELAY_MS, createStorePool } from './store-pool.js';
export { writeRows } from './write-rows.js';
