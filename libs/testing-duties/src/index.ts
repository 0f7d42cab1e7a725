export { deliveryContract } from './delivery.contract.js';
export { dutiesContract } from './duties.contract.js';
export type { DutiesBench, PaymentOptions, Plan } from './duties-bench.js';
export { deleteFromBroker, Halt, newStep, openTestBus } from './steps.js';
export { mergedTopology, TestConductor, type TestCommand } from './test-conductor.js';
