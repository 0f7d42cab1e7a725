import type { SagaError, StartInput } from '#engine';
import { wantedKey } from '#ports';
import type { BatchDraft } from '../planning/batch-draft.js';
import { familyOfStart, type FamilyBudgets } from '../planning/family-budgets.js';
import type { PendingStart } from '../planning/pending-input.js';
import type { StartResult } from '../requests/pipeline-requests.js';
import type { KindThatStarts } from './input-kind.js';

export const startKind: KindThatStarts<'start'> = {
  startsSaga: true,
  goesAhead: false,
  isAwaited: true,
  waitsForDefinition: 'never',
  passOver: null,
  needsNoLock(pending) {
    const { locks, awaitsEvents } = pending.request.definition;
    return familyOfStart(pending) === null && locks.length === 0 && !awaitsEvents;
  },
  noteReads(pending, reads) {
    const { wanted } = pending;
    if (wanted !== null) reads.wanted.set(wantedKey(wanted), wanted);
    const family = familyOfStart(pending);
    if (family === null) return;
    reads.families.add(family);
    // a child that is there already is not refused for its family's budget
    reads.sagaIds.add(pending.sagaId);
  },
  begin,
  setAside: null,
};

function begin(pending: PendingStart, draft: BatchDraft): void {
  const { sagaId, request } = pending;
  const family = familyOfStart(pending);
  if (family !== null && draft.isTaken(sagaId)) {
    draft.answer(() => pending.resolve({ type: 'existing', sagaId }));
    return;
  }
  if (!isAsWanted(pending, draft)) {
    draft.answer(() => pending.resolve({ type: 'definition-changed' }));
    return;
  }
  const input = startInput(pending, draft.at, draft.budgets);
  const decision = draft.decideStart(request.definition, input);
  if (decision.type !== 'transition') throw new Error(`a start was ${decision.type}`);
  const fault = family === null ? null : draft.budgets.admit(family, decision.state);
  if (fault !== null) {
    draft.answer(() => pending.resolve(overBudget(fault)));
    return;
  }
  draft.begin(pending, input, decision);
}

/** The definition it was checked against is the one it would get now. */
function isAsWanted(pending: PendingStart, { loaded }: BatchDraft): boolean {
  const { wanted, request } = pending;
  if (wanted === null) return true;
  const now = loaded.resolutions.get(wantedKey(wanted));
  return now?.type === 'found' && now.version === request.definition.version;
}

/** A start as the engine takes it. */
function startInput(pending: PendingStart, at: number, budgets: FamilyBudgets): StartInput {
  const { sagaId, request } = pending;
  const { key, input, child, origin, generation = 0, trace } = request;
  const family = familyOfStart(pending);
  const share = family === null ? {} : { keepsMax: budgets.shareIn(family) };
  return {
    ...({ type: 'start', at, sagaId, key, input, generation } as const),
    ...(trace === undefined ? {} : { trace }),
    ...(origin === undefined ? {} : { origin: { root: origin, ...share } }),
    ...(child === undefined ? {} : { parent: { ...child.parent, ...share } }),
  };
}

function overBudget({ message }: SagaError): StartResult {
  return { type: 'over-limit', code: 'BUDGET_EXCEEDED', detail: message };
}
