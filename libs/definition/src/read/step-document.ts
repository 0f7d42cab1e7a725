import { type JsonObject, type JsonValue, isMessageName, isObject, MESSAGE_NAME } from '#protocol';
import {
  choice,
  either,
  expression,
  list,
  mapping,
  object,
  place,
  required,
  text,
} from '../language/field.js';
import type { FaultList } from '../model/definition-fault.js';
import { writeForm } from '../advice/forms.js';
import { camelCase, writeInstead } from '../advice/names.js';
import { type Fields, readFields } from './fields.js';
import { CATCH_FIELD, readCatch } from './catch.js';
import { COMMAND_FIELD, explainCommand, readCommand } from './command-action.js';
import { type ActionDocument, ACTION_FIELDS, ACTION_RULES, readAction } from './step-action.js';
import { RESERVED_NAMES, STEP_NAME } from './names.js';
import { LOOP_FIELDS, type LoopDocument, readLoop } from './step-loop.js';
import {
  mergeRetry,
  readRetry,
  RETRY_DEFAULTS,
  SENDING_FIELDS,
  TIMEOUT_MS_DEFAULT,
} from './retry-policy.js';
import type { RetryPolicy, StepKind } from '../model/saga-definition.js';

/** A step as its document says, defaults filled in; what is wrong was reported and left out. */
export interface StepDocument {
  /** JSON Pointer to the step. */
  readonly path: string;
  /** null: missing or wrong. */
  readonly name: string | null;
  readonly kind: StepKind;
  /** null: left out. */
  readonly after: readonly AfterEntry[] | null;
  /** null: missing or wrong. */
  readonly action: ActionDocument | null;
  /** null: its command is sent once. */
  readonly loop: LoopDocument | null;
  /** Not compiled yet. */
  readonly input: JsonValue;
  readonly requires: 'done' | 'succeeded';
  readonly when: string | null;
  readonly catches: 'any' | readonly string[] | null;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  /** null: left out, or wrong. */
  readonly compensation: CompensationDocument | 'none' | null;
  /** The field is there, right or wrong. */
  readonly hasCompensation: boolean;
}

export interface AfterEntry {
  /** Its place in the list, from 0. */
  readonly position: number;
  readonly name: string;
}

export interface CompensationDocument {
  /** Where its command stands. */
  readonly path: string;
  readonly command: string | null;
  /** undefined: the step's own data is sent again. */
  readonly input: JsonValue | undefined;
  readonly inputPath: string;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
}

export interface SendingDefaults {
  readonly timeoutMs: number | undefined;
  readonly retry: Partial<RetryPolicy>;
}

export interface StepDefaults extends SendingDefaults {
  readonly compensation: SendingDefaults;
}

const COMPENSATION = place({
  command: required(COMMAND_FIELD),
  input: mapping("What it is sent. Left out: the step's own data again."),
  ...SENDING_FIELDS,
});

const FIELDS = {
  name: required(
    text('Its name in expressions, unique in the definition.', { pattern: STEP_NAME }),
  ),
  ...ACTION_FIELDS,
  after: list(
    text('The name of a step.', { pattern: STEP_NAME }),
    'Steps that must be done first. Left out: the step before it in the list. []: starts at once.',
  ),
  requires: choice(
    ['done', 'succeeded'],
    'With "succeeded" it is skipped unless all steps of "after" succeeded.',
    { default: 'done' },
  ),
  when: expression('When false, the step is skipped.', '${has(input.gift)}'),
  catch: CATCH_FIELD,
  kind: choice(
    ['compensatable', 'pivot', 'retryable'],
    'Whether it can be undone, is the point of no return, or comes after that.',
    { default: 'compensatable' },
  ),
  input: mapping("The command's data, or the child saga's input.", { default: {} }),
  compensation: either(
    [
      text('A command of the same participant, or "none": there is nothing to undo.', {
        pattern: new RegExp(`^none$|${MESSAGE_NAME.source}`),
        example: 'payment.void',
      }),
      object(COMPENSATION, 'A command with an input, a timeout or a retry of its own.'),
    ],
    'How the step is undone. A compensatable command needs one.',
  ),
  ...SENDING_FIELDS,
  ...LOOP_FIELDS,
} as const;

/** What the kind of a step says of its other fields. */
const KIND_RULES: readonly JsonObject[] = [
  {
    if: { required: ['command'], not: ofKind('pivot', 'retryable') },
    then: { required: ['compensation'] },
  },
  { if: ofKind('pivot', 'retryable'), then: { properties: { compensation: { const: 'none' } } } },
  {
    if: ofKind('pivot'),
    then: { properties: { catch: false, forEach: false, repeat: false, end: false } },
  },
  { dependentSchemas: { forEach: { properties: { repeat: false } } } },
];

