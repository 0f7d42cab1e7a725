import type { SagaStore } from '#ports';
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

  describe('the outbox', () => {
    const ALL = { limit: 500, leaseMs: LEASE_MS, bytesMax: 1e9, afterId: null };
    const claimAll = async (on: SagaStore, leaseMs = LEASE_MS) =>
      (await on.claimOutbox({ ...ALL, leaseMs })).entries;
    beforeEach(() => claimAll(access().store));

    it('keeps new commands for whoever committed them', async () => {
      await access().start();
      expect(await claimAll(access().store)).toEqual([]);
    });

    it('gives what nobody published to one claimer', async () => {
      const on = access().fixture.unleasedStore;
      const started = await Promise.all(Array.from({ length: 10 }, () => access().start({ on })));
      const claims = await Promise.all([
        claimAll(access().store),
        claimAll(access().fixture.otherStore),
      ]);
      const claimed = claims.flat().map(({ message }) => message.sagaId);
      expect(claimed.toSorted()).toEqual(started.map(({ state }) => state.id).toSorted());
    });

    it('gives as much as fits, and one message however large it is', async () => {
      const on = access().fixture.unleasedStore;
      const chars = 10_000;
      for (let count = 0; count < 3; count++) await access().start({ on, chars });
      const claim = async (bytesMax: number) => {
        const { entries, isCut } = await access().store.claimOutbox({ ...ALL, bytesMax });
        return { count: entries.length, isCut };
      };
      expect(await claim(1)).toEqual({ count: 1, isCut: true });
      expect(await claim(1_000_000)).toEqual({ count: 2, isCut: false });
    });

    it('gives what comes after a message, so that a claimer gets round', async () => {
      const on = access().fixture.unleasedStore;
      for (let count = 0; count < 3; count++) await access().start({ on });
      const claim = async (limit: number, afterId: string | null) => {
        const claimed = { ...ALL, limit, leaseMs: -1000, afterId };
        const { entries } = await access().store.claimOutbox(claimed);
        return entries.map(({ message }) => message.messageId);
      };
      const [first, second, third] = await claim(3, null);
      expect(await claim(2, first ?? '')).toEqual([second, third]);
      expect(await claim(2, third ?? '')).toEqual([]);
      await claimAll(access().store);
    });

    it('counts the tries, and gives the whole command', async () => {
      const { writes } = await access().start({ on: access().fixture.unleasedStore });
      const [first] = await claimAll(access().store, -1000);
      const [second] = await claimAll(access().store);
      expect(first).toEqual({ message: writes.outgoing[0], tries: 1 });
      expect(second?.tries).toBe(2);
    });

    it('waits with what was put off', async () => {
      const { writes } = await access().start({ on: access().fixture.unleasedStore });
      const messageId = writes.outgoing[0]?.messageId ?? '';
      await access().store.putOff([{ messageId, reason: 'UNROUTABLE', retryInMs: LEASE_MS }]);
      expect(await claimAll(access().store)).toEqual([]);
      await access().store.putOff([{ messageId, reason: 'UNROUTABLE', retryInMs: -1000 }]);
      expect(await claimAll(access().store)).toHaveLength(1);
    });

    it('forgets what was sent, alone or with a later batch', async () => {
      const [one, two] = [await access().start(), await access().start()];
      const idOf = ({ writes }: typeof one) => writes.outgoing.map(({ messageId }) => messageId);
      await access().store.deleteSent([...idOf(one), 'unknown']);
      await access().store.transact(workOf({ sentMessageIds: idOf(two) }, () => NOTHING));
      expect(await access().fixture.inspection.outboxIds(one.state.id)).toEqual([]);
      expect(await access().fixture.inspection.outboxIds(two.state.id)).toEqual([]);
    });

    it('tells which commands of a saga have not left, without those known to be sent', async () => {
      const [one, two] = [await access().start(), await access().start()];
      const sentMessageIds = two.writes.outgoing.map(({ messageId }) => messageId);
      let unsent = new Map<string, readonly string[]>() as ReadonlyMap<string, readonly string[]>;
      const withWaits = [one.state.id, two.state.id];
      await access().store.transact(
        workOf({ sagaIds: withWaits, withWaits, sentMessageIds }, (loaded) => {
          unsent = loaded.unsent;
          return NOTHING;
        }),
      );
      expect([...unsent]).toEqual([[one.state.id, [`${one.state.id}/first/0/execute/1`]]]);
    });
  });
}
