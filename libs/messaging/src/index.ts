export {
  AccessRefusedError,
  BusClosedError,
  BusDisconnectedError,
  BusNotOpenedError,
  QueueNotDeclaredError,
  TopologyMismatchError,
} from './bus-errors.js';
export type { BusLogger } from './bus-logger.js';
export { FloodGuard } from './flood-guard.js';
export { InProcessBroker } from './in-process-broker.js';
export { InProcessBus } from './in-process-bus.js';
export { openPatiently } from './open-patiently.js';
export { RabbitBus } from './rabbit-bus.js';
export type { RabbitBusOptions } from './rabbit-bus-options.js';
