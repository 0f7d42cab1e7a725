import { createHash } from 'node:crypto';
import { MemorySagaStore, ManualClock, settle } from '#testing-internal';
import { StoreUnavailableError, type DeadMessage } from '#ports';
import { DeadMessageKeeper } from './dead-message-keeper.js';
import { deadMessage, type UnusableMessage } from './dead-message.js';

const UNUSABLE: UnusableMessage = {
  source: 'reply',
  reason: 'NOT_JSON',
  detail: 'why',
  sagaId: null,
  body: Buffer.from('body'),
  properties: { correlationId: 'c', headers: { a: 1 } },
};

describe('What is kept of a message that cannot be used', () => {
  it('is all of a small one', () => {
    const sha256 = createHash('sha256').update('body').digest('hex');
    expect(deadMessage(UNUSABLE)).toMatchObject({ ...UNUSABLE, bytes: 4, sha256 });
  });

  it('is the first 4 KiB of a body, its size and its hash', () => {
    const body = Buffer.alloc(1_000_000, 'abc');
    const sha256 = createHash('sha256').update(body).digest('hex');
    const kept = deadMessage({ ...UNUSABLE, body });
    expect(kept).toMatchObject({ bytes: 1_000_000, sha256 });
    expect(kept.body.equals(body.subarray(0, 4096))).toBe(true);
  });

  it('is what the bus says of a body that it did not put together', () => {
    const cut = { bytes: 8_000_000, sha256: 'f'.repeat(64) };
    expect(deadMessage({ ...UNUSABLE, cut })).toMatchObject({
      bytes: 8_000_000,
      sha256: cut.sha256,
    });
  });

  it.each([
    ['a header of 100 KB', { note: 'x'.repeat(100_000) }],
    [
      'a thousand headers',
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`h${i}`, i])),
    ],
    ['long names of nothing but zeros', { ['\u0000'.repeat(255)]: '\u0000'.repeat(9_000) }],
  ])('is not %s, but what it is called', (_, headers) => {
    const zeros = '\u0000'.repeat(255);
    const properties = {
      correlationId: 'c',
      messageId: zeros,
      replyTo: zeros,
      type: zeros,
      headers,
    };
    const kept = deadMessage({ ...UNUSABLE, properties });
    expect(JSON.stringify(kept.properties).length).toBeLessThan(8_192);
    expect(kept.properties).toMatchObject({
      correlationId: 'c',
      headers: { 'not-kept': expect.stringContaining('at most 4096'), names: expect.any(Array) },
    });
  });

  it('is the beginning of its detail', () => {
    expect(deadMessage({ ...UNUSABLE, detail: 'y'.repeat(1_000_000) }).detail).toHaveLength(2000);
  });
});

describe('Messages that are kept together', () => {
  it('are kept in halves when the store did not manage all of them', async () => {
    const groups: number[] = [];
    const memory = new MemorySagaStore();
    const store = Object.assign(Object.create(memory) as MemorySagaStore, {
      addDeadMessages: async (messages: readonly DeadMessage[]) => {
        groups.push(messages.length);
        if (messages.length > 1) throw new StoreUnavailableError('late', { maybeTooLarge: true });
        await memory.addDeadMessages(messages);
      },
    });
    const keeper = new DeadMessageKeeper({ store, clock: new ManualClock(), report: () => {} });
    const kept = Array.from({ length: 4 }, () => keeper.keep(UNUSABLE));
    await Promise.all([...kept, settle()]);
    expect(memory.deadMessages.size).toBe(4);
    expect(groups).toEqual([1, 3, 2, 1, 1, 1]);
  });
});
