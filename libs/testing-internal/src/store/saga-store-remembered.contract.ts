import { randomUUID } from 'node:crypto';
import type { RememberedWork, SagaStore } from '#ports';
import type { SagaState } from '#engine';
import {
  begin,
  FAR_AWAY,
  LONG_AGO,
  move,
  NOTHING,
  workOf,
  type StoreAccess,
} from './saga-store-data.js';

function remembered(part: Partial<RememberedWork>): RememberedWork {
  const { starts, updates, history, outgoing, outgoingAlone } = NOTHING;
  const writes = { starts, updates, history, outgoing, outgoingAlone };
  return { era: null, writes, resolved: [], sent: { messageIds: [], batchIds: [] }, ...part };
}

/** The saga again, as an earlier reader has it in memory, moved on by one. */
function moved(state: SagaState, on: SagaStore) {
  return on.writeRemembered(remembered({ writes: move(state) }));
}

export function rememberedContract(access: () => StoreAccess): void {
  describe('What was decided on remembered states', () => {
    it('is written when they still hold, with the clock of the store', async () => {
      const { store, fixture } = access();
      const { state } = await access().start();

      const result = await moved(state, store);

      expect(result).toMatchObject({ type: 'written', duplicates: new Map() });
      expect(result.type === 'written' && result.at).toBeGreaterThan(Date.now() - 60_000);
      expect((await access().read(state.id))?.version).toBe(2);
      expect(await fixture.inspection.historyVersions(state.id)).toEqual([1, 2]);
    });

    it('is written in the era in which it was read, and in no other one', async () => {
      const { store } = access();
      const { state } = await access().start();
      let era = '';
      await store.transact(workOf({}, (loaded) => ((era = loaded.era), NOTHING)));
      const work = remembered({ era, writes: move(state) });

      const other = await store.writeRemembered({ ...work, era: `not ${era}` });
      const same = await store.writeRemembered(work);

      expect([other.type, same.type]).toEqual(['outdated', 'written']);
      expect((await access().read(state.id))?.version).toBe(2);
    });

    it('is not written when a saga has moved on, and neither is the rest', async () => {
      const { store, fixture } = access();
      const [stale, other] = [await access().start(), await access().start()];
      await moved(stale.state, fixture.otherStore);

      const [first, second] = [move(stale.state), move(other.state)];
      const fresh = begin().writes;
      const writes = {
        starts: fresh.starts,
        updates: [...second.updates, ...first.updates],
        history: [...second.history, ...first.history, ...fresh.history],
        outgoing: fresh.outgoing,
        outgoingAlone: [],
      };
      expect(await store.writeRemembered(remembered({ writes }))).toEqual({ type: 'outdated' });

      expect((await access().read(other.state.id))?.version).toBe(1);
      expect((await access().read(stale.state.id))?.version).toBe(2);
      const [start] = fresh.starts;
      expect(await access().read(start?.state.id ?? '')).toBeNull();
      expect(await fixture.inspection.outboxIds(start?.state.id ?? '')).toEqual([]);
    });

    it('waits for nobody in a circle, and one of two wins', async () => {
      const { store, fixture } = access();
      const states = await Promise.all(Array.from({ length: 12 }, () => access().start()));
      const all = (order: readonly { readonly state: SagaState }[]): RememberedWork['writes'] => {
        const moves = order.map(({ state }) => move(state));
        const [updates, history] = [
          moves.flatMap((m) => m.updates),
          moves.flatMap((m) => m.history),
        ];
        return { starts: [], updates, history, outgoing: [], outgoingAlone: [] };
      };
      const results = await Promise.all([
        store.writeRemembered(remembered({ writes: all(states) })),
        fixture.otherStore.writeRemembered(remembered({ writes: all(states) })),
      ]);
      expect(results.map(({ type }) => type).toSorted()).toEqual(['outdated', 'written']);
      for (const { state } of states) {
        expect((await access().read(state.id))?.version).toBe(2);
      }
    });

    it('keeps an earlier timer that somebody set since', async () => {
      const { store } = access();
      const { state } = await access().start({ wakeAt: LONG_AGO });

      await moved(state, store);

      let wakeAt: number | null = null;
      await store.transact(
        workOf({ sagaIds: [state.id] }, ({ sagas }) => {
          wakeAt = sagas.get(state.id)?.wakeAt ?? null;
          return move(sagas.get(state.id)?.state ?? state);
        }),
      );
      expect(wakeAt).toBe(LONG_AGO);
      expect(LONG_AGO).toBeLessThan(FAR_AWAY);
    });

    it('leaves no timer to a saga that it ends', async () => {
      const { store } = access();
      const { state } = await access().start({ wakeAt: LONG_AGO });
      const ended = { ...state, status: 'abandoned', endedAt: state.updatedAt } as const;

      await moved(ended, store);

      const due = await store.claimDueSagas({ limit: 1000, leaseMs: 1000 });
      expect(due).not.toContain(state.id);
    });

    it('tells of a start that met an earlier one, and writes nothing of it', async () => {
      const { store, fixture } = access();
      const key = randomUUID();
      const earlier = await access().start({ key, fingerprint: 'one' });
      const later = begin({ key, fingerprint: 'two' });
      const result = await store.writeRemembered(remembered({ writes: later.writes }));
      expect(result).toMatchObject({
        type: 'written',
        outboxBatchId: null,
        duplicates: new Map([[later.state.id, { sagaId: earlier.state.id, fingerprint: 'one' }]]),
      });
      expect(await access().read(later.state.id)).toBeNull();
      expect(await fixture.inspection.outboxIds(later.state.id)).toEqual([]);
    });

    it.each([
      ['posted', 'outdated', null],
      ['retired', 'outdated', null],
      ['retired', 'outdated', 1],
      ['as it was', 'written', null],
      ['posted', 'written', 1],
    ] as const)('when its version was %s is %s (asked for: %s)', async (event, type, asked) => {
      const { store, fixture } = access();
      const { post, retire } = fixture.definitions;
      const name = `posted-${randomUUID()}`;
      const version = await post(name);
      if (event === 'posted') await post(name);
      if (event === 'retired') await retire(name, version);
      const { state, writes } = begin();

      const resolved = [{ wanted: { name, version: asked }, version }];
      const result = await store.writeRemembered(remembered({ writes, resolved }));

      expect(result.type).toBe(type);
      expect(await access().read(state.id)).toEqual(type === 'written' ? state : null);
    });

    it('deletes confirmed messages with it', async () => {
      const { store, fixture } = access();
      const first = await access().start();
      const sent = { messageIds: [], batchIds: [first.result.outboxBatchId ?? ''] };
      const second = begin();
      const result = await store.writeRemembered(remembered({ writes: second.writes, sent }));
      expect(await fixture.inspection.outboxIds(first.state.id)).toEqual([]);

      const batchIds = result.type === 'written' ? [result.outboxBatchId ?? ''] : [];
      expect(await fixture.inspection.outboxIds(second.state.id)).toHaveLength(1);
      await store.deleteSent({ messageIds: [], batchIds });
      expect(await fixture.inspection.outboxIds(second.state.id)).toEqual([]);
    });
  });
}
