import type { SagaStore } from '#ports';
import { begin, move, NOTHING, workOf, type StoreAccess } from './saga-store-data.js';

export function transitionContract(access: () => StoreAccess): void {
  describe('a transition', () => {
    it('is decided on what the one before it left, when two come at once', async () => {
      const { state } = await access().start();
      const versions = await Promise.all(
        Array.from({ length: 8 }, async (_, index) => {
          let versionBefore = 0;
          await (index % 2 === 0 ? access().store : access().fixture.otherStore).transact(
            workOf({ sagaIds: [state.id] }, ({ sagas }) => {
              const found = sagas.get(state.id)?.state ?? state;
              versionBefore = found.version;
              return move(found);
            }),
          );
          return versionBefore;
        }),
      );
      expect(versions.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect((await access().read(state.id))?.version).toBe(9);
    });

    it('of a version that has passed is refused, and leaves nothing', async () => {
      const { state } = await access().start();
      await access().store.transact(workOf({ sagaIds: [state.id] }, () => move(state)));
      const stale = access().store.transact(workOf({ sagaIds: [state.id] }, () => move(state)));
      await expect(stale).rejects.toMatchObject({ code: 'STORE_CONTENTION' });
      expect((await access().read(state.id))?.version).toBe(2);
      expect(await access().fixture.inspection.historyVersions(state.id)).toEqual([1, 2]);
    });

    it('of a saga that has ended is refused', async () => {
      const { state } = await access().start();
      const ended = { ...state, status: 'abandoned', endedAt: state.updatedAt } as const;
      await access().store.transact(workOf({ sagaIds: [state.id] }, () => move(ended)));
      const again = { ...ended, version: 2, status: 'running', endedAt: null } as const;
      const change = access().store.transact(workOf({ sagaIds: [state.id] }, () => move(again)));
      await expect(change).rejects.toThrow('ended');
      expect((await access().read(state.id))?.status).toBe('abandoned');
    });

    it('leaves nothing when deciding it fails', async () => {
      const begun = begin();
      const failing = access().store.transact(
        workOf({}, () => {
          throw new RangeError('a fault of ours');
        }),
      );
      await expect(failing).rejects.toThrow('a fault of ours');
      expect(await access().read(begun.state.id)).toBeNull();
    });

    it('that breaks a rule takes the rest of its batch with it', async () => {
      const good = begin();
      const { state } = await access().start();
      const bad = { ...move(state), starts: good.writes.starts };
      const stale = bad.updates.map((update) => ({ ...update, versionBefore: 7 }));
      const writes = { ...bad, updates: stale };
      await expect(access().store.transact(workOf({}, () => writes))).rejects.toThrow();
      expect(await access().read(good.state.id)).toBeNull();
    });

    it('survives texts that a database does not take', async () => {
      const { state } = await access().start();
      const error = { code: 'X', message: 'zero \u0000 and half \ud800' };
      await access().store.transact(
        workOf({ sagaIds: [state.id] }, () => move({ ...state, error })),
      );
      expect((await access().read(state.id))?.error).toEqual(error);
    });

    it('of many sagas never waits in a circle', async () => {
      const states = await Promise.all(Array.from({ length: 12 }, async () => access().start()));
      const ids = states.map(({ state }) => state.id);
      const touchAll = (on: SagaStore, sagaIds: readonly string[]) =>
        on.transact(
          workOf({ sagaIds }, ({ sagas }) => ({
            ...NOTHING,
            updates: [...sagas.values()].flatMap(({ state }) => move(state).updates),
          })),
        );
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          index % 2 === 0
            ? touchAll(access().store, ids)
            : touchAll(access().fixture.otherStore, ids.toReversed()),
        ),
      );
      for (const id of ids) expect((await access().read(id))?.version).toBe(11);
    });
  });
}