export const STEP = place(FIELDS, [...ACTION_RULES, ...KIND_RULES]);

/** The schema of a step of one of these kinds. */
export function ofKind(...kinds: readonly StepKind[]): JsonObject {
  return { required: ['kind'], properties: { kind: { enum: kinds } } };
}

export function readStep(
  value: JsonValue,
  path: string,
  { defaults, faults }: { readonly defaults: StepDefaults; readonly faults: FaultList },
): StepDocument | null {
  const fields = readFields(value, path, faults, writeStep(value));
  if (fields === undefined) return null;
  fields.refuseOthers(STEP);
  const kind = fields.choice('kind', FIELDS.kind.choices) ?? 'compensatable';
  const retry = mergeRetry(
    RETRY_DEFAULTS[kind],
    [defaults.retry, readRetry(fields)],
    reportRetry(fields),
  );
  return {
    path,
    name: readName(fields),
    kind,
    after: readAfter(fields),
    action: readAction(fields),
    loop: readLoop(fields),
    input: fields.get('input') ?? {},
    requires: fields.choice('requires', FIELDS.requires.choices) ?? 'done',
    when: fields.text('when') ?? null,
    catches: readCatch(fields),
    timeoutMs: fields.duration('timeout') ?? defaults.timeoutMs ?? TIMEOUT_MS_DEFAULT,
    retry,
    compensation: readCompensation(fields, defaults.compensation, faults),
    hasCompensation: fields.has('compensation'),
  };
}

/** A command alone is the commonest of what is no step. */
function writeStep(value: JsonValue): string {
  const command = typeof value === 'string' && isMessageName(value) ? value : 'payment.authorize';
  return `: write { "name": "…", "command": "${command}", "compensation": "…" }`;
}

function readName(fields: Fields): string | null {
  if (!fields.require('name')) return null;
  const name = fields.text('name');
  if (name === undefined) return null;
  if (RESERVED_NAMES.includes(name)) {
    fields.report('name', 'step-name-reserved', `"${name}" cannot be named in an expression`);
    return null;
  }
  if (STEP_NAME.test(name)) return name;
  const cure = writeInstead(camelCase(name), STEP_NAME, 'bookHotel');
  fields.report('name', 'step-name', `must match ${STEP_NAME.source}${cure}`);
  return null;
}

function readAfter(fields: Fields): readonly AfterEntry[] | null {
  const list = fields.list('after');
  if (list === undefined) return null;
  const entries: AfterEntry[] = [];
  const seen = new Set<string>();
  list.forEach((name, position) => {
    if (typeof name !== 'string') {
      fields.report('after', 'type', `item ${position} must be a step's name`);
    } else if (seen.has(name)) {
      fields.report('after', 'duplicate-after', `names "${name}" twice`);
    } else {
      seen.add(name);
      entries.push({ position, name });
    }
  });
  return entries;
}

function readCompensation(
  step: Fields,
  defaults: SendingDefaults,
  faults: FaultList,
): CompensationDocument | 'none' | null {
  const value = step.get('compensation');
  if (value === undefined || value === 'none') return value ?? null;
  const path = step.pathOf('compensation');
  if (typeof value === 'string') {
    if (!isMessageName(value)) step.report('compensation', 'command-name', explainCommand(value));
    const command = isMessageName(value) ? value : null;
    const { timeoutMs, retry } = compensationSending(null, defaults);
    return { path, command, input: undefined, inputPath: path, timeoutMs, retry };
  }
  if (!isObject(value)) {
    const form = `must be a command, an object, or "none"${writeForm('compensation', value)}`;
    step.report('compensation', 'type', form);
    return null;
  }
  const fields = readFields(value, path, faults, '');
  if (fields === undefined) return null;
  fields.refuseOthers(COMPENSATION);
  return {
    path: fields.pathOf('command'),
    command: readCommand(fields),
    input: fields.get('input'),
    inputPath: fields.pathOf('input'),
    ...compensationSending(fields, defaults),
  };
}

function compensationSending(fields: Fields | null, defaults: SendingDefaults) {
  const own = fields === null ? {} : readRetry(fields);
  const layers = [defaults.retry, own];
  return {
    timeoutMs: fields?.duration('timeout') ?? defaults.timeoutMs ?? TIMEOUT_MS_DEFAULT,
    retry: mergeRetry(RETRY_DEFAULTS.compensation, layers, reportRetry(fields)),
  };
}

/** What is wrong with `defaults` alone was reported there. */
function reportRetry(fields: Fields | null) {
  return (rule: string, message: string): void => {
    if (fields?.has('retry')) fields.report('retry', rule, message);
  };
}
