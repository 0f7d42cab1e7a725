import { TOKEN_BYTES_MAX } from './correlation.js';
import { CARRIED_MAX, COMMANDS_TYPE, REPLIES_TYPE } from './envelopes/envelope-form.js';
import { GENERATION_HEADER, ORIGIN_HEADER } from './event-message.js';
import { ID, SIGNAL_PATTERN, START_PATTERN, UUID } from './intake-message.js';
import { DESCRIBE_PATTERN, DESCRIBED_COMMANDS_MAX, INSTANCE } from './participant-description.js';
import { RETRY_AFTER_MS_MAX } from './reply.js';

/** What the readers of messages hold them to, for whoever writes it down: the schemas do. */
export const WIRE_FORM = {
  commandsType: COMMANDS_TYPE,
  repliesType: REPLIES_TYPE,
  /** Commands or replies that an envelope carries. */
  carriedMax: CARRIED_MAX,
  /** The longest correlation id, in bytes. */
  correlationBytesMax: TOKEN_BYTES_MAX,
  retryAfterMsMax: RETRY_AFTER_MS_MAX,
  startPattern: START_PATTERN,
  signalPattern: SIGNAL_PATTERN,
  describePattern: DESCRIBE_PATTERN,
  describedCommandsMax: DESCRIBED_COMMANDS_MAX,
  /** The id of a start, a signal or an event. */
  id: ID,
  sagaId: UUID,
  /** Which process of a participant describes itself. */
  instance: INSTANCE,
  generationHeader: GENERATION_HEADER,
  originHeader: ORIGIN_HEADER,
} as const;
