export { ANSWER_CODES, ParticipantMisconfiguredError, type ParticipantLogger } from '#duties';
export type { ParticipantDatabase, Query, Row, Work } from './database/participant-database.js';
export { BusAwayError, CommandRefused, TryAgainLater } from './errors/answers.js';
export type { CommandContext, DescribedHandler, Handler, Handlers } from './handling/handlers.js';
export { startParticipant, type Participant, type ParticipantHealth } from './participant.js';
export type { StartOptions } from './settings/participant-settings.js';
