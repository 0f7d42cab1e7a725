import { choice, either, list, text } from '../language/field.js';
import { FAULTS_OF_DEFINITIONS } from '../model/catches.js';
import type { Fields } from './fields.js';
import { ERROR_CODE, ERROR_CODE_FORM } from './error-code.js';

/** Codes of one `catch`. */
const CODES_MAX = 100;

export const CATCH_FIELD = either(
  [
    choice(['any'], 'Any failure, but for faults of the definition itself.'),
    list(text('The code of a failure.', { pattern: ERROR_CODE }), 'These failures.', {
      min: 1,
      max: CODES_MAX,
    }),
  ],
  'Failures of the step that do not take the saga back: the step is "caught" then.',
  { example: ['CARD_DECLINED', 'TIMEOUT'] },
);

/** null: left out, or wrong. */
export function readCatch(step: Fields): 'any' | readonly string[] | null {
  const value = step.get('catch');
  if (value === undefined || value === 'any') return value ?? null;
  if (!Array.isArray(value) || value.length === 0 || value.length > CODES_MAX) {
    const form = `must be "any", or a list of 1 to ${CODES_MAX} codes like ["CARD_DECLINED"]`;
    step.report('catch', 'catch-form', form);
    return null;
  }
  return value.filter((code, index): code is string => {
    if (typeof code !== 'string' || !ERROR_CODE.test(code)) {
      step.report('catch', 'error-code', `item ${index} ${ERROR_CODE_FORM}`);
      return false;
    }
    if (!FAULTS_OF_DEFINITIONS.has(code)) return true;
    const message = `${code} is a fault of the definition, and is never caught: leave it out`;
    step.report('catch', 'catch-definition-fault', message);
    return false;
  });
}
