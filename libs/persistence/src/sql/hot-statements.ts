export { LOCK_SAGAS, LOCK_SOME_SAGAS } from './batch/lock-sagas.js';
export { READ_UNSENT } from './batch/read-unsent.js';
export { WRITE_BATCH } from './batch/write-batch.js';
export { CLAIM_DUE_SAGAS } from './timers/claim-due-sagas.js';
