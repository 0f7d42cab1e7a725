import { randomUUID } from 'node:crypto';
import type { OutboxClaim, SagaStore, SentMessages } from '#ports';
import {
  begin,
  LEASE_MS,
  NOTHING,
  together,
  workOf,
  type Begun,
  type StoreAccess,
} from './saga-store-data.js';

const ALL = { limit: 500, leaseMs: LEASE_MS, bytesMax: 1e9, afterId: null, batchesMax: 500 };
const NONE_SENT: SentMessages = { messageIds: [], batchIds: [] };

const idOf = ({ writes }: Begun): string => writes.outgoing[0]?.messageId ?? '';

export function outboxContract(access: () => StoreAccess): void {
  const splitAll = async (part: Partial<OutboxClaim> = {}): Promise<void> => {
    const claim = { ...ALL, ...part, limit: 0 };
    while ((await access().store.claimOutbox(claim)).hasSplit);
  };
  const claimAll = async (on: SagaStore = access().store, leaseMs = LEASE_MS) => {
    const { entries } = await on.claimOutbox({ ...ALL, leaseMs });
    return entries;
  };
  const idsOf = (of: Begun) => access().fixture.inspection.outboxIds(of.state.id);
  /** Several sagas in one batch. */
  const commit = async (sagas: readonly Begun[], on = access().store) => {
    const { outboxBatchId } = await on.transact(workOf({}, () => together(sagas)));
    return outboxBatchId ?? '';
  };
  /** What a timer sees. */
  const readUnsent = async ({ state }: Begun, sent = NONE_SENT): Promise<readonly string[]> => {
    let unsent: readonly string[] = [];
    const work = { sagaIds: [state.id], withWaits: [state.id], sent };
    await access().store.transact(
      workOf(work, (loaded) => {
        unsent = loaded.unsent.get(state.id) ?? [];
        return NOTHING;
      }),
    );
    return unsent;
  };

  describe('the outbox', () => {
    beforeEach(async () => {
      await splitAll();
      await claimAll();
    });

    it('keeps new commands for whoever committed them', async () => {
      await access().start();
      await splitAll();
      expect(await claimAll()).toEqual([]);
    });

    it('gives what nobody published to one claimer', async () => {
      const on = access().fixture.unleasedStore;
      const started = await Promise.all(Array.from({ length: 10 }, () => access().start({ on })));
      await splitAll();
      const claims = await Promise.all([claimAll(), claimAll(access().fixture.otherStore)]);
      const claimed = claims.flat().map(({ message }) => message.sagaId);
      expect(claimed.toSorted()).toEqual(started.map(({ state }) => state.id).toSorted());
    });

    it('gives as much as fits, and one message however large it is', async () => {
      const on = access().fixture.unleasedStore;
      const chars = 10_000;
      for (let count = 0; count < 3; count++) await access().start({ on, chars });
      await splitAll();
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
      await splitAll();
      const claim = async (limit: number, afterId: string | null) => {
        const claimed = { ...ALL, limit, leaseMs: -1000, afterId };
        const { entries } = await access().store.claimOutbox(claimed);
        return entries.map(({ message }) => message.messageId);
      };
      const [first, second, third] = await claim(3, null);
      expect(await claim(2, first ?? '')).toEqual([second, third]);
      expect(await claim(2, third ?? '')).toEqual([]);
      await claimAll();
    });

    it('counts the tries, and gives the whole command', async () => {
      const { writes } = await access().start({ on: access().fixture.unleasedStore });
      await splitAll();
      const [first] = await claimAll(access().store, -1000);
      const [second] = await claimAll();
      expect(first).toEqual({ message: writes.outgoing[0], tries: 1 });
      expect(second?.tries).toBe(2);
    });

    it('waits with what was put off', async () => {
      const [one] = [begin()];
      await access().store.splitOutbox({ batchId: await commit([one]), sentMessageIds: [] });
      const failure = { messageId: idOf(one), reason: 'UNROUTABLE' };
      await access().store.putOff([{ ...failure, retryInMs: LEASE_MS }]);
      expect(await claimAll()).toEqual([]);
      await access().store.putOff([{ ...failure, retryInMs: -1000 }]);
      expect(await claimAll()).toHaveLength(1);
    });

    it('forgets what was sent, alone or with a later batch', async () => {
      const all = [begin(), begin(), begin(), begin()] as const;
      const [one, two, three, four] = all;
      const batchIds = [await commit([one]), await commit([two])];
      const split = { batchId: await commit([three, four]), sentMessageIds: [] };
      await access().store.splitOutbox(split);
      const [first = '', second = ''] = batchIds;
      await access().store.deleteSent({ messageIds: [idOf(three), 'unknown'], batchIds: [first] });
      const sent = { messageIds: [idOf(four)], batchIds: [second, randomUUID()] };
      await access().store.transact(workOf({ sent }, () => NOTHING));
      expect(await Promise.all(all.map(idsOf))).toEqual([[], [], [], []]);
    });
  });

  describe('an outbox batch', () => {
    beforeEach(async () => {
      await splitAll();
      await claimAll();
    });

    it('is all that goes to the broker; other messages have a row each', async () => {
      const [one, two, child] = [begin(), begin(), begin()];
      const writes = together([one, two, child]);
      const outgoing = [...one.writes.outgoing, ...two.writes.outgoing];
      const outgoingAlone = child.writes.outgoing;
      const { outboxBatchId } = await access().store.transact(
        workOf({}, () => ({ ...writes, outgoing, outgoingAlone })),
      );
      await access().store.deleteSent({ messageIds: [], batchIds: [outboxBatchId ?? ''] });
      expect(await Promise.all([one, two, child].map(idsOf))).toEqual([[], [], [idOf(child)]]);
    });

    it('is not written for messages with a row each', async () => {
      const { writes } = begin();
      const alone = { ...writes, outgoing: [], outgoingAlone: writes.outgoing };
      const { outboxBatchId } = await access().store.transact(workOf({}, () => alone));
      expect(outboxBatchId).toBeNull();
    });

    it('has nothing of a start that lost, neither alone nor among others', async () => {
      const on = access().fixture.unleasedStore;
      const key = randomUUID();
      await access().start({ key });
      const [winner, loser] = [begin(), begin({ key })];
      expect(await commit([winner, loser], on)).toBe('');
      expect(await commit([loser], on)).toBe('');
      expect(await idsOf(winner)).toEqual([idOf(winner)]);
      expect(await idsOf(loser)).toEqual([]);
      await splitAll();
      expect(await claimAll()).toEqual([{ message: winner.writes.outgoing[0], tries: 1 }]);
    });

    it('is split into what was not sent, once', async () => {
      const [one, two, three] = [begin(), begin(), begin()];
      const batchId = await commit([one, two, three], access().fixture.unleasedStore);
      const split = { batchId, sentMessageIds: [idOf(two)] };
      const { store, fixture } = access();
      const answers = await Promise.all(
        [store, fixture.otherStore].map((s) => s.splitOutbox(split)),
      );
      expect(answers.toSorted()).toEqual([false, true]);
      expect(await store.splitOutbox({ batchId, sentMessageIds: [] })).toBe(false);
      const claimed = (await claimAll()).map(({ message }) => message.messageId);
      expect(claimed).toEqual([idOf(one), idOf(three)].toSorted());
    });

    it('keeps its lease when it is split', async () => {
      const one = begin();
      await access().store.splitOutbox({ batchId: await commit([one]), sentMessageIds: [] });
      expect(await claimAll()).toEqual([]);
      expect(await idsOf(one)).toEqual([idOf(one)]);
    });

    it('leaves a message as it is that has a row of its own', async () => {
      const one = begin();
      const batchId = await commit([one], access().fixture.unleasedStore);
      const again = { ...NOTHING, outgoingAlone: one.writes.outgoing };
      const { state } = one;
      const moved = { ...state, version: 2 };
      const updates = [{ state: moved, versionBefore: 1, wakeAt: null }];
      await access().store.transact(workOf({ sagaIds: [state.id] }, () => ({ ...again, updates })));
      expect(await access().store.splitOutbox({ batchId, sentMessageIds: [] })).toBe(true);
      // it still has the lease of whoever sends it again
      expect(await claimAll()).toEqual([]);
      expect(await idsOf(one)).toEqual([idOf(one)]);
    });

    it('is split by claims when its lease has ended, so many at a time', async () => {
      const on = access().fixture.unleasedStore;
      for (let count = 0; count < 4; count++) await commit([begin(), begin()], on);
      await commit([begin()]);
      const split = async (part: Partial<OutboxClaim>) => {
        const { hasSplit } = await access().store.claimOutbox({ ...ALL, limit: 0, ...part });
        const { entries } = await access().store.claimOutbox({ ...ALL, batchesMax: 0 });
        return [hasSplit, entries.length];
      };
      expect(await split({ batchesMax: 2 })).toEqual([true, 4]);
      expect(await split({ bytesMax: 1 })).toEqual([true, 2]);
      expect(await split({})).toEqual([true, 2]);
      expect(await split({})).toEqual([false, 0]);
    });

    it('tells timers which commands have not left, without those known to be sent', async () => {
      const [one, two] = [begin(), begin()];
      const batchIds = [await commit([one]), await commit([two])];
      expect(await readUnsent(one)).toEqual([idOf(one)]);
      expect(await readUnsent(two, { messageIds: [], batchIds })).toEqual([]);
      expect(await readUnsent(one)).toEqual([]);
    });

    it('is seen by timers while it is being split', async () => {
      for (let count = 0; count < 30; count++) {
        const one = begin();
        const batchId = await commit([one, begin()]);
        const splitting = access().fixture.otherStore.splitOutbox({ batchId, sentMessageIds: [] });
        const seen = await Promise.all([readUnsent(one), readUnsent(one), splitting]);
        expect(seen).toEqual([[idOf(one)], [idOf(one)], true]);
      }
    });
  });
}
