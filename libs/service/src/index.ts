export { createCommandInputPipe, IsText } from './command-input.js';
export { actOutFault, IsFaultPlan, type Fault, type FaultPlan } from './faults.js';
export {
  listenForCommands,
  POOL_SIZE_DEFAULT,
  type CommandListenerOptions,
  type RunningService,
  type ServiceOptions,
} from './participant-service.js';
export { openServiceDatabase, type ServiceDatabaseOptions } from './service-database.js';
export {
  readPort,
  readServiceEnvironment,
  serviceDatabaseUrl,
  SettingError,
  type ServiceEnvironment,
} from './service-environment.js';
export { runServiceProcess } from './service-process.js';
export { outputOfTexts } from './text-output.js';
