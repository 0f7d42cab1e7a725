import { decide, type SagaState } from '#engine';
import type { AwaitedEvents, BatchWrites, OfferedEvents, SagaStore } from '#ports';
import { newSagaId } from '#runtime';
import { compile } from '#testing-sagas';
import {
  CONTRACT_DOCUMENT,
  FAR_AWAY,
  NOTHING,
  workOf,
  type StoreAccess,
} from './saga-store-data.js';

const EVENT = 'part.came';
const TTL_MS = 60_000;
const MIB = 1024 * 1024;

const waiting = compile({
  name: CONTRACT_DOCUMENT.name,
  steps: [
    { name: 'first', wait: { event: EVENT, key: '${input.key}', eventKey: '${data.key}' } },
    { name: 'second', wait: { event: EVENT, key: '${input.key}', eventKey: '${data.key}' } },
  ],
});

let keys = 0;

export function eventContract(access: () => StoreAccess): void {
  let key: string;
  beforeEach(() => {
    key = `key-${++keys}`;
  });

  /** Starts a saga that waits for the key. */
  const wait = async (part: { on?: SagaStore; idempotencyKey?: string } = {}) => {
    const { state, writes } = waitFor(key, part.idempotencyKey ?? null);
    const result = await (part.on ?? access().store).transact(workOf({}, () => writes));
    return { state, takers: result.eventTakers };
  };
  const keep = (id: string, part: Partial<Parameters<AwaitedEvents['keepEvent']>[0]> = {}) =>
    access().store.keepEvent({
      ...{ event: EVENT, key, id, data: { key, id }, definition: key, ttlMs: TTL_MS },
      ...part,
    });
  const wake = (part: { afterId?: string | null; limit?: number } = {}) =>
    access().store.wakeWaiting({ event: EVENT, key, afterId: null, limit: 500, ...part });
  /** What a saga that is woken is offered. */
  const offered = async ({ id }: SagaState, writes: Partial<BatchWrites> = {}) => {
    let found: OfferedEvents = { events: [], isMore: false };
    const part = { sagaIds: [id], withWaits: [id] };
    await access().store.transact(
      workOf(part, ({ offeredEvents }) => {
        found = offeredEvents.get(id) ?? found;
        return { ...NOTHING, ...writes };
      }),
    );
    return found;
  };
  const idsOffered = async (state: SagaState) => (await offered(state)).events.map(({ id }) => id);
  const dueIn = async ({ id }: SagaState): Promise<number> => {
    let dueInMs = NaN;
    const work = workOf({ sagaIds: [id] }, ({ sagas, at }) => {
      dueInMs = (sagas.get(id)?.wakeAt ?? Infinity) - at;
      return NOTHING;
    });
    await access().store.transact(work);
    return dueInMs;
  };

  describe('events of services', () => {
    it('that come first are found by a saga that begins to wait', async () => {
      expect(await keep('a')).toBe('kept');
      const { state, takers } = await wait();
      expect(takers).toEqual([state.id]);
      expect(await dueIn(state)).toBeLessThanOrEqual(1000);
      expect((await offered(state)).events).toMatchObject([
        { step: 'first', id: 'a', data: { key, id: 'a' } },
      ]);
    });

    it('that come later make the sagas due that wait for them', async () => {
      const { state, takers } = await wait();
      expect(takers).toEqual([]);
      expect(await dueIn(state)).toBeGreaterThan(1000);
      await keep('a');
      expect(await wake()).toEqual([state.id]);
      expect(await dueIn(state)).toBeLessThanOrEqual(0);
      expect(await idsOffered(state)).toEqual(['a']);
    });

    it('are kept once, however often they come', async () => {
      const { state } = await wait();
      for (const id of ['a', 'b', 'a']) expect(await keep(id)).toBe('kept');
      expect(await idsOffered(state)).toEqual(['a', 'b']);
    });

    it('are offered to every saga that waits for their key, and to no other', async () => {
      const sagas = [await wait(), await wait({ on: access().fixture.otherStore })];
      const mine = key;
      key = `${mine} ü/%_\\'"`;
      const other = await wait();
      key = mine;
      await keep('a');
      for (const { state } of sagas) expect(await idsOffered(state)).toEqual(['a']);
      expect(await idsOffered(other.state)).toEqual([]);
      await keep('a', { event: 'part.left' });
      expect(await wake()).toEqual(sagas.map(({ state }) => state.id));
    });

    it('make sagas due in portions, in order of id', async () => {
      const sagas = [await wait(), await wait(), await wait()];
      const ids = sagas.map(({ state }) => state.id).toSorted();
      expect(await wake({ limit: 2 })).toEqual(ids.slice(0, 2));
      expect(await wake({ limit: 2, afterId: ids[1] ?? null })).toEqual(ids.slice(2));
    });

    it('are not offered again once a wait has looked at them', async () => {
      const { state } = await wait();
      await keep('a');
      const [first] = (await offered(state)).events;
      const eventsSeen = [{ sagaId: state.id, step: 'first', seq: first?.seq ?? NaN }];
      await offered(state, { eventsSeen });
      expect(await idsOffered(state)).toEqual([]);
      await keep('b');
      expect(await idsOffered(state)).toEqual(['b']);
    });

    it('are offered anew to a wait that is opened anew', async () => {
      const { state } = await wait();
      await keep('a');
      const [first] = (await offered(state)).events;
      const place = { sagaId: state.id, step: 'first' };
      await offered(state, { eventsSeen: [{ ...place, seq: first?.seq ?? NaN }] });
      await access().store.transact(
        workOf({ sagaIds: [state.id] }, () => ({
          ...NOTHING,
          wakeMoves: [{ sagaId: state.id, wakeAt: FAR_AWAY }],
          eventWaitsClosed: [place],
          eventWaitsOpened: [{ ...place, event: EVENT, key }],
        })),
      );
      expect(await idsOffered(state)).toEqual(['a']);
    });

    it('are offered a few at a time, the oldest first', async () => {
      const { state } = await wait();
      const ids = Array.from({ length: 12 }, (_, index) => `e-${index}`);
      for (const id of ids) await keep(id);
      const first = await offered(state);
      expect(first.events.map(({ id }) => id)).toEqual(ids.slice(0, 10));
      expect(first.isMore).toBe(true);
      const seq = first.events.at(-1)?.seq ?? NaN;
      await offered(state, { eventsSeen: [{ sagaId: state.id, step: 'first', seq }] });
      const rest = await offered(state);
      expect(rest.events.map(({ id }) => id)).toEqual(ids.slice(10));
      expect(rest.isMore).toBe(false);
    });

    it('wake nobody any more whose wait has ended', async () => {
      const { state } = await wait();
      await keep('a');
      const place = { sagaId: state.id, step: 'first' };
      await offered(state, { eventWaitsClosed: [place] });
      expect(await wake()).toEqual([]);
      expect(await idsOffered(state)).toEqual([]);
    });

    it('are not waited for by a start that lost to an earlier one', async () => {
      const winner = await wait({ idempotencyKey: `start-${key}` });
      await keep('a');
      const loser = await wait({ idempotencyKey: `start-${key}` });
      expect(loser.takers).toEqual([]);
      expect(await wake()).toEqual([winner.state.id]);
    });

    it('that nobody waits for are kept up to 16 MiB of a definition, and not beyond', async () => {
      const data = 'x'.repeat(MIB - 2);
      for (let count = 0; count < 16; count++) {
        expect(await keep(`large-${count}`, { key: `${key}-${count}`, data })).toBe('kept');
      }
      expect(await keep('one-more', { data: 1 })).toBe('full');
      expect(await keep('large-3', { key: `${key}-3`, data })).toBe('kept');
      expect(await keep('another', { definition: `${key}-other`, data: 1 })).toBe('kept');
    });

    it('that somebody waits for are kept even then', async () => {
      const data = 'x'.repeat(MIB - 2);
      for (let count = 0; count < 16; count++) {
        await keep(`large-${count}`, { key: `${key}-${count}`, data });
      }
      await wait();
      expect(await keep('one-more')).toBe('kept');
    });

    it('that somebody waits for are kept up to a limit of their key', async () => {
      await wait();
      const data = 'x'.repeat(MIB - 2);
      for (let count = 0; count < 16; count++) {
        expect(await keep(`large-${count}`, { data })).toBe('kept');
      }
      expect(await keep('one-more', { data: 1 })).toBe('full');
    });
  });
}

/** What the start of a saga writes that waits for the key at once. */
function waitFor(key: string, idempotencyKey: string | null) {
  const sagaId = newSagaId();
  const start = { type: 'start', at: Date.now(), sagaId, key: null, input: { key } } as const;
  const decision = decide(waiting, null, start);
  if (decision.type !== 'transition') throw new Error(`a start was ${decision.type}`);
  const { state } = decision;
  const writes: BatchWrites = {
    ...NOTHING,
    starts: [{ state, wakeAt: FAR_AWAY, idempotencyKey, fingerprint: null }],
    eventWaitsOpened: [{ sagaId, step: 'first', event: EVENT, key }],
  };
  return { state, writes };
}
