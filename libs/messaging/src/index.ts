export { AccessRefusedError } from './reporting/bus-errors.js';
export type { BusLogger } from './reporting/bus-logger.js';
export { FloodGuard } from './reporting/flood-guard.js';
export { InProcessBroker } from './in-process/in-process-broker.js';
export { InProcessBus } from './in-process/in-process-bus.js';
export { openPatiently } from './topology/open-patiently.js';
export { RabbitBus } from './rabbit-bus.js';
