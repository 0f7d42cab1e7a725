export { commandMessage, parseCommand } from './command-message.js';
export type { OutgoingCommand, CommandMessageOptions, ParsedCommand } from './command-message.js';
export { signCorrelation, verifyCorrelation } from './correlation.js';
export type { Correlation } from './correlation.js';
export { DEAD_MESSAGE_REASONS } from './dead-message-reasons.js';
export type { DeadMessageReason } from './dead-message-reasons.js';
export { CARRIED_DEFAULT, CARRIED_MAX } from './envelopes/envelope-form.js';
export { openCommands, openReplies } from './envelopes/open-envelope.js';
export { packCommands, packReplies } from './envelopes/pack.js';
export { eventMessage } from './event-message.js';
export { parseIntake } from './intake-message.js';
export type { IntakeRequest } from './intake-message.js';
export { descriptionMessage, descriptionWays } from './participant-description.js';
export type {
  CommandDescription,
  LiveInstances,
  ParticipantDescription,
} from './participant-description.js';
export type { FencingToken } from './fencing-token.js';
export { nextOnSlip } from './forward-slip.js';
export { parseReply, replyMessage, replyWays } from './reply.js';
export type { ReplyError, ReplyMessageOptions, ReplyOutcome } from './reply.js';
export type { WireAddress, WireSlip, WireTrailEntry } from './slip.js';
export { partialValueOf } from './stream-packet.js';
export { readTrace, traceHeaders } from './trace-context.js';
export type { TraceContext } from './trace-context.js';
export { WIRE_FORM } from './wire-form.js';
