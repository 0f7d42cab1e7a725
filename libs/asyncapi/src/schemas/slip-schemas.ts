import { PARTICIPANT_NAME } from '#protocol';
import { CORRELATION } from './command-schemas.js';
import { any, either, matching, NULL, refTo, text, whole, type Schema } from './schema.js';

const ADDRESS_FIELDS = {
  messageId: text('The message id of that command.'),
  correlationId: text('Its correlation id, signed by the conductor.', CORRELATION),
  step: text('Its step.'),
  iteration: whole('Its iteration.'),
  attempt: whole('Its attempt.'),
  participant: matching(PARTICIPANT_NAME, 'Who takes it: the routing key.'),
  command: text('Its pattern.'),
  timeoutMs: whole('How long the conductor waits for the reply.'),
} as const;
const ADDRESS_REQUIRED = Object.keys(ADDRESS_FIELDS);

const ADDRESS: Schema = {
  title: 'Address',
  description: 'Everything about a following command but its data.',
  type: 'object',
  required: ADDRESS_REQUIRED,
  properties: ADDRESS_FIELDS,
};

const KEYS = { type: 'array', items: { type: 'string' } } as const;

const WIRE_INPUT: Schema = {
  title: 'Data with gaps',
  description: 'Data but for outputs of steps that are not known yet.',
  type: 'object',
  required: ['data', 'fill'],
  properties: {
    data: any('With null wherever something is to be filled in.'),
    fill: {
      type: 'array',
      description: 'Into `data`, at the keys `at`, goes what `step` gave at `path`.',
      items: {
        type: 'object',
        required: ['at', 'step', 'path'],
        properties: { at: KEYS, step: text('The step whose output it is.'), path: KEYS },
      },
    },
  },
};

const UNDO: Schema = {
  title: 'Undo',
  description: 'A compensation, complete with its data.',
  allOf: [
    refTo('Address'),
    {
      type: 'object',
      required: ['data', 'firstIssuedAt'],
      properties: {
        data: any('Its data.'),
        firstIssuedAt: whole('When the step’s first command was issued, in ms since the epoch.'),
      },
    },
  ],
};

const STATION: Schema = {
  title: 'Station',
  description: 'A step that is still to come, with what undoes it.',
  allOf: [
    refTo('Address'),
    refTo('WireInput'),
    {
      type: 'object',
      required: ['isPastPivot', 'undo'],
      properties: {
        isPastPivot: { type: 'boolean', description: 'From here on nothing is undone.' },
        undo: either(NULL, {
          allOf: [
            refTo('Address'),
            {
              type: 'object',
              required: ['input'],
              properties: { input: either(NULL, refTo('WireInput')) },
            },
          ],
        }),
      },
    },
  ],
};

const SLIP: Schema = {
  title: 'Routing slip',
  description:
    'The commands that follow, which the participant library forwards by itself. A service ' +
    'without the library ignores it, and the conductor sends the next command.',
  type: 'object',
  required: ['next', 'back', 'undo', 'trail'],
  properties: {
    next: { type: 'array', items: refTo('Station'), description: 'Following commands, in order.' },
    back: { type: 'array', items: refTo('Undo'), description: 'Compensations, newest first.' },
    undo: either(NULL, refTo('Undo')),
    trail: { type: 'array', items: refTo('TrailEntry'), description: 'What was answered so far.' },
  },
};

export const SLIP_SCHEMAS: Readonly<Record<string, Schema>> = {
  Slip: SLIP,
  Station: STATION,
  Undo: UNDO,
  Address: ADDRESS,
  WireInput: WIRE_INPUT,
};
