export { endsWell, failureMatrix, failureMatrixInParts } from './failure-matrix.js';
export type { FailurePath } from './failure-matrix.js';
