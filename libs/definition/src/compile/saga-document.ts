import { countCodePoints, type JsonValue, pointerTo, DEFINITION_NAME } from '#protocol';
import { writeForm } from '../advice/forms.js';
import { kebabCase, writeInstead } from '../advice/names.js';
import { type FaultList } from '../model/definition-fault.js';
import {
  choice,
  duration,
  jsonSchema,
  list,
  mapping,
  object,
  place,
  required,
  text,
} from '../language/field.js';
import { type Fields, readFields } from '../read/fields.js';
import { type LockDocument, LOCKS_FIELD, readLocks } from './locks.js';
import { mergeRetry, readRetry, RETRY_DEFAULTS, SENDING_FIELDS } from '../read/retry-policy.js';
import type { SagaMode } from '../model/saga-definition.js';
import {
  ofKind,
  readStep,
  STEP,
  type StepDefaults,
  type StepDocument,
} from '../read/step-document.js';
import { readSensitive, SENSITIVE_FIELD } from './sensitive.js';
import { readTrigger, TRIGGER_FIELD, type TriggerDocument } from './trigger.js';

/** A definition as its document says, before the rules that look at all of it. */
export interface SagaDocument {
  /** null: missing or wrong. */
  readonly name: string | null;
  readonly mode: SagaMode;
  readonly deadlineMs: number | null;
  /** undefined: anything is allowed. */
  readonly inputSchema: JsonValue | undefined;
  /** How long an event that came early is kept. */
  readonly eventTtlMs: number;
  readonly locks: readonly LockDocument[];
  /** null: nothing starts it but a request. */
  readonly trigger: TriggerDocument | null;
  /** Its life-cycle events carry the saga's input. */
  readonly tellsInput: boolean;
  /** JSON Pointers to what viewers do not see. */
  readonly sensitive: readonly string[];
  /** Not compiled yet. */
  readonly output: JsonValue;
  readonly steps: readonly StepDocument[];
  /** Every step could be read, and there are not too many: rules about the graph make sense. */
  readonly isWhole: boolean;
}

export const STEPS_MAX = 200;
/** In code points. */
const DESCRIPTION_CHARS_MAX = 2000;

/** How long an event is kept that came before a saga waits for it. */
export const EVENT_TTL_MS_DEFAULT = 60 * 60 * 1000;

const COMPENSATION_DEFAULTS = place(SENDING_FIELDS);
const DEFAULTS = place({
  ...SENDING_FIELDS,
  compensation: object(COMPENSATION_DEFAULTS, 'What holds for every compensation.'),
});

const EVENTS = place({
  include: list(
    choice(['input'], "The saga's input."),
    'What life-cycle events carry besides what they always do.',
    { default: [], example: ['input'] },
  ),
});

const FIELDS = {
  $schema: text('The address of the JSON Schema of this language, for editors. Ignored.'),
  name: required(
    text('Lower case, digits and hyphens.', {
      pattern: DEFINITION_NAME,
      example: 'order-fulfilment',
    }),
  ),
  description: text('For people.', { charsMax: DESCRIPTION_CHARS_MAX }),
  inputSchema: jsonSchema("What the saga's input must be. Left out, or true: anything."),
  mode: choice(
    ['orchestration', 'routing-slip'],
    'Whether the conductor sends every command, or participants pass the command on.',
    { default: 'orchestration' },
  ),
  deadline: duration('The longest time from the start to the pivot; past it the saga goes back.', {
    example: '15m',
  }),
  eventTtl: duration('How long an event is kept that came before a saga waits for it.', {
    default: '1h',
  }),
  defaults: object(DEFAULTS, 'What holds for every step that does not say otherwise.'),
  locks: LOCKS_FIELD,
  trigger: TRIGGER_FIELD,
  events: object(EVENTS, 'What others are told of its sagas.'),
  steps: required(
    list(object(STEP, 'What is done, and how it is undone.'), 'What the saga does.', {
      min: 1,
      max: STEPS_MAX,
    }),
  ),
  sensitive: SENSITIVE_FIELD,
  output: mapping('Evaluated when the saga completes.', { default: {} }),
} as const;

/** Everything that a definition may have. */
export const DEFINITION = place(FIELDS, [
  { properties: { steps: { contains: ofKind('pivot'), minContains: 0, maxContains: 1 } } },
]);

