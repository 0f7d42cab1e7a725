import type { StepDocument } from '../read/step-document.js';
import type { StepGraph } from './step-graph.js';

/** A saga goes on behind these only if they were not taken: their success cannot be required. */
const PASSED: ReadonlySet<string> = new Set(['fail', 'end']);

/**
 * Steps that have to succeed for this one to run, if it `requires` that: those in its `after`, and
 * in the place of a `fail` or an `end` those before it.
 */
export function requiredSteps(
  steps: readonly StepDocument[],
  { predecessors }: StepGraph,
  index: number,
): readonly number[] {
  const isPassed = (at: number) => PASSED.has(steps[at]?.action?.type ?? '');
  const found = new Set(predecessors[index]);
  for (const each of found) {
    if (isPassed(each)) predecessors[each]?.forEach((before) => found.add(before));
  }
  return [...found].filter((each) => !isPassed(each));
}
