import type { Bound, Choice, Range, SagaFilter, WaitingCode } from '#filters';
import { CLOCK_SLACK_MS, firstIdAt, ID_AHEAD_MS } from './id-time.js';
import type { Parameters } from './parameters.js';
import { textCondition } from './text-condition.js';
import { isWaitingFor } from './waiting-now.js';

/** What a row of `saga` has to fulfil, but for its status: the parts, to be joined by `and`. */
export function conditionsOf(filter: SagaFilter, parameters: Parameters): readonly string[] {
  const { id, definition, key, step, error, failure, participant, q } = filter;
  return [
    ...(id === undefined ? [] : [choice('id', id, { type: 'uuid', parameters })]),
    ...(definition === undefined ? [] : [definitionCondition(definition, parameters)]),
    ...(filter.version === undefined
      ? []
      : [numbers('definition_version', filter.version, parameters)]),
    ...(key === undefined ? [] : [`key = ${parameters.add(key, 'text')}`]),
    ...(step === undefined ? [] : [stepCondition(step, parameters)]),
    ...(error === undefined ? [] : [errorCondition(error, parameters)]),
    ...(failure === undefined ? [] : [failureCondition(failure, parameters)]),
    ...(participant === undefined ? [] : [participantCondition(participant, parameters)]),
    ...(filter.waiting === undefined ? [] : [waitingCondition(filter.waiting, parameters)]),
    ...(filter.attempts === undefined ? [] : [numbers(ATTEMPTS, filter.attempts, parameters)]),
    ...times(filter, parameters),
    ...(q === undefined ? [] : [textCondition(q, parameters)]),
  ];
}

export function definitionCondition(definition: Choice<string>, parameters: Parameters): string {
  return choice('definition_name', definition, { type: 'text', parameters });
}

/** The same of a table with `name` and `version`. */
export function versionConditions(
  { definition, version }: SagaFilter,
  parameters: Parameters,
): readonly string[] {
  return [
    ...(definition === undefined ? [] : [choice('name', definition, { type: 'text', parameters })]),
    ...(version === undefined ? [] : [numbers('version', version, parameters)]),
  ];
}

/** By bytes, as its index compares. */
export const ERROR_CODE = `saga.error_code collate "C"`;

/** Of all attempts: the first number of this name in the summary. See `saga-summary.ts`. */
const ATTEMPTS = `
  nullif(rtrim(split_part(split_part(summary, '"attempts":', 2), ',', 1), '}'), '')::int`;

interface ChoiceOptions {
  readonly type: 'uuid' | 'text' | 'int';
  readonly parameters: Parameters;
}

function choice<Value>(
  column: string,
  { values, isNegated }: Choice<Value>,
  { type, parameters }: ChoiceOptions,
): string {
  if (values.length === 1) {
    return `${column} ${isNegated ? '<>' : '='} ${parameters.add(values[0], type)}`;
  }
  return `${column} ${isNegated ? '<> all' : '= any'}(${parameters.add(values, `${type}[]`)})`;
}

function numbers(column: string, value: Choice<number> | Range, parameters: Parameters): string {
  if ('values' in value) return choice(column, value, { type: 'int', parameters });
  return value.bounds
    .map((bound) => `${column} ${bound.sign} ${parameters.add(bound.value, 'int')}`)
    .join(' and ');
}

function stepCondition({ values, isNegated }: Choice<string>, parameters: Parameters): string {
  const overlaps = `active_steps && ${parameters.add(values, 'text[]')}`;
  return isNegated ? `not (${overlaps})` : overlaps;
}

function errorCondition(error: Choice<string>, parameters: Parameters): string {
  const condition = choice(ERROR_CODE, error, { type: 'text', parameters });
  return error.isNegated ? `(error_code is null or ${condition})` : condition;
}

/** Those in the groups are found first: there may be few of them among many that are stuck. */
function failureCondition({ values, isNegated }: Choice<string>, parameters: Parameters): string {
  const inGroups = `select saga_id from saga_failure where ended_at is null
    and fingerprint = any(${parameters.add(values, 'text[]')})`;
  if (!isNegated) return `saga.id = any(array(${inGroups}))`;
  return `not exists (${inGroups} and saga_id = saga.id)`;
}

function waitingCondition(
  { values, isNegated }: Choice<WaitingCode>,
  parameters: Parameters,
): string {
  const isOne = values.map((code) => isWaitingFor(code, parameters)).join(' or ');
  return isNegated ? `not (${isOne})` : `(${isOne})`;
}

/**
 * A step that is under way belongs to the participant of its command, whatever the direction. Which
 * steps these are is read from the definitions once for the statement.
 */
function participantCondition(
  { values, isNegated }: Choice<string>,
  parameters: Parameters,
): string {
  const names = parameters.add(values, 'text[]');
  const isOf = (command: string) => `split_part(${command}, '.', 1) = any(${names})`;
  const carried = `(
    select jsonb_object_agg(name || '/' || version, steps) from (
      select d.name, d.version, jsonb_agg(step ->> 'name') as steps
        from saga_definition d
       cross join jsonb_array_elements(d.document::jsonb -> 'steps') as step
       where exists (select from jsonb_array_elements_text(d.commands) as command
                      where ${isOf('command')})
         and ${isOf(`step ->> 'command'`)}
       group by d.name, d.version) as of_version)`;
  const isCarried = `coalesce(
    (${carried} -> (definition_name || '/' || definition_version)) ?| active_steps, false)`;
  return isNegated ? `not ${isCarried}` : isCarried;
}

/** Each with what it means for ids, which indexes have in order. */
function times({ from, to, age, unchanged }: SagaFilter, parameters: Parameters): string[] {
  const conditions: string[] = [];
  const created = (sign: Bound['sign'], at: { readonly sql: string; readonly ms: number }) => {
    conditions.push(`created_at ${sign} ${at.sql}`, idCondition(sign, at.ms, parameters));
  };
  const instant = (ms: number) => {
    // as text: the client would convert them to this process's time zone
    return { sql: parameters.add(new Date(ms).toISOString(), 'timestamptz'), ms };
  };
  const ago = (ms: number) => {
    const sql = `now() - ${parameters.add(ms, 'float8')} * interval '1 millisecond'`;
    return { sql, ms: Date.now() - ms };
  };
  if (from !== undefined) created('>=', instant(from));
  if (to !== undefined) created('<', instant(to));
  for (const { sign, value } of age?.bounds ?? []) created(TURNED[sign], ago(value));
  for (const { sign, value } of unchanged?.bounds ?? []) {
    conditions.push(`updated_at ${TURNED[sign]} ${ago(value).sql}`);
  }
  return conditions;
}

/** Older means earlier. */
const TURNED = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' } as const;

function idCondition(sign: Bound['sign'], at: number, parameters: Parameters): string {
  const isUpper = sign.startsWith('<');
  const bound = firstIdAt(isUpper ? at + CLOCK_SLACK_MS : at - CLOCK_SLACK_MS - ID_AHEAD_MS);
  return `id ${isUpper ? '<' : '>='} ${parameters.add(bound, 'uuid')}`;
}
