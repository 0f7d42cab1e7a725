import { randomUUID } from 'node:crypto';
import { begin, workOf, type StoreAccess } from './saga-store-data.js';

export function startContract(access: () => StoreAccess): void {
  describe('a start', () => {
    it('is there afterwards, with its history and its commands', async () => {
      const { state } = await access().start();
      expect(await access().read(state.id)).toEqual(state);
      expect(await access().fixture.inspection.historyVersions(state.id)).toEqual([1]);
      expect(await access().fixture.inspection.outboxIds(state.id)).toEqual([
        `${state.id}/first/0/execute/1`,
      ]);
    });

    it('with a used idempotency key writes nothing and names the first one', async () => {
      const key = randomUUID();
      const first = await access().start({ key, fingerprint: 'same' });
      const second = await access().start({ key, fingerprint: 'same' });
      expect(first.result.duplicates.size).toBe(0);
      expect([...second.result.duplicates]).toEqual([
        [second.state.id, { sagaId: first.state.id, fingerprint: 'same' }],
      ]);
      expect(await access().read(second.state.id)).toBeNull();
      expect(await access().fixture.inspection.historyVersions(second.state.id)).toEqual([]);
      expect(await access().fixture.inspection.outboxIds(second.state.id)).toEqual([]);
    });

    it('loses to another one with its key in the same batch', async () => {
      const key = randomUUID();
      const [one, two] = [begin({ key }), begin({ key })];
      const writes = { ...one.writes, starts: [...one.writes.starts, ...two.writes.starts] };
      const { duplicates } = await access().store.transact(workOf({}, () => writes));
      expect(duplicates.get(two.state.id)?.sagaId).toBe(one.state.id);
    });

    it('that is repeated finds itself', async () => {
      const { writes, state } = await access().start({ key: randomUUID(), fingerprint: 'f' });
      const { duplicates } = await access().store.transact(workOf({}, () => writes));
      expect(duplicates.get(state.id)).toEqual({ sagaId: state.id, fingerprint: 'f' });
      expect(await access().fixture.inspection.historyVersions(state.id)).toEqual([1]);
    });

    it('has one winner when many come at once with one key', async () => {
      const key = randomUUID();
      const all = await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          access().start({
            key,
            on: index % 2 === 0 ? access().store : access().fixture.otherStore,
          }),
        ),
      );
      const winners = all.filter(({ result }) => result.duplicates.size === 0);
      expect(winners).toHaveLength(1);
      for (const { state, result } of all) {
        const found = result.duplicates.get(state.id)?.sagaId ?? state.id;
        expect(found).toBe(winners[0]?.state.id);
      }
    });
  });
}
