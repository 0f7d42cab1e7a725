import { randomUUID } from 'node:crypto';
import type { FamilyUse } from '#engine';
import { begin, NOTHING, workOf, type StoreAccess } from './saga-store-data.js';

export function familyContract(access: () => StoreAccess): void {
  /** Adds to what a family has used, and gives what it had used before. */
  const grow = async (root: string, growth: FamilyUse | null, on = access().store) => {
    let before: FamilyUse | undefined;
    await on.transact(
      workOf({ families: [root] }, ({ families }) => {
        before = families.get(root);
        return growth === null ? NOTHING : { ...NOTHING, families: [{ root, ...growth }] };
      }),
    );
    return before ?? { sagas: 0, chars: 0 };
  };

  describe('What a family has used', () => {
    it('is nothing at first, and then all that was added', async () => {
      const root = randomUUID();
      expect(await grow(root, { sagas: 2, chars: 700 })).toEqual({ sagas: 0, chars: 0 });
      expect(await grow(root, { sagas: 1, chars: 5_000_000_000 })).toEqual({
        sagas: 2,
        chars: 700,
      });
      expect(await grow(root, null)).toEqual({ sagas: 3, chars: 5_000_000_700 });
    });

    it('is that of one family only', async () => {
      const root = randomUUID();
      await grow(root, { sagas: 2, chars: 700 });
      expect(await grow(randomUUID(), null)).toEqual({ sagas: 0, chars: 0 });
    });

    it('is counted once by each of many that start at once, over all replicas', async () => {
      const root = randomUUID();
      const { store, fixture } = access();
      const seen = await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          grow(root, { sagas: 1, chars: 10 }, at % 2 === 0 ? store : fixture.otherStore),
        ),
      );
      const counts = seen.map(({ sagas }) => sagas).sort((a, b) => a - b);
      expect(counts).toEqual(Array.from({ length: 12 }, (_, at) => at));
    });

    it('stays as it was when the batch fails', async () => {
      const root = randomUUID();
      const { state, writes } = begin();
      const update = { state, versionBefore: 7, wakeAt: null };
      const failing = { ...writes, updates: [update], families: [{ root, sagas: 1, chars: 1 }] };
      const work = workOf({ families: [root] }, () => failing);
      await expect(access().store.transact(work)).rejects.toThrow();
      expect(await grow(root, null)).toEqual({ sagas: 0, chars: 0 });
    });
  });
}
