import type { BatchWrites } from '#ports';
import type { JsonValue } from '#protocol';
import { begin, workOf } from '#testing-internal';
import { StoreBeside } from './store-beside.fixture.js';

let beside: StoreBeside;

beforeAll(async () => {
  beside = await StoreBeside.open(4);
});

afterAll(() => beside.close());

/** What begins a saga whose command has this data. */
function beginWith(data: JsonValue) {
  const { state, writes } = begin();
  const outgoing = writes.outgoing.map((message) => ({ ...message, data }) as typeof message);
  return { state, outgoing, writes: { ...writes, outgoing } satisfies BatchWrites };
}

async function batchesOf(sagaId: string): Promise<readonly object[]> {
  const sql = `select id from outbox_batch where message_ids[1] like $1 || '/%'`;
  return (await beside.admin.query<{ id: string }>(sql, [sagaId])).rows;
}

const ALL = { limit: 100, leaseMs: 60_000, bytesMax: 1e9, afterId: null, batchesMax: 100 };

describe('An outbox batch in Postgres', () => {
  it.each([
    ['line breaks', 'one\ntwo\r\nthree\u2028four\u2029'],
    ['quotes and backslashes', '"\\n" \\ {"a":"b"} \'\t'],
    ['what no text column takes', 'nothing: \u0000, half a pair: \ud800'],
    ['other characters', 'größer 𠮷 🚚'],
    ['nothing', ''],
  ])('gives back its messages to the letter when it is split: %s', async (_what, text) => {
    const { outgoing, writes } = beginWith({ text, [`key ${text.slice(0, 5)}`]: [text, null] });
    const { outboxBatchId } = await beside.store.transact(workOf({}, () => writes));
    await beside.store.splitOutbox({ batchId: outboxBatchId ?? '', sentMessageIds: [] });
    await beside.admin.query(`update outbox set lease_until = clock_timestamp()`);
    const { entries } = await beside.store.claimOutbox(ALL);
    expect(entries.map(({ message }) => message)).toEqual(outgoing);
    const messageIds = entries.map(({ message }) => message.messageId);
    await beside.store.deleteSent({ messageIds, batchIds: [] });
  });

  it('is not for more than a mebibyte, which has a row for each message', async () => {
    const small = beginWith('x'.repeat(1_000_000));
    const large = beginWith('x'.repeat(1_048_576));
    const { store } = beside;
    expect((await store.transact(workOf({}, () => small.writes))).outboxBatchId).not.toBeNull();
    expect((await store.transact(workOf({}, () => large.writes))).outboxBatchId).toBeNull();
    expect(await batchesOf(small.state.id)).toHaveLength(1);
    expect(await batchesOf(large.state.id)).toHaveLength(0);
    const rows = await beside.admin.query('select from outbox where saga_id = $1', [
      large.state.id,
    ]);
    expect(rows.rowCount).toBe(1);
  });

  it('is not there when its batch was not committed', async () => {
    const { state, writes } = beginWith(null);
    const moved = { ...state, version: 3 };
    const missed = [{ state: moved, versionBefore: 2, wakeAt: null }];
    const failed = beside.store.transact(
      workOf({ sagaIds: [state.id] }, () => ({ ...writes, updates: missed })),
    );
    await expect(failed).rejects.toMatchObject({ code: 'STORE_CONTENTION' });
    expect(await batchesOf(state.id)).toEqual([]);
  });

  it('that somebody else is splitting is waited for, or passed over', async () => {
    const { outgoing, writes } = beginWith(null);
    const { outboxBatchId } = await beside.store.transact(workOf({}, () => writes));
    const batchId = outboxBatchId ?? '';
    await beside.admin.query('update outbox_batch set lease_until = clock_timestamp()');
    const { other } = beside;
    await other.query('select from outbox_batch where id = $1 for update', [batchId]);

    // a sweeper passes over it
    await beside.store.claimOutbox({ ...ALL, limit: 0 });
    expect(await batchesOf(outgoing[0]?.sagaId ?? '')).toHaveLength(1);
    // its own process waits
    let isSplit: boolean | null = null;
    const splitting = beside.store
      .splitOutbox({ batchId, sentMessageIds: [] })
      .then((answer) => (isSplit = answer));
    await beside.store.claimOutbox({ ...ALL, limit: 0 });
    expect(isSplit).toBeNull();
    await other.query('delete from outbox_batch where id = $1', [batchId]);
    await other.query('commit');
    await other.query('begin');
    expect(await splitting).toBe(false);
  });
});
