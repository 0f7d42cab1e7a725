import { formatDuration } from '../advice/durations.js';
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
    const [longest, deadline] = [longestMs, deadlineMs].map(formatDuration);
    const message = `${step.name} may take ${longest}, and the deadline is ${deadline}`;
    const cure = 'make the deadline longer, or the step shorter';
    return [{ path, rule: 'longer-than-deadline', message: `${message}: ${cure}` }];
  });
}
