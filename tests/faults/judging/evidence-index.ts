import type { Evidence, LedgerRow, SagaRow } from './evidence.js';
import type { Start } from '../load.js';

/** The same evidence, by what one looks for. */
export interface EvidenceIndex {
  readonly evidence: Evidence;
  readonly startOf: ReadonlyMap<string, Start>;
  readonly rootsOf: ReadonlyMap<string, readonly SagaRow[]>;
  readonly childrenOf: ReadonlyMap<string, readonly SagaRow[]>;
  readonly sagaOf: ReadonlyMap<string, SagaRow>;
  readonly ledgerOf: ReadonlyMap<string, readonly LedgerRow[]>;
}

export function indexEvidence(evidence: Evidence): EvidenceIndex {
  const { starts, sagas, ledger } = evidence;
  return {
    evidence,
    startOf: new Map(starts.map((start) => [start.key, start])),
    rootsOf: group(sagas, ({ parentId, key }) => (parentId === null ? key : null)),
    childrenOf: group(sagas, ({ parentId }) => parentId),
    sagaOf: new Map(sagas.map((saga) => [saga.id, saga])),
    ledgerOf: group(ledger, ({ sagaId }) => sagaId),
  };
}

/** The saga, or its parent: children here have no children. */
export function rootOf(saga: SagaRow, { sagaOf }: EvidenceIndex): SagaRow {
  return (saga.parentId === null ? undefined : sagaOf.get(saga.parentId)) ?? saga;
}

/** By what `keyOf` gives; null: into no group. */
export function group<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
