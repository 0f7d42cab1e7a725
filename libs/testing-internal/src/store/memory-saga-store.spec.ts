import { MemorySagaStore } from './memory-saga-store.js';
import { sagaStoreContract } from './saga-store.contract.js';

sagaStoreContract('sagas in memory', async () => {
  // no lease of one test ends while another one looks at what is due
  const store = new MemorySagaStore({ outboxLeaseMs: 3_600_000 });
  const unleased = new MemorySagaStore({ outboxLeaseMs: -1000 });
  // three stores on the same rows
  for (const table of ['sagas', 'history', 'outbox', 'ignoredReplies', 'audit'] as const) {
    Object.defineProperty(unleased, table, { value: store[table] });
  }
  return {
    store,
    otherStore: store,
    unleasedStore: unleased,
    presence: store.presence,
    pulse: store.pulse,
    definitions: {
      post: async (name) => store.definitions.post(name),
      retire: async (name, version) => store.definitions.retire(name, version),
    },
    inspection: {
      historyVersions: async (sagaId) =>
        store.history.filter((entry) => entry.sagaId === sagaId).map(({ version }) => version),
      outboxIds: async (sagaId) => store.outbox.keys().filter((id) => id.startsWith(`${sagaId}/`)),
      ignoredReplies: async (sagaId) =>
        Object.fromEntries(
          [...store.ignoredReplies.values()]
            .filter((reply) => reply.sagaId === sagaId)
            .map(({ reason, times }) => [reason, times]),
        ),
      deadMessageIds: async () => [...store.deadMessages.keys()],
    },
    dispose: async () => undefined,
  };
});
