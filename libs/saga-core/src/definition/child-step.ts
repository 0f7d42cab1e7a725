import type { CommandStep, RetryPolicy, StepKind } from './saga-definition.js';
import type { ActionDocument } from './step-action.js';

/** What a child saga is called where a participant would be. */
export const CHILD_PARTICIPANT = 'saga';

/** A child is asked once and answers when it has ended; and is asked again after this, in ms. */
const ASK_AGAIN_MS = 30_000;
const ONCE: RetryPolicy = {
  maxAttempts: 1,
  initialIntervalMs: 1000,
  backoffCoefficient: 1,
  maxIntervalMs: 1000,
  jitter: 'none',
  nonRetryable: [],
};

/** null: it has faults, and they are reported. */
export function compileChild(
  { definition, version }: Extract<ActionDocument, { does: 'saga' }>,
  kind: StepKind,
): Pick<
  CommandStep,
  'child' | 'participant' | 'command' | 'timeoutMs' | 'retry' | 'compensation'
> | null {
  if (definition === null) return null;
  const command = `${CHILD_PARTICIPANT}.${definition}`;
  const asking = { command, timeoutMs: ASK_AGAIN_MS, retry: ONCE };
  return {
    child: { definition, version },
    participant: CHILD_PARTICIPANT,
    ...asking,
    compensation: kind === 'compensatable' ? { ...asking, input: null } : null,
  };
}
