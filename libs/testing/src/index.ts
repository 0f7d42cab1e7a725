export { brokerUrl, createTestDatabase, uniquePrefix, type TestDatabase } from './servers.js';
export {
  compile,
  errored,
  nothingToUndo,
  operatorAsks,
  refused,
  resendAsked,
  sagaSpecification,
  started,
  succeeded,
  timePasses,
  timerOf,
  undone,
  type Answering,
  type Arrival,
  type ExpectedCommand,
} from './saga-specification.js';
export {
  definitionDocuments,
  outcomes,
  schedules,
  type ScheduleEntry,
} from './saga-arbitraries.js';
export { checkInvariants } from './saga-invariants.js';
export { SagaRun, type Taken } from './saga-run.js';
