import type { IntakeFault } from './intake-message.js';
import type { ReplyFault } from './reply.js';

type Line = readonly [means: string, todo: string];

const FORM = 'The sender uses a form that is not understood, or that cannot be stored unchanged';
const MEND_SENDER = 'Fix the sender; `detail` says where';

/** Why a message is a dead one: what each reason means, and what a person does about it. */
export const DEAD_MESSAGE_REASONS = {
  NO_CORRELATION: [
    'It does not answer a command of this conductor',
    'Find the sender by its `properties`',
  ],
  BAD_SIGNATURE: [
    'It answers no command that this installation signed, or the reply secret has changed',
    'Find the sender; compare CONDUCTOR_REPLY_SECRET of all replicas',
  ],
  NOT_JSON: [FORM, MEND_SENDER],
  UNKNOWN_FORM: [FORM, MEND_SENDER],
  PARTIAL_RESPONSE: [FORM, MEND_SENDER],
  TOO_LARGE: ['The body has more than 1 MiB', 'Send a reference instead of the contents'],
  TOO_DEEP: ['The body is nested deeper than 32 levels', MEND_SENDER],
  TOO_MANY_VALUES: ['The body has more arrays and objects than its size allows', MEND_SENDER],
  DUPLICATE_KEY: ['An object of the body has a key twice', MEND_SENDER],
  FORBIDDEN_KEY: ['A key of the body could change the prototype of objects', MEND_SENDER],
  UNSTORABLE_TEXT: ['A text has U+0000 or a lone surrogate', MEND_SENDER],
  UNSTORABLE_NUMBER: [
    'A number would change when it is stored',
    'Send large and exact numbers as texts',
  ],
  UNDECODABLE: [
    'Its headers or properties cannot be read',
    'Find the sender: no client library writes such headers by itself',
  ],
  SCHEMA_UNUSABLE: [
    'A schema in a participant’s description breaks the rules of input schemas',
    'Fix the `@CommandSchema` of the service; the rest of the description is in use',
  ],
  WRONG_FORM: ['It is not a start, a signal or a description', MEND_SENDER],
  UNKNOWN_PATTERN: [
    'It is not a start, a signal or a description',
    'Fix the sender, or update the conductor if it is older than the participant',
  ],
  NO_MESSAGE_ID: [
    'A start has no message id, so a repetition could not be recognized',
    MEND_SENDER,
  ],
  MESSAGE_ID_INVALID: ['A start has a message id that cannot be stored', MEND_SENDER],
  WRONG_SENDER: [
    'The account that sent it may not speak for this participant',
    '`detail` says whose account it is; see OPERATIONS.md, accounts',
  ],
  SAGA_NOT_FOUND: ['A signal for a saga that does not exist', 'Find the sender'],
  DEFINITION_NOT_FOUND: ['A start of a definition that does not exist', 'Post the definition'],
  DEFINITION_RETIRED: ['A start of a definition that accepts no new sagas', 'Use another version'],
  INPUT_INVALID: ['The input of a start does not fit the inputSchema', MEND_SENDER],
  IDEMPOTENCY_KEY_REUSED: ['The same key came with another request', MEND_SENDER],
  SAGA_ENDED: ['A signal for a saga that has ended', 'Find out why it came so late'],
  SIGNAL_NOT_EXPECTED: ['No step waits for this signal, or ever will', 'Find the sender'],
  SIGNAL_PAYLOAD_INVALID: [
    'The payload of a signal does not fit the payloadSchema of any step that waits for it',
    MEND_SENDER,
  ],
  TOO_MANY_SIGNALS: ['The saga already keeps as many signals as it may', 'Find the sender'],
  SIGNAL_ID_REUSED: ['Another signal has already come with this id', MEND_SENDER],
  SAGA_FULL: [
    'The data of the saga has reached its limit',
    'Send a reference instead of the contents',
  ],
  BUDGET_EXCEEDED: [
    'The family of the saga has used up its budget',
    'See BUDGET_EXCEEDED among the errors of sagas',
  ],
  TOO_MANY_OPEN_SAGAS: [
    'The definition had reached its limit of open sagas',
    'Find out why they do not end, or raise CONDUCTOR_OPEN_SAGAS_MAX; send it again',
  ],
  TRIGGER_FAILED: ['An event starts no saga; `detail` says why', 'Fix the trigger or the event'],
  EVENT_NOT_KEPT: [
    'An event that sagas may wait for was not kept: it has no key, or too many are kept for keys ' +
      'that nobody waits for',
    'Read `detail`: mend `eventKey`, or narrow what is published; send the event again',
  ],
  TRIGGER_LOOP: [
    'Sagas start each other by their events, again and again',
    'Fix the trigger of a definition (warning `trigger-cycle`), or retire it',
  ],
  UNKNOWN_SAGA: [
    'It is signed by us, and its saga is not in the database: deleted, or lost in a restore',
    'See OPERATIONS.md, backup and failover',
  ],
  UNPROCESSABLE: [
    'The database refused what followed from it',
    'Report it: a bug. A timer of this kind is tried again every hour',
  ],
  REDELIVERED_TOO_OFTEN: [
    'It was delivered 15 times and never acknowledged: it may be what crashes the process',
    'Read the log of those times',
  ],
} as const satisfies Record<string, Line> & Record<ReplyFault | IntakeFault, Line>;

export type DeadMessageReason = keyof typeof DEAD_MESSAGE_REASONS;
