import { randomUUID } from 'node:crypto';
import type { SagaState } from '#engine';
import type { DeadMessage } from '#ports';
import {
  auditEntry,
  before,
  ignored,
  move,
  NOTHING,
  workOf,
  type StoreAccess,
} from './saga-store-data.js';

export function recordContract(access: () => StoreAccess): void {
  describe('the record', () => {
    it('gives the ids of open sagas in pages', async () => {
      const started = [await access().start(), await access().start(), await access().start()];
      const [first, second, third] = started.map(({ state }) => state.id).toSorted();
      const ended = { ...started[0]?.state, status: 'abandoned', endedAt: 1 } as SagaState;
      await access().store.transact(workOf({ sagaIds: [ended.id] }, () => move(ended)));
      const open = [first, second, third].filter((id) => id !== ended.id);
      const afterId = [first, second, third].includes(ended.id) ? before(first) : null;
      expect(await access().store.openSagaIds({ afterId, limit: 2 })).toEqual(open);
      expect(await access().store.openSagaIds({ afterId: open[0] ?? null, limit: 2 })).toEqual(
        open.slice(1),
      );
    });

    it('counts ignored replies that are alike', async () => {
      const { state } = await access().start();
      const reply = ignored(state.id, 'step-closed');
      const other = ignored(state.id, 'saga-ended');
      for (const ignoredReplies of [[reply, reply, other], [reply]]) {
        await access().store.transact(workOf({}, () => ({ ...NOTHING, ignoredReplies })));
      }
      const counts = await access().fixture.inspection.ignoredReplies(state.id);
      expect(counts).toEqual({ 'step-closed': 3, 'saga-ended': 1 });
    });

    it('finds an action of an operator by its key, and takes a key once', async () => {
      const { state } = await access().start();
      const entry = auditEntry(state);
      const write = () =>
        access().store.transact(workOf({}, () => ({ ...NOTHING, audit: [entry] })));
      await write();
      const actionKeys = [entry.idempotencyKey ?? ''];
      let fingerprint: string | undefined;
      await access().store.transact(
        workOf({ actionKeys }, ({ actions }) => {
          fingerprint = actions.get(entry.idempotencyKey ?? '')?.fingerprint;
          return NOTHING;
        }),
      );
      expect(fingerprint).toBe(entry.fingerprint);
      const again = { ...entry, id: randomUUID() };
      const reuse = access().store.transact(workOf({}, () => ({ ...NOTHING, audit: [again] })));
      await expect(reuse).rejects.toMatchObject({ code: 'STORE_CONTENTION' });
    });

    it('keeps a dead message once, whatever is in it', async () => {
      const message: DeadMessage = {
        id: randomUUID(),
        source: 'reply',
        reason: 'NOT_JSON',
        detail: 'zero \u0000',
        sagaId: null,
        body: Buffer.from([0, 1, 2, 255]),
        bytes: 130 * 1024 * 1024,
        sha256: '0'.repeat(64),
        properties: { headers: { quote: '"\\ \u0000' } },
      };
      await access().store.addDeadMessages([message]);
      await access().store.addDeadMessages([message]);
      const ids = await access().fixture.inspection.deadMessageIds();
      expect(ids.filter((id) => id === message.id)).toHaveLength(1);
    });

    it('finds what a stream gave before its end, but for what is known', async () => {
      const [sagaId, correlationId] = [randomUUID(), 'a.b-c_d'];
      const partial = (body: string, of: Partial<DeadMessage> = {}): DeadMessage => ({
        id: randomUUID(),
        source: 'reply',
        reason: 'PARTIAL_RESPONSE',
        detail: '',
        sagaId,
        body: Buffer.from(body),
        bytes: body.length,
        sha256: body,
        properties: { correlationId, headers: { quote: '\u0000' } },
        ...of,
      });
      await access().store.addDeadMessages([
        partial('one'),
        partial('two'),
        partial('of another attempt', { properties: { correlationId: 'a.b-c_d2', headers: {} } }),
        partial('of another saga', { sagaId: randomUUID() }),
        partial('unreadable', { reason: 'NOT_JSON' }),
      ]);
      const found = await access().store.partialReplies({
        sagaId,
        correlationId,
        except: ['one'],
        limit: 9,
      });
      expect(found.map(String)).toEqual(['two']);
      const some = { sagaId, correlationId, except: [], limit: 1 };
      expect(await access().store.partialReplies(some)).toHaveLength(1);
    });
  });
}
