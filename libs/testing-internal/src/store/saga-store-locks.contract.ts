import type { HeldLock, SagaStore } from '#ports';
import {
  begin,
  FAR_AWAY,
  move,
  NOTHING,
  workOf,
  type Begun,
  type StoreAccess,
} from './saga-store-data.js';

let keys = 0;

export function lockContract(access: () => StoreAccess): void {
  /** Starts a saga that asks for locks. */
  const ask = async (
    wanted: readonly string[],
    { on = access().store, idempotencyKey }: { on?: SagaStore; idempotencyKey?: string } = {},
  ): Promise<Begun> => {
    const { state, writes } = begin(
      idempotencyKey === undefined ? {} : { key: idempotencyKey, fingerprint: 'f' },
    );
    const lockRequests = wanted.map((key) => ({ sagaId: state.id, key }));
    await on.transact(workOf({}, () => ({ ...writes, lockRequests })));
    return { state, writes };
  };
  /** The same start once more, with other keys: by another replica, or after a lost answer. */
  const askAgain = async ({ state, writes }: Begun, wanted: readonly string[]) => {
    const lockRequests = wanted.map((key) => ({ sagaId: state.id, key }));
    const again = { ...writes, lockRequests };
    await access().store.transact(workOf({}, () => again));
    // beside something that happens to the saga that is there
    const wakeMoves = [{ sagaId: state.id, wakeAt: FAR_AWAY }];
    const work = workOf({ sagaIds: [state.id] }, () => ({ ...again, wakeMoves }));
    await access().store.transact(work);
  };
  /** Ends a saga, or gives back a part (null: all it has). Gives the sagas whose turn it is. */
  const giveBack = async ({ state }: Begun, given: readonly (string | null)[]) => {
    const lockReleases = given.map((key) => ({ sagaId: state.id, key }));
    const work = workOf({ sagaIds: [state.id] }, () => ({ ...move(state), lockReleases }));
    return (await access().store.transact(work)).lockHolders;
  };
  /** A transaction that has its row locked, and finds it waiting for these. */
  const waitOn = async ({ state }: Begun, keys: readonly string[]) => {
    const lockWaits = keys.map((key) => ({ sagaId: state.id, key }));
    const work = workOf({ sagaIds: [state.id] }, () => ({ ...NOTHING, lockWaits }));
    return (await access().store.transact(work)).lockHolders;
  };
  /** How long until it is due, in ms. */
  const dueIn = async ({ state }: Begun): Promise<number> => {
    let dueInMs = NaN;
    const work = workOf({ sagaIds: [state.id] }, ({ sagas, at }) => {
      dueInMs = (sagas.get(state.id)?.wakeAt ?? Infinity) - at;
      return NOTHING;
    });
    await access().store.transact(work);
    return dueInMs;
  };
  const locksOf = async ({ state }: Begun): Promise<readonly HeldLock[]> => {
    let held: readonly HeldLock[] = [];
    const work = workOf({ sagaIds: [state.id], withWaits: [state.id] }, ({ heldLocks }) => {
      held = heldLocks.get(state.id) ?? [];
      return NOTHING;
    });
    await access().store.transact(work);
    return held;
  };
  const heldBy = async (begun: Begun): Promise<readonly string[]> =>
    (await locksOf(begun)).map(({ key }) => key).toSorted();

  describe('semantic locks', () => {
    let key: string;
    beforeEach(() => {
      key = `key-${++keys}`;
    });

    it('are never held by two sagas at once: whoever asked first is first', async () => {
      const [first, second, third] = [await ask([key]), await ask([key]), await ask([key])];
      expect([await heldBy(first), await heldBy(second)]).toEqual([[key], []]);
      expect(await giveBack(first, [key])).toEqual([second.state.id]);
      expect([await heldBy(second), await heldBy(third)]).toEqual([[key], []]);
    });

    it('have a larger ticket for each later holder', async () => {
      const other = `${key}-other`;
      const sagas = [await ask([other, key]), await ask([key]), await ask([key]), await ask([key])];
      // one that is drawn while others wait, and one after the line was empty
      const tickets: number[] = [];
      for (const [turn, saga] of sagas.entries()) {
        const [held] = (await locksOf(saga)).filter((lock) => lock.key === key);
        expect(await locksOf(saga)).toContainEqual(held);
        tickets.push(held?.ticket ?? NaN);
        if (turn === 1) sagas.push(await ask([key]));
        await giveBack(saga, [null]);
        if (turn === 4) sagas.push(await ask([key]));
      }
      expect(tickets).toHaveLength(6);
      expect(tickets).toEqual([...new Set(tickets)].toSorted((a, b) => a - b));
      expect(tickets.every(Number.isSafeInteger)).toBe(true);
    });

    it('pass over those that do not wait any longer', async () => {
      const [first, second, third] = [await ask([key]), await ask([key]), await ask([key])];
      expect(await giveBack(second, [key])).toEqual([]);
      expect(await giveBack(first, [key])).toEqual([third.state.id]);
      expect(await giveBack(third, [key])).toEqual([]);
    });

    it('are asked for all at once: nobody waits in a ring', async () => {
      const other = `${key}-other`;
      const asking = Array.from({ length: 12 }, (_, index) =>
        ask(index % 2 === 0 ? [key, other] : [other, key], {
          on: index % 3 === 0 ? access().store : access().fixture.otherStore,
        }),
      );
      let waiting = await Promise.all(asking);
      const tickets: number[] = [];
      for (let turn = 0; turn < 12; turn++) {
        const held = await Promise.all(waiting.map(heldBy));
        const holders = waiting.filter((_, index) => held[index]?.length === 2);
        expect(held.filter((each) => each.length > 0)).toHaveLength(1);
        const [holder] = holders;
        if (holder === undefined) throw new Error('nobody holds both');
        tickets.push((await locksOf(holder)).find((lock) => lock.key === key)?.ticket ?? NaN);
        await giveBack(holder, [key, other]);
        waiting = waiting.filter((saga) => saga !== holder);
      }
      expect(tickets).toEqual([...new Set(tickets)].toSorted((a, b) => a - b));
    });

    it('are not held by a start that lost to an earlier one', async () => {
      const winner = await ask([key], { idempotencyKey: `start-${key}` });
      await ask([key], { idempotencyKey: `start-${key}` });
      const next = await ask([key]);
      expect(await giveBack(winner, [key])).toEqual([next.state.id]);
    });

    it('are not held by a start whose saga was there already, whoever started it', async () => {
      const other = `${key}-other`;
      const child = await ask([key]);
      await askAgain(child, [other]);
      expect(await heldBy(child)).toEqual([key]);
      expect(await heldBy(await ask([other]))).toEqual([other]);
    });

    it('are not drawn once more by a start that is repeated', async () => {
      const [first, next] = [await ask([key]), await ask([key])];
      await giveBack(first, [key]);
      await askAgain(first, [key]);
      await giveBack(next, [key]);
      expect(await heldBy(first)).toEqual([]);
    });

    it('are given back all together by the end of a saga, whatever it has', async () => {
      const other = `${key}-other`;
      const first = await ask([key, other]);
      const [second, third] = [await ask([key]), await ask([other])];
      const turns = await giveBack(first, [null]);
      expect(turns.toSorted()).toEqual([second.state.id, third.state.id].toSorted());
      expect([await heldBy(second), await heldBy(third)]).toEqual([[key], [other]]);
    });

    it('make the next one due in the transaction that gives them back', async () => {
      const [first, second, third] = [await ask([key]), await ask([key]), await ask([key])];
      await giveBack(first, [null]);
      expect(await dueIn(second)).toBeLessThanOrEqual(1000);
      expect(await dueIn(third)).toBeGreaterThan(1000);
    });

    it('do not put off one that is due sooner', async () => {
      const [first, second] = [await ask([key]), await ask([key])];
      const work = workOf({ sagaIds: [second.state.id] }, () => ({
        ...NOTHING,
        wakeMoves: [{ sagaId: second.state.id, wakeAt: 1 }],
      }));
      await access().store.transact(work);
      await giveBack(first, [key]);
      expect(await dueIn(second)).toBeLessThan(0);
    });

    it('make a saga due whose transaction finds that it waits no longer', async () => {
      const [first, second] = [await ask([key]), await ask([key])];
      expect(await waitOn(second, [key])).toEqual([]);
      expect(await dueIn(second)).toBeGreaterThan(1000);
      expect(await waitOn(first, [key])).toEqual([first.state.id]);
      expect(await dueIn(first)).toBeLessThanOrEqual(1000);
    });

    it('take any text as their key, and tell keys apart to the letter', async () => {
      const names = [`${key} ü/%_\\'"`, `${key} Ü`, `${key} ü`];
      const sagas = await Promise.all(names.map((name) => ask([name])));
      expect(await Promise.all(sagas.map(heldBy))).toEqual(names.map((name) => [name]));
    });
  });
}
