import { randomUUID } from 'node:crypto';
import { wantedKey, type LoadedBatch, type WantedVersion } from '#ports';
import { NOTHING, workOf, type StoreAccess } from './saga-store-data.js';

export function definitionContract(access: () => StoreAccess): void {
  const resolve = async (wanted: readonly WantedVersion[], on = access().store) => {
    let resolutions: LoadedBatch['resolutions'] = new Map();
    await on.transact(
      workOf({ wanted }, (loaded) => {
        resolutions = loaded.resolutions;
        return NOTHING;
      }),
    );
    return wanted.map((one) => resolutions.get(wantedKey(one)) ?? null);
  };
  const nameOf = () => `posted-${randomUUID()}`;

  describe('What a start wants', () => {
    it('is the latest that is not retired, or the version it names', async () => {
      const { post, retire } = access().fixture.definitions;
      const name = nameOf();
      for (let times = 0; times < 3; times++) await post(name);
      await retire(name, 3);
      const versions = [null, 1, 2, 3, 4];
      const wanted = [...versions.map((version) => ({ name, version }))];
      expect(await resolve(wanted)).toEqual([
        { type: 'found', version: 2 },
        { type: 'found', version: 1 },
        { type: 'found', version: 2 },
        { type: 'retired', version: 3 },
        null,
      ]);
    });

    it('is the newest one, said to be retired, when all are', async () => {
      const { post, retire } = access().fixture.definitions;
      const name = nameOf();
      for (const version of [await post(name), await post(name)]) await retire(name, version);
      expect(await resolve([{ name, version: null }])).toEqual([{ type: 'retired', version: 2 }]);
    });

    it('is nothing when nobody posted it, or nothing is wanted', async () => {
      const { post } = access().fixture.definitions;
      const name = nameOf();
      await post(name);
      expect(await resolve([{ name: nameOf(), version: null }])).toEqual([null]);
      expect(await resolve([])).toEqual([]);
    });

    it('is read anew by each transaction, on each replica', async () => {
      const { store, fixture } = access();
      const { post, retire } = fixture.definitions;
      const name = nameOf();
      for (let version = 1; version <= 4; version++) {
        await post(name);
        for (const on of [store, fixture.otherStore]) {
          expect(await resolve([{ name, version: null }], on)).toEqual([
            { type: 'found', version },
          ]);
        }
        await retire(name, version);
        for (const on of [store, fixture.otherStore]) {
          expect(await resolve([{ name, version: null }], on)).toEqual([
            { type: 'retired', version },
          ]);
        }
      }
    });
  });
}
