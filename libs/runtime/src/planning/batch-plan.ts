import type { LoadedBatch } from '#ports';
import { BatchPlanner } from './batch-planner.js';
import { FamilyBudgets } from './family-budgets.js';
import type { PendingInput } from './pending-input.js';
import type { BatchPlan, PlanParts } from './planned-batch.js';

/** Rows are locked, and the server is waiting: it ends sessions that make it wait too long. */
const DECIDING_MS_MAX = 500;
/** Characters of the states that are written: everybody else waits for their commit. */
const WRITTEN_CHARS_MAX = 4 * 1024 * 1024;

/**
 * Decides a batch's inputs in order, but for sagas that were not read; as many as there is time
 * for, and at least one.
 */
export function planBatch(
  inputs: readonly PendingInput[],
  loaded: LoadedBatch,
  { definitions, familyLimits, clock }: PlanParts,
): BatchPlan {
  const budgets = new FamilyBudgets(loaded.families, familyLimits);
  const planner = new BatchPlanner(loaded, definitions, budgets);
  const until = clock.now() + DECIDING_MS_MAX;
  const postponed: PendingInput[] = [];
  let isFull = false;
  for (const [index, input] of inputs.entries()) {
    const isAnyDecided = index > postponed.length;
    isFull ||= isAnyDecided && (planner.writtenChars > WRITTEN_CHARS_MAX || clock.now() > until);
    if (isFull || (input.type !== 'start' && loaded.unread.has(input.sagaId))) {
      postponed.push(input);
    } else {
      planner.add(input);
    }
  }
  return planner.finish(postponed);
}
