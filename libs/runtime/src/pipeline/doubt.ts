import type { PendingInput } from '../planning/pending-input.js';
import type { BatchPlan } from '../planning/planned-batch.js';

/**
 * The answer to a commit was lost: nobody may be told that it was not done. A start that was
 * decided may be there already: it is not sent back any more should its version change.
 */
export function noteDoubt(inputs: readonly PendingInput[], plan: BatchPlan | undefined): void {
  for (const input of inputs) input.inDoubt = true;
  for (const { input } of plan?.startedById.values() ?? []) input.wanted = null;
}
