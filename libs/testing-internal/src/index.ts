export { assertProperty, propertyTimeMs } from './assert-property.js';
export { OutageBench } from './benches/outage-bench.js';
export type { OutageKind } from './benches/outage-bench.js';
export { PipelineBench, replyTo } from './benches/pipeline-bench.js';
export { CommandSender, newSagaId } from './bus/command-sender.js';
export { DeliveryRecorder } from './bus/delivery-recorder.js';
export { messageBusContract } from './bus/message-bus.contract.js';
export { RawPublisher, nestedHeaders, rawProperties, wideHeaders } from './bus/raw-publisher.js';
export { ScriptedBus, type ScriptedDelivery } from './bus/scripted-bus.js';
export { inboxContract } from './inbox.contract.js';
export { eventually } from './eventually.js';
export { KEPT_TEXTS, REFUSED_TEXTS } from './json-texts.js';
export { Firehose } from './live/firehose.js';
export { faultsBy } from './live/schema-faults.js';
export { TappedBroker } from './live/tapped-broker.js';
export { ManualClock, settle } from './manual-clock.js';
export { RecordedLog } from './recorded-log.js';
export {
  brokerUrl,
  createConductorDatabase,
  createTestDatabase,
  deleteQueues,
  uniquePrefix,
} from './servers.js';
export type { TestDatabase } from './servers.js';
export { MemorySagaStore } from './store/memory-saga-store.js';
export { CONTRACT_DOCUMENT, NOTHING, begin, move, workOf } from './store/saga-store-data.js';
export type { Begun } from './store/saga-store-data.js';
export { sagaStoreContract } from './store/saga-store.contract.js';
export { TcpProxy } from './tcp-proxy.js';
