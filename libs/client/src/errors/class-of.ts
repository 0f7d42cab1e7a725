import { ConductorError, type ErrorFacts } from './conductor-error.js';
import { PROBLEM_CLASSES } from './problem-table.js';

type ErrorClass = new (facts: ErrorFacts) => ConductorError;

/** The class of the errors with a code; one that this release does not know has none of its own. */
export function classOf(code: string): ErrorClass {
  const classes: Readonly<Record<string, ErrorClass>> = PROBLEM_CLASSES;
  return (Object.hasOwn(classes, code) ? classes[code] : undefined) ?? ConductorError;
}
