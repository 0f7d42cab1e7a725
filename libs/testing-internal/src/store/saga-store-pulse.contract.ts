import type { PulseStore } from '#ports';
import { eventually } from '../eventually.js';
import { LEASE_MS, LONG_AGO, type StoreAccess } from './saga-store-data.js';

const ALL = { leaseMs: LEASE_MS, bytesMax: 1e9, afterId: null, batchesMax: 500 };

export function pulseContract(access: () => StoreAccess): void {
  describe('the pulse', () => {
    type Reading = Awaited<ReturnType<PulseStore['readPulse']>>;
    const read = (): Promise<Reading> => access().fixture.pulse.readPulse({ withLimits: false });
    const claimAll = async (limit: number): Promise<void> => {
      while ((await access().store.claimOutbox({ ...ALL, limit })).hasSplit);
    };
    const claimTimers = () => access().store.claimDueSagas({ limit: 500, leaseMs: LEASE_MS });

    it('says when the next timer is due', async () => {
      // given no timer of another test within this time
      const { state } = await access().start();
      const before = await eventually(
        () => claimTimers().then(read),
        ({ nextWakeMs }) => (nextWakeMs ?? Infinity) > LEASE_MS / 2,
      );
      // when
      await access().store.postponeWake(state.id, LEASE_MS / 2);
      const sooner = await read();
      await access().start({ wakeAt: LONG_AGO });
      const due = await read();
      // then
      expect(before.nextWakeMs).toBeGreaterThan(LEASE_MS / 2);
      expect(sooner.nextWakeMs).toBeLessThanOrEqual(LEASE_MS / 2);
      expect(sooner.nextWakeMs).toBeGreaterThan(LEASE_MS / 4);
      expect(due.nextWakeMs).toBe(0);
      await claimTimers();
    });

    it('says whether an outbox batch can be split, and an entry be claimed', async () => {
      // given an outbox with leases
      await claimAll(500);
      await access().start();
      expect(await read()).toMatchObject({ areBatchesDue: false, areEntriesDue: false });
      // when one has no lease
      await access().start({ on: access().fixture.unleasedStore });
      // then
      expect(await read()).toMatchObject({ areBatchesDue: true, areEntriesDue: false });
      await claimAll(0);
      expect(await read()).toMatchObject({ areBatchesDue: false, areEntriesDue: true });
      await claimAll(500);
      expect(await read()).toMatchObject({ areBatchesDue: false, areEntriesDue: false });
    });
  });
}
