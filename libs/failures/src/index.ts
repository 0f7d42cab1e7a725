export { FINGERPRINT, fingerprintOfFailure, stepOfIteration } from './fingerprint.js';
export type { FailurePlace } from './fingerprint.js';
export { ACTS_OF, NEW, act, isTold, lifeBy } from './life.js';
export type { GroupFacts, Life, LifeAct, LifeStatus, MutedLife } from './life.js';
export { TAKEN_OUT, kindOf } from './normalise.js';
