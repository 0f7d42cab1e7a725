import type { LoadedBatch } from '#ports';
import { inputKindOf } from '../inputs/input-kinds.js';
import { BatchDraft } from '../planning/batch-draft.js';
import { FamilyBudgets } from '../planning/family-budgets.js';
import type { PendingInput } from '../planning/pending-input.js';
import type { BatchPlan, DefinitionLookup, PlanParts } from '../planning/planned-batch.js';

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
  { definitions, familyLimits, clock, pauses }: PlanParts,
): BatchPlan {
  const budgets = new FamilyBudgets(loaded.families, familyLimits);
  const draft = new BatchDraft(loaded, budgets, pauses);
  const until = clock.now() + DECIDING_MS_MAX;
  const postponed: PendingInput[] = [];
  let isFull = false;
  for (const [index, input] of inputs.entries()) {
    const isAnyDecided = index > postponed.length;
    isFull ||= isAnyDecided && (draft.writtenChars > WRITTEN_CHARS_MAX || clock.now() > until);
    if (isFull || !planInput(input, draft, definitions)) postponed.push(input);
  }
  return draft.finish(postponed);
}

/** False: its saga was not read. */
function planInput(input: PendingInput, draft: BatchDraft, definitions: DefinitionLookup): boolean {
  const kind = inputKindOf(input);
  if (kind.startsSaga) {
    kind.begin(input, draft);
    return true;
  }
  if (draft.loaded.unread.has(input.sagaId)) return false;
  const saga = draft.sagaOf(input.sagaId);
  if (saga === null) {
    kind.meetNoSaga(input, draft);
    return true;
  }
  const { name, version } = saga.state.definition;
  const definition = definitions.find(name, version);
  if (definition === null) draft.missDefinition(input, saga);
  else kind.decide(input, saga, definition, draft);
  return true;
}
