import { randomUUID } from 'node:crypto';
import type { Outage } from '#engine';
import type { KnownPresence, PresenceWrites, ReplicaPresence } from '#ports';
import { NOTHING, workOf, type StoreAccess } from './saga-store-data.js';

const HOUR_MS = 3_600_000;
/** Longer than a test takes between two statements. */
const GAP_MS = 60_000;

export function presenceContract(access: () => StoreAccess): void {
  describe('what was away', () => {
    const note = async (
      writes: (known: KnownPresence) => Omit<PresenceWrites, 'replica'> & {
        readonly replica: Partial<ReplicaPresence> & { readonly id: string };
      },
    ): Promise<KnownPresence> => {
      const seen: KnownPresence[] = [];
      await access().fixture.presence.note((known) => {
        seen.push(known);
        const { replica, ...rest } = writes(known);
        const there = { seenAt: known.at, brokerLostAt: null, hasLeft: false };
        const reads = { readsEnvelopes: true };
        return { replica: { ...there, ...reads, ...replica }, ...rest };
      });
      const [known] = seen;
      if (!known) throw new Error('it was not asked');
      return known;
    };
    const readOutages = async (withTimer: boolean): Promise<readonly Outage[]> => {
      const { state } = await access().start();
      let outages: readonly Outage[] = [];
      const sagaIds = [state.id];
      await access().store.transact(
        workOf({ sagaIds, withWaits: withTimer ? sagaIds : [] }, (loaded) => {
          outages = loaded.outages;
          return NOTHING;
        }),
      );
      return outages;
    };
    const touch = (beat: { readonly id: string; readonly brokerLostForMs: number | null }) =>
      access().fixture.presence.touch({ ...beat, gapMs: GAP_MS });
    const find = (known: KnownPresence | null, id: string) =>
      known?.replicas.find((replica) => replica.id === id);
    /** Each has a place in time of its own: the tests share the tables. */
    const lasting = (from: number, ms: number) => ({
      what: 'broker' as const,
      from,
      to: from + ms,
    });
    const none = { gone: [], outages: [], replyQueues: [] };

    it('is read with the clock of the store, one replica after the other', async () => {
      const id = randomUUID();
      const before = await note(() => ({ replica: { id }, ...none }));
      expect(before.replicas.map((replica) => replica.id)).not.toContain(id);
      const after = await note(() => ({ replica: { id }, ...none }));
      const [replica] = after.replicas.filter((each) => each.id === id);
      expect(replica).toMatchObject({ brokerLostAt: null, hasLeft: false });
      expect(Math.abs((replica?.seenAt ?? 0) - before.at)).toBeLessThan(1);
      await note(() => ({ replica: { id }, ...none }));
    });

    it('keeps since when a replica is without the broker, and that it has left', async () => {
      const id = randomUUID();
      const brokerLostAt = Date.now() - HOUR_MS;
      await note(() => ({ replica: { id, brokerLostAt, hasLeft: true }, ...none }));
      const { replicas } = await note(() => ({ replica: { id: randomUUID() }, ...none }));
      const [replica] = replicas.filter((each) => each.id === id);
      expect(replica).toMatchObject({ hasLeft: true });
      expect(Math.abs((replica?.brokerLostAt ?? 0) - brokerLostAt)).toBeLessThan(1);
    });

    it('keeps whether a replica reads envelopes', async () => {
      for (const readsEnvelopes of [false, true, false]) {
        const id = randomUUID();
        await note(() => ({ replica: { id, readsEnvelopes }, ...none }));
        const { replicas } = await note(() => ({ replica: { id: randomUUID() }, ...none }));
        expect(replicas.filter((each) => each.id === id)).toMatchObject([{ readsEnvelopes }]);
      }
    });

    it('forgets replicas that are gone', async () => {
      const [gone, staying] = [randomUUID(), randomUUID()];
      await note(() => ({ replica: { id: gone }, ...none }));
      await note(() => ({ replica: { id: staying }, ...none, gone: [gone] }));
      const { replicas } = await note(() => ({ replica: { id: staying }, ...none }));
      expect(replicas.map(({ id }) => id)).not.toContain(gone);
    });

    it('keeps who reads which reply queue, in order of their numbers', async () => {
      const [first, second] = [randomUUID(), randomUUID()];
      const lease = (number: number, replica: string, fence: number) => {
        return { number, replica, fence, isHome: number === 60 };
      };
      const replica = { id: first };
      const numbers = [60, 61];
      const read = async () => {
        const { replyQueues } = await note(() => ({ replica, ...none }));
        return replyQueues.filter(({ number }) => numbers.includes(number));
      };
      const earlier = [lease(61, second, 1), lease(60, first, 7)];
      await note(() => ({ replica, ...none, replyQueues: earlier }));
      expect(await read()).toEqual([lease(60, first, 7), lease(61, second, 1)]);
      await note(() => ({ replica, ...none, replyQueues: [lease(61, first, 2)] }));
      expect(await read()).toEqual([lease(60, first, 7), lease(61, first, 2)]);
    });

    it('is reported by who reported of late, and read as of just before', async () => {
      const id = randomUUID();
      const other = randomUUID();
      await note(() => ({ replica: { id: other }, ...none }));
      const before = await note(() => ({ replica: { id }, ...none }));
      const touched = await touch({ id, brokerLostForMs: HOUR_MS });
      const [own, others] = [id, other].map((each) => find(touched, each));
      expect(Math.abs((own?.seenAt ?? 0) - before.at)).toBeLessThan(1);
      expect(others).toMatchObject({ hasLeft: false, readsEnvelopes: true });
      expect(touched?.replyQueues).toEqual(
        (await note(() => ({ replica: { id: other }, ...none }))).replyQueues,
      );
      const after = find(await touch({ id, brokerLostForMs: null }), id);
      expect(after?.seenAt).toBeGreaterThanOrEqual(own?.seenAt ?? Infinity);
      const lostForMs = (after?.seenAt ?? 0) - (after?.brokerLostAt ?? 0);
      expect(Math.abs(lostForMs - HOUR_MS)).toBeLessThan(1);
      expect(find(await touch({ id, brokerLostForMs: null }), id)).toMatchObject({
        brokerLostAt: null,
      });
    });

    it('is not reported by who was silent, has left, or is not known', async () => {
      const [silent, left, unknown] = [randomUUID(), randomUUID(), randomUUID()];
      await note(({ at }) => ({ replica: { id: silent, seenAt: at - 2 * GAP_MS }, ...none }));
      await note(() => ({ replica: { id: left, hasLeft: true }, ...none }));
      for (const id of [silent, left, unknown]) {
        expect(await touch({ id, brokerLostForMs: null })).toBeNull();
      }
      const { at, replicas } = await note(() => ({ replica: { id: unknown }, ...none }));
      const seenAt = replicas.find(({ id }) => id === silent)?.seenAt ?? 0;
      expect(seenAt).toBeLessThan(at - GAP_MS);
      expect(replicas.find(({ id }) => id === left)).toMatchObject({ hasLeft: true });
    });

    it('is told to who decides on timers, and to nobody else', async () => {
      const outage = lasting(Date.now() - 5 * HOUR_MS, 60_000);
      await note(() => ({ replica: { id: randomUUID() }, ...none, outages: [outage] }));
      const isIt = ({ from }: Outage): boolean => Math.abs(from - outage.from) < 2;
      const [told] = (await readOutages(true)).filter(isIt);
      expect(told?.to).toBeGreaterThanOrEqual(outage.to);
      expect(Number.isInteger(told?.to)).toBe(true);
      expect(await readOutages(false)).toEqual([]);
    });

    it('is told while it lasts', async () => {
      const id = randomUUID();
      const known = await note(({ at }) => {
        return { replica: { id, brokerLostAt: at - HOUR_MS }, ...none };
      });
      const outages = await readOutages(true);
      const isIt = ({ from }: Outage): boolean => Math.abs(from - known.at + HOUR_MS) < 2;
      expect(outages.filter(isIt)).toHaveLength(1);
      await note(() => ({ replica: { id: randomUUID() }, ...none, gone: [id] }));
    });

    it('is not kept when it cannot be committed', async () => {
      const id = randomUUID();
      const failing = access().fixture.presence.note(() => {
        throw new Error('it cannot be decided');
      });
      await expect(failing).rejects.toThrow('it cannot be decided');
      const { replicas } = await note(() => ({ replica: { id }, ...none }));
      expect(replicas.map((replica) => replica.id)).not.toContain(id);
    });
  });

  describe('a command that left late', () => {
    it('leaves the outbox with what its saga was told', async () => {
      const { state, result } = await access().start();
      const batchId = result.outboxBatchId ?? '';
      await access().store.splitOutbox({ batchId, sentMessageIds: [] });
      const [messageId = ''] = await access().fixture.inspection.outboxIds(state.id);
      const sagaIds = [state.id];
      await access().store.transact(
        workOf({ sagaIds, withWaits: sagaIds }, ({ unsent }) => {
          expect(unsent.get(state.id)).toEqual([messageId]);
          return { ...NOTHING, sentMessageIds: [messageId] };
        }),
      );
      expect(await access().fixture.inspection.outboxIds(state.id)).toEqual([]);
    });
  });
}
