export { errs, inIteration, isSilent, losesReplies, refuses, succeeds } from './answers.js';
export type { Answer, Asked } from './answers.js';
export type { SagaOutcome } from './run-saga.js';
export { Outcome, scenario, Scenario } from './scenario.js';
