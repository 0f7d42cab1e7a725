/**
 * Failures that no other way through the saga can mend: what is wrong is the definition, or the
 * size of the data it was made for.
 */
export const FAULTS_OF_DEFINITIONS: ReadonlySet<string> = new Set([
  'EXPRESSION_FAILED',
  'EVENT_KEY_INVALID',
  'MAPPED_VALUE_TOO_LARGE',
  'MAPPED_VALUE_TOO_DEEP',
  'OUTPUTS_TOO_LARGE',
  'FOR_EACH_NO_LIST',
  'FOR_EACH_TOO_LONG',
  'DELAY_INVALID',
  'WAIT_TIMEOUT_INVALID',
  'CHILD_TOO_DEEP',
  'BUDGET_EXCEEDED',
]);

/** Whether a `catch` holds of a failure with this code. */
export function catchesCode(catches: 'any' | readonly string[] | null, code: string): boolean {
  if (catches === null || FAULTS_OF_DEFINITIONS.has(code)) return false;
  return catches === 'any' || catches.includes(code);
}
