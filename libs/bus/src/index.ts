export { KEPT_BYTES_MAX, keptBody } from './kept-body.js';
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
  hintsTopology,
  isReplyQueue,
  participantOfQueue,
  participantQueue,
  participantTopology,
  replyQueue,
  replyQueueTopology,
} from './names.js';
export type { BodyFault } from './body-check.js';
export { queueArguments } from './queue-arguments.js';
export { readBody } from './read-body.js';
