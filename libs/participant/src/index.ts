export {
  BrokerUnreachableError,
  openParticipant,
  type OpenParticipant,
  type OpenParticipantOptions,
} from './open-participant.js';
export type { MessageBus } from '#bus';
export { RabbitBus } from '#messaging';
export { participantMigrations } from '../../../migrations/participant/index.js';
export type { CommandContext } from './handlers/command-context.js';
export {
  CommandSchema,
  type CommandSchemas,
  type JsonSchema,
} from './describing/command-schema.js';
export { EventUnusableError, type DomainEvent } from './events/domain-event.js';
export {
  EventOutbox,
  EventOutsideTransactionError,
  type EventOutboxOptions,
} from './events/event-outbox.js';
export type { EventTrouble, PendingEvent } from './events/event-store.js';
export type { HandlerExtras } from './handlers/handler-batch.js';
export { CommandRefused, NoReply, TryAgainLater } from './errors/handler-errors.js';
export { ParticipantModule } from './participant-module.js';
export type { ParticipantOptions } from './settings/participant-options.js';
export { ParticipantServer, type ParticipantHealth } from './participant-server.js';
export { ANSWER_CODES, ParticipantMisconfiguredError, type ParticipantLogger } from '#duties';
