export {
  JSON_DEPTH_MAX,
  MESSAGE_BYTES_MAX,
  grammarFault,
  parseBoundedJson,
  type BoundedJson,
  type JsonBounds,
  type JsonFault,
} from './bounded-json.js';
export { encodingFault, withoutByteOrderMark } from './byte-order-mark.js';
export {
  commandMessage,
  parseCommand,
  type CommandCheck,
  type CommandEnvelope,
  type CommandFault,
  type CommandMessageOptions,
  type ParsedCommand,
} from './command-message.js';
export {
  CorrelationUnsignableError,
  signCorrelation,
  verifyCorrelation,
  type Correlation,
  type CorrelationCheck,
} from './correlation.js';
export { eventMessage, type EventEnvelope, type EventMessageOptions } from './event-message.js';
export {
  BROKER_URL_FORM,
  DATABASE_URL_FORM,
  describeServerUrl,
  serverUrlFault,
  withSecret,
  type ServerUrlForm,
} from './server-url.js';
export { unknownSettingsText } from './unknown-settings.js';
export { StopSignals, type StopSignal } from './stop-signals.js';
export {
  scanJson,
  type JsonTextBounds,
  type JsonTextFault,
  type JsonTextReason,
} from './json-scan.js';
export {
  parseIntake,
  SIGNAL_PATTERN,
  START_PATTERN,
  type IntakeCheck,
  type IntakeFault,
  type IntakeRequest,
} from './intake-message.js';
export type { JsonArray, JsonObject, JsonValue } from './json.js';
export { KEPT_BYTES_MAX, keptBody, type KeptBody } from './kept-body.js';
export type {
  BusConsumer,
  BusStatus,
  CutBodyFacts,
  Delivery,
  IncomingProperties,
  MessageBus,
  MessageProperties,
  OutgoingMessage,
  PublishOutcome,
  QueueState,
  Topology,
} from './message-bus.js';
export {
  answerTopology,
  conductorNames,
  conductorTopology,
  participantOfQueue,
  participantQueue,
  participantTopology,
  type ConductorNames,
} from './names.js';
export { nextOnSlip, type PassOnOptions } from './pass-on.js';
export {
  DESCRIBED_COMMANDS_MAX,
  descriptionMessage,
  descriptionWays,
  participantOfCommand,
  type CommandDescription,
  type ParticipantDescription,
} from './participant-description.js';
export {
  parseReply,
  replyMessage,
  replyWays,
  type ReplyCheck,
  type ReplyError,
  type ReplyFault,
  type ReplyMessageOptions,
  type ReplyOutcome,
} from './reply.js';
export { partialValueOf } from './stream-packet.js';
export { readTrace, traceHeaders, type TraceContext } from './trace-context.js';
export {
  type WireAddress,
  type WireInput,
  type WireSlip,
  type WireStation,
  type WireTrailEntry,
  type WireUndo,
} from './slip.js';
