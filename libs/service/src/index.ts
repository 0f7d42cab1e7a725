export { createCommandInputPipe, IsListOf, IsText } from './command-input.js';
export { actOutFault, FaultyInput, IsFaultPlan, type FaultPlan } from './faults.js';
export {
  answers,
  listenForCommands,
  POOL_SIZE_DEFAULT,
  startParticipantService,
  type RunningService,
  type ServiceOptions,
} from './participant-service.js';
export { openServiceDatabase } from './service-database.js';
export {
  readPort,
  readValues,
  serviceDatabaseUrl,
  type ServiceName,
} from './service-environment.js';
export { runServiceMigration } from './service-migration.js';
export { runServiceProcess } from './service-process.js';
export { outputOfTexts } from './text-output.js';
