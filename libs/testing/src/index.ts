export { assertProperty, type PropertyOptions } from './assert-property.js';
export {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  uniquePrefix,
  type TestDatabase,
} from './servers.js';
export {
  compile,
  errored,
  lockCheck,
  nothingToUndo,
  onTrail,
  operatorAsks,
  parentAsks,
  passedOn,
  refused,
  resendAsked,
  sagaSpecification,
  started,
  startedAsChild,
  succeeded,
  timePasses,
  timerOf,
  signalled,
  undone,
  type Answering,
  type Arrival,
  type ExpectedCommand,
} from './saga-specification.js';
export { definitionDocuments } from './definition-arbitraries.js';
export { outcomes, schedules, type ScheduleEntry } from './schedule-arbitraries.js';
export { changeDocument, definitionChanges, type DefinitionChange } from './changed-definitions.js';
export { endFairly, type FairEnd } from './end-fairly.js';
export { checkInvariants } from './saga-invariants.js';
export { FamilyRun, type FamilyOptions } from './family-run.js';
export { SagaRun, type Taken } from './saga-run.js';
export { SlipRun, type Fate, type SlipRunOptions } from './slip-run.js';
export { MemoryPresenceStore } from './memory-presence-store.js';
export { MemorySagaStore, type MemorySagaStoreOptions } from './memory-saga-store.js';
export { StoreFaults, type Verdict } from './store-faults.js';
export {
  sagaStoreContract,
  type SagaStoreFixture,
  type StoreInspection,
} from './saga-store.contract.js';
export { begin, CONTRACT_DOCUMENT, NOTHING, workOf, type Begun } from './saga-store-data.js';
export { BrokerWeather, FaultyBus, type BrokerCondition } from './faulty-bus.js';
export { OutageBench, type OutageBenchOptions, type OutageKind } from './outage-bench.js';
export { ManualClock, settle } from './manual-clock.js';
export { ScriptedBus } from './scripted-bus.js';
export { PipelineBench, RecordingRelay, replyTo } from './pipeline-bench.js';
export { TcpProxy } from './tcp-proxy.js';
export { eventually } from './eventually.js';
export { CommandSender, newSagaId, type SentCommand } from './command-sender.js';
export { DeliveryRecorder } from './delivery-recorder.js';
export { messageBusContract, type MessageBusFixture } from './message-bus.contract.js';
export { nestedHeaders, RawPublisher, rawProperties, wideHeaders } from './raw-publisher.js';
