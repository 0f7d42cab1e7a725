import { isMessageName, type JsonObject, type JsonValue } from '#protocol';
import { choice, expression, list, mapping, place, required, text } from '../language/field.js';
import type { FaultList } from '../model/definition-fault.js';
import { camelCase, writeInstead } from '../advice/names.js';
import { type Fields, readFields } from './fields.js';
import { CATCH_FIELD, readCatch } from './catch.js';
import {
  COMPENSATION_FIELD,
  type CompensationDocument,
  readCompensation,
  readUndoEvent,
  type SendingDefaults,
  type UndoEventDocument,
} from './compensation.js';
import { type ActionDocument, ACTION_FIELDS, ACTION_RULES, readAction } from './step-action.js';
import { RESERVED_NAMES, STEP_NAME } from './names.js';
import { LOOP_FIELDS, type LoopDocument, readLoop } from './step-loop.js';
import {
  mergeRetry,
  readRetry,
  reportRetry,
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
  /** A command; null: left out, or wrong, or an event. */
  readonly compensation: CompensationDocument | 'none' | null;
  /** The event that the compensation is; null: it is none, or wrong. */
  readonly undoEvent: UndoEventDocument | null;
  /** The field is there, right or wrong. */
  readonly hasCompensation: boolean;
}

export interface AfterEntry {
  /** Its place in the list, from 0. */
  readonly position: number;
  readonly name: string;
}

export interface StepDefaults extends SendingDefaults {
  readonly compensation: SendingDefaults;
}

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
  compensation: COMPENSATION_FIELD,
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
    then: {
      properties: { catch: false, forEach: false, repeat: false, end: false, publish: false },
    },
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
    compensation: readCompensation(fields, defaults.compensation),
    undoEvent: readUndoEvent(fields),
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
