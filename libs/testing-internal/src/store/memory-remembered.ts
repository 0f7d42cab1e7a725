import { noWrites, type BatchWork, type BatchWrites, type RememberedWork } from '#ports';

interface Row {
  readonly version: number;
  readonly wakeAt: number | null;
}

/** As a transaction that has read nothing. */
export function workOfRemembered({ writes, resolved, sent }: RememberedWork): BatchWork {
  return {
    families: [],
    sagaIds: writes.updates.map(({ state }) => state.id),
    readBytesMax: 0,
    withWaits: [],
    actionKeys: [],
    wanted: resolved.map(({ wanted }) => wanted),
    sent,
    decide: () => ({ ...noWrites(), ...writes }),
  };
}

/** A timer that somebody set to an earlier instant stays. */
export function rememberedWrites(
  { writes }: RememberedWork,
  sagas: ReadonlyMap<string, Row>,
): BatchWrites {
  const updates = writes.updates.map((update) => {
    const before = sagas.get(update.state.id)?.wakeAt ?? null;
    if (before === null || update.state.endedAt !== null) return update;
    return { ...update, wakeAt: Math.min(before, update.wakeAt ?? Infinity) };
  });
  return { ...noWrites(), ...writes, updates };
}

export function areCurrent(
  { updates }: Pick<BatchWrites, 'updates'>,
  sagas: ReadonlyMap<string, Row>,
): boolean {
  return updates.every(({ state, versionBefore }) => {
    return sagas.get(state.id)?.version === versionBefore;
  });
}
