import { type Schema, Validator } from '@cfworker/json-schema';
import type { JsonValue } from '#protocol';
import { CheckBudget, CheckBudgetError, forValidator, STEPS_MAX } from './check-budget.js';
import { messageOfFormat } from '../instant-formats.js';
import type { InputFault } from '../model/saga-definition.js';

/** More than a caller can use at once. */
const INPUT_FAULTS_MAX = 20;
/** Larger inputs are only looked through up to what is wrong first. */
const FULL_REPORT_CHARS_MAX = 8 * 1024;

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
  const copies = [0, 1].map(() => forValidator(structuredClone(schema)) as Schema | boolean);
  const quick = new Validator(copies[0] ?? true, '2020-12', true);
  const thorough = new Validator(copies[1] ?? true, '2020-12', false);
  const budget = new CheckBudget();
  for (const copy of copies) budget.watch(copy as JsonValue);
  return (input) => {
    try {
      budget.begin(input);
      const first = quick.validate(input);
      if (first.valid) return [];
      const isLarge = JSON.stringify(input).length > FULL_REPORT_CHARS_MAX;
      return toInputFaults(isLarge ? first : (fullReport(thorough, budget, input) ?? first));
    } catch (error) {
      if (error instanceof CheckBudgetError) return [TOO_COSTLY];
      // the validator gives up on what is no well-formed JSON: that is the caller's fault as well
      const reason = error instanceof Error ? error.message : String(error);
      return [{ path: '', message: `cannot be checked: ${reason}` }];
    }
  };
}

const TOO_COSTLY: InputFault = {
  path: '',
  message:
    `takes more than ${STEPS_MAX} steps to be checked by this inputSchema: ` +
    'send less of it, or let the schema try fewer ways (anyOf, oneOf, contains, long enums)',
};

/** null: it would take too long; what is wrong first is known. */
function fullReport(
  thorough: Validator,
  budget: CheckBudget,
  input: JsonValue,
): ReturnType<Validator['validate']> | null {
  budget.goOnThoroughly();
  try {
    return thorough.validate(input);
  } catch (error) {
    if (error instanceof CheckBudgetError) return null;
    throw error;
  }
}

type Validated = ReturnType<Validator['validate']>;

function toInputFaults({ errors }: Validated): readonly InputFault[] {
  const inner = errors.filter(({ keyword }) => !OUTER_KEYWORDS.has(keyword));
  return (inner.length > 0 ? inner : errors)
    .slice(0, INPUT_FAULTS_MAX)
    .map(({ instanceLocation, keyword, error }) => ({
      path: decodeURIComponent(instanceLocation.slice(1)),
      message: keyword === 'format' ? messageOfFormat(error) : error,
    }));
}
