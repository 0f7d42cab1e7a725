import { formatDuration } from '../advice/durations.js';
import type { FaultList } from '../model/definition-fault.js';
import type { StepDocument } from '../read/step-document.js';
import { longestStepMs } from '../read/step-action.js';

/** Warns of each step that alone may take longer than the saga has until its pivot. */
export function warnOfDeadline(
  steps: readonly StepDocument[],
  deadlineMs: number | null,
  warn: FaultList['add'],
): void {
  if (deadlineMs === null) return;
  for (const step of steps) {
    const longestMs = longestStepMs(step);
    // past the pivot there is no deadline
    if (step.kind === 'retryable' || longestMs <= deadlineMs) continue;
    const [longest, deadline] = [longestMs, deadlineMs].map(formatDuration);
    const message = `${step.name} may take ${longest}, and the deadline is ${deadline}`;
    const cure = 'make the deadline longer, or the step shorter';
    warn(step.path, 'longer-than-deadline', `${message}: ${cure}`);
  }
}
