export { endsWell, failureMatrix, failureMatrixInParts } from './failure-matrix.js';
export type { FailurePath } from './failure-matrix.js';
export { FAULTS } from './faults.js';
export { UNDONE, VirtualInbox } from './virtual-inbox.js';
export { replyOf, VirtualSaga } from './virtual-saga.js';
