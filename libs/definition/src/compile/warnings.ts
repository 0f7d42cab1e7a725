import { longestStepMs } from './compile-step.js';
import type { DefinitionWarning, SagaDefinition } from '../model/saga-definition.js';

/** What is worth a second look in a definition that is valid. */
export function warningsOf(definition: SagaDefinition): readonly DefinitionWarning[] {
  return [...definition.expressionWarnings, ...deadlineWarnings(definition)];
}

function deadlineWarnings({ steps, deadlineMs }: SagaDefinition): readonly DefinitionWarning[] {
  if (deadlineMs === null) return [];
  return steps.flatMap((step, index) => {
    // past the pivot there is no deadline
    if (step.kind === 'retryable') return [];
    const path = `/steps/${index}`;
    const longestMs = longestStepMs(step);
    if (longestMs <= deadlineMs) return [];
    const message = `${step.name} may take ${longestMs} ms, and the deadline is ${deadlineMs} ms`;
    return [{ path, rule: 'longer-than-deadline', message }];
  });
}
