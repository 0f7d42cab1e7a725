import { type Schema, Validator } from '@cfworker/json-schema';
import type { JsonValue } from '../json.js';
import { looksOf } from './input-schema-rules.js';
import type { InputFault } from './saga-definition.js';

/** More than a caller can use at once. */
const INPUT_FAULTS_MAX = 20;
/** Larger inputs are only looked through up to what is wrong first. */
const FULL_REPORT_CHARS_MAX = 8 * 1024;

/** Values times the looks at each: about half a second. */
const WORK_MAX = 300_000;

/** They only say that something within is wrong; what it is says the fault within. */
const OUTER_KEYWORDS = new Set([
  '$ref',
  'allOf',
  'dependentSchemas',
  'false',
  'if',
  'items',
  'prefixItems',
  'properties',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** `schema` passed `checkInputSchema`, so that neither time nor references can run away. */
export function compileInputCheck(
  schema: JsonValue | undefined,
): (input: JsonValue) => readonly InputFault[] {
  if (schema === undefined || schema === true) return () => [];
  // the validator writes down addresses in the schema it is given: ours stays as it was posted
  const copies = [structuredClone(schema), structuredClone(schema)] as (Schema | boolean)[];
  const quick = new Validator(copies[0] ?? true, '2020-12', true);
  const thorough = new Validator(copies[1] ?? true, '2020-12', false);
  const looks = looksOf(schema);
  return (input) => {
    const values = countValues(input);
    if (values * looks > WORK_MAX) return [tooMuch(values, looks)];
    try {
      const first = quick.validate(input);
      if (first.valid) return [];
      const isLarge = JSON.stringify(input).length > FULL_REPORT_CHARS_MAX;
      return toInputFaults(isLarge ? first : thorough.validate(input));
    } catch (error) {
      // the validator gives up on what is no well-formed JSON: that is the caller's fault as well
      const reason = error instanceof Error ? error.message : String(error);
      return [{ path: '', message: `cannot be checked: ${reason}` }];
    }
  };
}

function tooMuch(values: number, looks: number): InputFault {
  const most = Math.floor(WORK_MAX / looks);
  const message = `has ${values} values; with this inputSchema it may have ${most}`;
  return { path: '', message };
}

/** Of all kinds, at all levels. */
function countValues(input: JsonValue): number {
  let count = 0;
  const open = [input];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    count++;
    if (typeof value !== 'object' || value === null) continue;
    for (const each of Object.values(value) as JsonValue[]) open.push(each);
  }
  return count;
}

type Validated = ReturnType<Validator['validate']>;

function toInputFaults({ errors }: Validated): readonly InputFault[] {
  const inner = errors.filter(({ keyword }) => !OUTER_KEYWORDS.has(keyword));
  return (inner.length > 0 ? inner : errors)
    .slice(0, INPUT_FAULTS_MAX)
    .map(({ instanceLocation, error }) => ({
      path: decodeURIComponent(instanceLocation.slice(1)),
      message: error,
    }));
}
