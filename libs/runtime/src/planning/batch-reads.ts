import type { BatchWork, WantedVersion } from '#ports';

/** What a batch locks and reads before it is decided; each of its inputs notes what it needs. */
export interface BatchReads {
  /** Roots whose families' use is locked and read. */
  readonly families: Set<string>;
  /** Sagas to lock and read. */
  readonly sagaIds: Set<string>;
  /** Sagas among them whose unsent messages and held locks are read too, and the outages. */
  readonly withWaits: Set<string>;
  /** Idempotency keys of operators' actions to look up. */
  readonly actionKeys: string[];
  /** Versions to confirm, by their `wantedKey`. */
  readonly wanted: Map<string, WantedVersion>;
}

/** The same, as the store is asked. */
export type BatchKeys = Pick<BatchWork, keyof BatchReads>;

export function noReads(): BatchReads {
  return {
    families: new Set(),
    sagaIds: new Set(),
    withWaits: new Set(),
    actionKeys: [],
    wanted: new Map(),
  };
}

export function keysIn({
  families,
  sagaIds,
  withWaits,
  actionKeys,
  wanted,
}: BatchReads): BatchKeys {
  return {
    families: [...families].sort(),
    sagaIds: [...sagaIds],
    withWaits: [...withWaits],
    actionKeys,
    wanted: [...wanted.values()],
  };
}