/** null: it is not even an object. */
export function readSagaDocument(document: JsonValue, faults: FaultList): SagaDocument | null {
  const fields = readFields(document, '', faults, ': write { "name": "…", "steps": […] }');
  if (fields === undefined) return null;
  fields.refuseOthers(DEFINITION);
  fields.text('$schema');
  checkDescription(fields);
  const name = readName(fields);
  const mode = fields.choice('mode', FIELDS.mode.choices) ?? 'orchestration';
  const deadlineMs = fields.duration('deadline') ?? null;
  const defaults = readDefaults(fields);
  const { steps, isWhole } = readSteps(fields, defaults, faults);
  const output = fields.get('output') ?? {};
  return {
    name,
    mode,
    deadlineMs,
    eventTtlMs: fields.duration('eventTtl') ?? EVENT_TTL_MS_DEFAULT,
    inputSchema: fields.get('inputSchema'),
    output,
    steps,
    isWhole,
    locks: readLocks(fields, faults),
    trigger: readTrigger(fields),
    tellsInput: readIncluded(fields).includes('input'),
    sensitive: readSensitive(fields, steps),
  };
}

function readName(fields: Fields): string | null {
  if (!fields.require('name')) return null;
  const name = fields.text('name');
  if (name === undefined || DEFINITION_NAME.test(name)) return name ?? null;
  const cure = writeInstead(kebabCase(name), DEFINITION_NAME, 'order-fulfilment');
  fields.report('name', 'definition-name', `must match ${DEFINITION_NAME.source}${cure}`);
  return null;
}

function checkDescription(fields: Fields): void {
  const description = fields.text('description');
  if (description === undefined || countCodePoints(description) <= DESCRIPTION_CHARS_MAX) return;
  const message = `has at most ${DESCRIPTION_CHARS_MAX} characters`;
  fields.report('description', 'description-length', message);
}

/** What life-cycle events carry besides what they always do. */
function readIncluded(fields: Fields): readonly string[] {
  const events = fields.object('events');
  events?.refuseOthers(EVENTS);
  const included = events?.list('include') ?? [];
  const isKnown = included.every((each) => each === 'input');
  if (!isKnown) events?.report('include', 'choice', 'has "input" or nothing: ["input"]');
  return isKnown ? included : [];
}

/** What every step takes that does not say otherwise; itself partly given. */
function readDefaults(fields: Fields): StepDefaults {
  const defaults = fields.object('defaults');
  if (defaults === undefined) return noDefaults();
  defaults.refuseOthers(DEFAULTS);
  const forward = readSending(defaults, 'compensatable');
  const compensation = defaults.object('compensation');
  if (compensation === undefined) return { ...forward, compensation: noDefaults() };
  compensation.refuseOthers(COMPENSATION_DEFAULTS);
  return { ...forward, compensation: readSending(compensation, 'compensation') };
}

function readSending(fields: Fields, kind: 'compensatable' | 'compensation') {
  const retry = readRetry(fields);
  mergeRetry(RETRY_DEFAULTS[kind], [retry], (rule, message) =>
    fields.report('retry', rule, message),
  );
  return { timeoutMs: fields.duration('timeout'), retry };
}

function noDefaults(): StepDefaults {
  const none = { timeoutMs: undefined, retry: {} };
  return { ...none, compensation: none };
}

function readSteps(
  fields: Fields,
  defaults: StepDefaults,
  faults: FaultList,
): Pick<SagaDocument, 'steps' | 'isWhole'> {
  const list = fields.require('steps') ? fields.list('steps') : undefined;
  if (list === undefined) return { steps: [], isWhole: false };
  if (list.length === 0 || list.length > STEPS_MAX) {
    const form = list.length === 0 ? writeForm('steps', list) : '';
    fields.report('steps', 'steps-limit', `has 1 to ${STEPS_MAX} steps${form}`);
  }
  const base = fields.pathOf('steps');
  // what is beyond the limit is not looked at: the answer to a flood stays small
  const steps = list
    .slice(0, STEPS_MAX)
    .map((value, index) => readStep(value, pointerTo(base, index), { defaults, faults }))
    .filter((step) => step !== null);
  const isWhole = steps.length === list.length && steps.length > 0;
  return { steps, isWhole };
}
