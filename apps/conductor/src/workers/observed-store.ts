import type { BatchResult, BatchWork, BatchWrites, SagaStore } from '#saga-runtime';

export interface StoreObserver {
  /** A batch was committed. Starts that lost to an earlier one are among its writes. */
  observeBatch(writes: BatchWrites): void;
  observeStoreError(code: string): void;
}

/** A store that tells what was committed; all else goes straight through. */
export function observeStore(store: SagaStore, observer: StoreObserver): SagaStore {
  return {
    transact: (work) => transactObserved(store, observer, work),
    claimDueSagas: (claim) => store.claimDueSagas(claim),
    timeToNextWakeMs: () => store.timeToNextWakeMs(),
    claimOutbox: (claim) => store.claimOutbox(claim),
    deleteSent: (messageIds) => store.deleteSent(messageIds),
    putOff: (failures) => store.putOff(failures),
    openSagaIds: (page) => store.openSagaIds(page),
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
    if (writes !== null) observer.observeBatch(writes);
    return result;
  } catch (error) {
    const { code } = error as { code?: unknown };
    observer.observeStoreError(typeof code === 'string' ? code : 'unknown');
    throw error;
  }
}
