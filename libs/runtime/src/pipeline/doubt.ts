import { isTransientOfStore } from '#ports';
import type { PendingInput } from '../planning/pending-input.js';
import type { BatchPlan } from '../planning/planned-batch.js';

/**
 * Where it may have been done all the same, nobody may be told that it was not. A start that was
 * decided may be there already: it is not sent back any more should its version change.
 */
export function noteDoubt(
  error: unknown,
  inputs: readonly PendingInput[],
  plan: BatchPlan | undefined,
): void {
  if (!isTransientOfStore(error) || !error.inDoubt) return;
  for (const input of inputs) input.inDoubt = true;
  for (const { input } of plan?.startedById.values() ?? []) input.wanted = null;
}
