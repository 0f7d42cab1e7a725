import {
  noWrites,
  type BatchResult,
  type BatchWork,
  type BatchWrites,
  type RememberedWork,
  type SagaStore,
} from '#ports';

export interface StoreObserver {
  /**
   * Called after the commit of a batch. Starts that lost to an earlier one are not among its
   * writes.
   */
  observeBatch(writes: BatchWrites): void;
  /** What became of a batch that was decided on remembered states. */
  observeRemembered(result: 'written' | 'outdated'): void;
  observeStoreError(code: string): void;
}

/** A store that reports what was committed and delegates everything else. */
export function observeStore(store: SagaStore, observer: StoreObserver): SagaStore {
  return {
    transact: (work) => transactObserved(store, observer, work),
    writeRemembered: (work) => writeObserved(store, observer, work),
    claimDueSagas: (claim) => store.claimDueSagas(claim),
    timeToNextWakeMs: () => store.timeToNextWakeMs(),
    claimOutbox: (claim) => store.claimOutbox(claim),
    splitOutbox: (split) => store.splitOutbox(split),
    deleteSent: (sent) => store.deleteSent(sent),
    putOff: (failures) => store.putOff(failures),
    openSagaIds: (page) => store.openSagaIds(page),
    keepEvent: (event) => store.keepEvent(event),
    wakeWaiting: (waiting) => store.wakeWaiting(waiting),
    probe: () => store.probe(),
    postponeWake: (sagaId, delayMs) => store.postponeWake(sagaId, delayMs),
    partialReplies: (of) => store.partialReplies(of),
    addDeadMessages: (messages) => store.addDeadMessages(messages),
  };
}

async function transactObserved(
  store: SagaStore,
  observer: StoreObserver,
  work: BatchWork,
): Promise<BatchResult> {
  let writes: BatchWrites | null = null;
  try {
    const result = await store.transact({
      ...work,
      decide: (loaded) => (writes = work.decide(loaded)),
    });
    if (writes !== null) observeWritten(observer, writes, result);
    return result;
  } catch (error) {
    observer.observeStoreError(codeOf(error));
    throw error;
  }
}

async function writeObserved(
  store: SagaStore,
  observer: StoreObserver,
  work: RememberedWork,
): ReturnType<SagaStore['writeRemembered']> {
  try {
    const result = await store.writeRemembered(work);
    observer.observeRemembered(result.type);
    if (result.type === 'written') {
      observeWritten(observer, { ...noWrites(), ...work.writes }, result);
    }
    return result;
  } catch (error) {
    observer.observeStoreError(codeOf(error));
    throw error;
  }
}

/** It is committed: whatever an observer does, it must not be done again. */
function observeWritten(
  observer: StoreObserver,
  writes: BatchWrites,
  result: Pick<BatchResult, 'duplicates'>,
): void {
  try {
    observer.observeBatch(withoutDuplicates(writes, result));
  } catch (error) {
    observer.observeStoreError(codeOf(error));
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

function withoutDuplicates(
  writes: BatchWrites,
  { duplicates }: Pick<BatchResult, 'duplicates'>,
): BatchWrites {
  if (duplicates.size === 0) return writes;
  return { ...writes, starts: writes.starts.filter(({ state }) => !duplicates.has(state.id)) };
}
