import type { RetryPolicy } from '../model/saga-definition.js';
import type { ChildDocument } from '../read/saga-action.js';
import type { Places } from '../types/expression-places.js';
import { compileSending } from './command-action.js';
import type { Action, DocumentPlace } from './step-place.js';

/** The participant name that stands for a child saga. */
const CHILD_PARTICIPANT = 'saga';

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

/** Compiles the start of a child saga, which is a participant to its parent. */
export function compileChild(
  place: DocumentPlace,
  { definition, version }: ChildDocument,
  at: Places,
): Action['command'] | null {
  const { common } = compileSending(place, at);
  if (definition === null) return null;
  const command = `${CHILD_PARTICIPANT}.${definition}`;
  const asking = { command, timeoutMs: ASK_AGAIN_MS, retry: ONCE };
  return {
    ...common,
    child: { definition, version },
    participant: CHILD_PARTICIPANT,
    ...asking,
    compensation: place.step.kind === 'compensatable' ? { ...asking, input: null } : null,
  };
}
