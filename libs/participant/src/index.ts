export type { CommandContext } from './command-context.js';
export { CommandRefused, NoReply, TryAgainLater } from './handler-errors.js';
export { ParticipantModule } from './participant-module.js';
export {
  ParticipantMisconfiguredError,
  type ParticipantLogger,
  type ParticipantOptions,
} from './participant-options.js';
export { ParticipantServer } from './participant-server.js';
