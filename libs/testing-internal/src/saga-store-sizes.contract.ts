import { NOTHING, workOf, type StoreAccess } from './store/saga-store-data.js';

export function sizeContract(access: () => StoreAccess): void {
  describe('states that are too much for a batch', () => {
    const startOf = async (chars: number) => (await access().start({ chars })).state.id;
    const readOf = async (sagaIds: readonly string[], readBytesMax: number) => {
      let read: readonly string[] = [];
      let unread: readonly string[] = [];
      await access().store.transact(
        workOf({ sagaIds, readBytesMax }, (loaded) => {
          read = [...loaded.sagas.keys()];
          unread = [...loaded.unread];
          return NOTHING;
        }),
      );
      return { read: read.toSorted(), unread: unread.toSorted() };
    };

    it('are left: the small ones are read, and the first of the large ones', async () => {
      const small = [await startOf(0), await startOf(1000)];
      const [first, second, third] = [
        await startOf(120_000),
        await startOf(100_000),
        await startOf(110_000),
      ];
      const read = [...small, first].toSorted();
      const unread = [second, third].toSorted();
      const sagaIds = [first, second, ...small, third];
      expect(await readOf(sagaIds, 50_000)).toEqual({ read, unread });
    });

    it('are read by a batch that has none but one', async () => {
      const only = await startOf(100_000);
      expect(await readOf([only], 1)).toEqual({ read: [only], unread: [] });
    });

    it('leave no trace in a batch that they fit into', async () => {
      const all = [await startOf(10_000), await startOf(10_000)].toSorted();
      expect(await readOf(all, 50_000)).toEqual({ read: all, unread: [] });
    });
  });
}
