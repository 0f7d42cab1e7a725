import { STEP_NAME_CHARS_MAX } from '#definition';
import type { pausing } from '#engine';
import { FINGERPRINT } from '#failures';
import { ApiError } from '../edge/api-error.js';
import type { Schema } from '../openapi/schema-parts.js';

const NAME_CHARS_MAX = 200;
const name: Schema = { type: 'string', minLength: 1, maxLength: NAME_CHARS_MAX };
const stepName: Schema = { type: 'string', minLength: 1, maxLength: STEP_NAME_CHARS_MAX };

const failureGroup: Schema = { type: 'string', pattern: FINGERPRINT.source };
const forms = [
  scopeOf({ definition: name }),
  scopeOf({ definition: name, step: stepName }),
  scopeOf({ participant: name }),
];
const example = { participant: 'payment' };

/** What a request may pause, as OpenAPI has it. */
export const ASKED_SCOPE_SCHEMA: Schema = {
  description:
    'A definition in all of its versions, one of its steps, a participant, or the sagas of a ' +
    'group of failures, by its fingerprint.',
  oneOf: [...forms, scopeOf({ failureGroup })],
  example,
};

const place = scopeOf({
  definition: name,
  step: stepName,
  direction: { type: 'string', enum: ['execute', 'compensate', 'inquire'] },
});

/** What a pause covers: of a group also where that is. */
export const SCOPE_SCHEMA: Schema = {
  description:
    'A definition in all of its versions, one of its steps, a participant, or the sagas of a ' +
    'group of failures, which is at `place`.',
  oneOf: [...forms, scopeOf({ failureGroup, place })],
  example,
};

/** As a request names it. */
export type AskedScope =
  Exclude<pausing.PauseScope, pausing.GroupScope> | Pick<pausing.GroupScope, 'failureGroup'>;

function scopeOf(properties: Readonly<Record<string, Schema>>): Schema {
  const required = Object.keys(properties);
  return { type: 'object', required, additionalProperties: false, properties };
}

/** @throws ApiError VALIDATION_FAILED */
export function readScope(value: unknown): AskedScope {
  const given = typeof value === 'object' && value !== null ? value : {};
  const {
    definition,
    step,
    participant,
    failureGroup: group,
    ...others
  } = given as Record<string, unknown>;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong('unknownField', 'it has unknown fields');
  const isOne = [definition ?? step, participant, group].filter(isGiven).length === 1;
  if (isOne && group !== undefined) return { failureGroup: readGroup(group) };
  if (isOne && participant !== undefined) {
    return { participant: readName(participant, 'participant', NAME_CHARS_MAX) };
  }
  if (!isOne || definition === undefined) {
    const what = 'a definition, a definition and a step, a participant, or a failureGroup';
    throw wrong('scope', `give ${what}`);
  }
  const named = { definition: readName(definition, 'definition', NAME_CHARS_MAX) };
  if (step === undefined) return named;
  return { ...named, step: readName(step, 'step', STEP_NAME_CHARS_MAX) };
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

function readGroup(value: unknown): string {
  if (typeof value === 'string' && FINGERPRINT.test(value)) return value;
  throw wrong('matches', 'must have 16 hexadecimal digits', '/failureGroup');
}

function readName(value: unknown, field: string, charsMax: number): string {
  if (typeof value === 'string' && value !== '' && value.length <= charsMax) return value;
  throw wrong('isLength', `must have 1 to ${charsMax} characters`, `/${field}`);
}

/** The scope is of the right form, and there is nothing of this name. */
export function unknownScope(field: 'definition' | 'step' | 'participant', of: string): ApiError {
  return wrong('unknown', `there is no ${field} ${of}`, `/${field}`);
}

function wrong(rule: string, message: string, field = ''): ApiError {
  const path = `/scope${field}`;
  const errors = [{ path, rule, message }];
  return new ApiError('VALIDATION_FAILED', `scope${field}: ${message}`, { errors });
}
