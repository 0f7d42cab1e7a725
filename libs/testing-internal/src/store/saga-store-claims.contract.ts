import {
  FAR_AWAY,
  LEASE_MS,
  LONG_AGO,
  NOTHING,
  workOf,
  type StoreAccess,
} from './saga-store-data.js';

export function claimContract(access: () => StoreAccess): void {
  describe('timers', () => {
    it('are claimed once, however many ask', async () => {
      const started = await Promise.all(
        Array.from({ length: 20 }, () => access().start({ wakeAt: LONG_AGO })),
      );
      const claims = await Promise.all(
        [
          access().store,
          access().fixture.otherStore,
          access().store,
          access().fixture.otherStore,
        ].map((on) => on.claimDueSagas({ limit: 7, leaseMs: LEASE_MS })),
      );
      const rest = await access().store.claimDueSagas({ limit: 100, leaseMs: LEASE_MS });
      const claimed = [...claims.flat(), ...rest];
      expect(new Set(claimed).size).toBe(claimed.length);
      expect(claimed.toSorted()).toEqual(started.map(({ state }) => state.id).toSorted());
    });

    it('come back when the lease has run out', async () => {
      const { state } = await access().start({ wakeAt: LONG_AGO });
      expect(await access().store.claimDueSagas({ limit: 10, leaseMs: -1000 })).toEqual([state.id]);
      expect(await access().store.claimDueSagas({ limit: 10, leaseMs: LEASE_MS })).toEqual([
        state.id,
      ]);
      expect(await access().store.claimDueSagas({ limit: 10, leaseMs: LEASE_MS })).toEqual([]);
    });

    it('say when the next one is due', async () => {
      const { state } = await access().start({ wakeAt: LONG_AGO });
      expect(await access().store.timeToNextWakeMs()).toBe(0);
      await access().store.claimDueSagas({ limit: 10, leaseMs: LEASE_MS });
      expect(await access().store.timeToNextWakeMs()).toBeGreaterThan(0);
      await access().store.postponeWake(state.id, -1000);
      expect(await access().store.claimDueSagas({ limit: 10, leaseMs: LEASE_MS })).toEqual([
        state.id,
      ]);
    });

    it('move without a transition', async () => {
      const { state } = await access().start({ wakeAt: LONG_AGO });
      const wakeMoves = [{ sagaId: state.id, wakeAt: FAR_AWAY }];
      await access().store.transact(
        workOf({ sagaIds: [state.id] }, () => ({ ...NOTHING, wakeMoves })),
      );
      expect(await access().store.claimDueSagas({ limit: 10, leaseMs: LEASE_MS })).toEqual([]);
      expect((await access().read(state.id))?.version).toBe(1);
    });

    it('hold the instant that was written', async () => {
      const { state } = await access().start({ wakeAt: FAR_AWAY + 1 });
      let wakeAt: number | null = null;
      await access().store.transact(
        workOf({ sagaIds: [state.id] }, ({ sagas }) => {
          wakeAt = sagas.get(state.id)?.wakeAt ?? null;
          return NOTHING;
        }),
      );
      expect(wakeAt).toBe(FAR_AWAY + 1);
    });
  });
}
