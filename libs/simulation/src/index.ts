export { endsWell, failureMatrix, failureMatrixInParts } from './failure-matrix.js';
export type { FailurePath } from './failure-matrix.js';
export { FAULTS } from './faults.js';
export { forwardSlip } from './simulated-slip.js';
export { FENCED, UNDONE, VirtualInbox } from './virtual-inbox.js';
export { replyOf, trailEntryOf, VirtualSaga } from './virtual-saga.js';
