export type { JsonArray, JsonObject, JsonValue } from './json.js';
export type {
  BusConsumer,
  BusStatus,
  Delivery,
  IncomingProperties,
  MessageBus,
  MessageProperties,
  OutgoingMessage,
  PublishOutcome,
  Topology,
} from './message-bus.js';
