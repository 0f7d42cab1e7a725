export { compile } from './compile.js';
export { changeDocument, definitionChanges } from './changed-definitions.js';
export type { DefinitionChange } from './changed-definitions.js';
export { definitionDocuments } from './definition-arbitraries.js';
export { endFairly } from './end-fairly.js';
export { FamilyRun } from './family-run.js';
export { checkInvariants } from './saga-invariants.js';
export { SagaRun } from './saga-run.js';
export type { Taken } from './saga-run.js';
export {
  errored,
  lockCheck,
  nothingToUndo,
  onTrail,
  operatorAsks,
  parentAsks,
  offered,
  offeredAll,
  forwarded,
  refused,
  resendAsked,
  sagaSpecification,
  signalled,
  started,
  startedAsChild,
  succeeded,
  timePasses,
  timerOf,
  undone,
} from './saga-specification.js';
export type { Arrival } from './saga-specification.js';
export { operatorActionOn, outcomes, schedules } from './schedule-arbitraries.js';
export type { ScheduleEntry } from './schedule-arbitraries.js';
export { SlipRun } from './slip-run.js';
export type { Fate } from './slip-run.js';
