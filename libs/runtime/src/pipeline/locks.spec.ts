import { newSagaId } from '../requests/saga-id.js';
import { compile } from '#testing-sagas';
import { PipelineBench, settle } from '#testing-internal';

const wait = { name: 'approve', wait: { signal: 'go' } };
const TRUCK = compile({ name: 'order', locks: ['truck'], steps: [wait] });

class LockBench extends PipelineBench {
  override readonly definition = TRUCK;

  /** Its only step waits for it; then it ends. */
  async end(sagaId: string): Promise<void> {
    const none = { payload: null, idempotencyKey: null };
    await this.pipeline.signal({ sagaId, name: 'go', ...none });
  }

  async release(sagaId: string, part: { readonly expectedVersion?: number } = {}) {
    const action = { name: 'release-lock', key: 'truck' } as const;
    const who = { actor: 'ann', reason: 'it hangs', idempotencyKey: null, fingerprint: 'f' };
    return this.pipeline.operate({ sagaId, action, ...who, ...part });
  }

  lockOf(sagaId: string): string | undefined {
    return this.store.stateOf(sagaId)?.locks[0]?.status;
  }
}

async function setUp(sagas: number) {
  const bench = new LockBench();
  const ids: string[] = [];
  for (let index = 0; index < sagas; index++) ids.push(await bench.start());
  await settle();
  return { bench, ids };
}

describe('A lock that is given back', () => {
  it('belongs to the next one at once', async () => {
    const { bench, ids } = await setUp(2);
    const [first = '', second = ''] = ids;
    expect([first, second].map((id) => bench.lockOf(id))).toEqual(['held', 'waiting']);
    await bench.end(first);
    await settle();
    expect(bench.lockOf(second)).toBe('held');
  });

  it('belongs to the next one soon when the answer to the commit is lost', async () => {
    const { bench, ids } = await setUp(2);
    const [first = '', second = ''] = ids;
    bench.store.faults.loseNextAnswer();
    const ended = bench.end(first);
    await bench.clock.advance(100);
    await ended;
    await settle();
    // nobody told it: its timer does
    expect(bench.lockOf(second)).toBe('waiting');
    expect(bench.wakeAtOf(second)).toBeLessThanOrEqual(bench.at + 1000);
  });

  it('is found by whatever happens to the next one, should nobody have told it', async () => {
    const { bench, ids } = await setUp(2);
    const [first = '', second = ''] = ids;
    const none = { lockRequests: [], lockWaits: [] };
    bench.store.locks.write({ ...none, lockReleases: [{ sagaId: first, key: null }] }, () => false);
    // an early signal, which is kept
    await bench.end(second);
    await settle();
    expect(bench.store.stateOf(second)?.status).toBe('completed');
  });
});

describe('A child saga whose start lost to one by another version', () => {
  it('has the locks of the version that it runs by, and leaves none', async () => {
    const bench = new LockBench();
    const other = compile({ name: 'order', locks: ['crane'], steps: [wait] }, 2);
    const asked = { direction: 'execute', attempt: 1 } as const;
    const sagaId = newSagaId();
    const parent = { sagaId, root: sagaId, step: 'part', iteration: 0, depth: 1, asked };
    const child = { sagaId: newSagaId(), parent };
    await bench.start({ child });
    await bench.start({ child, definition: other });
    const held = () =>
      bench.store.locks
        .heldBy([child.sagaId])
        .get(child.sagaId)
        ?.map(({ key }) => key);
    expect(held()).toEqual(['truck']);
    await bench.end(child.sagaId);
    await settle();
    expect(bench.store.stateOf(child.sagaId)?.status).toBe('completed');
    expect(held()).toBeUndefined();
  });
});

describe('An operator and a lock that a saga left behind with its end', () => {
  /** As nothing does any more: a ticket of a saga that has ended. */
  async function leave() {
    const { bench, ids } = await setUp(1);
    const [sagaId = ''] = ids;
    await bench.end(sagaId);
    const none = { lockReleases: [], lockWaits: [] };
    const ticket = { sagaId, key: 'truck' };
    bench.store.locks.write({ ...none, lockRequests: [ticket] }, () => true);
    const next = await bench.start();
    await settle();
    expect(bench.lockOf(next)).toBe('waiting');
    return { bench, sagaId, next };
  }

  it('release it: the saga stays as it is, and the next one has the lock', async () => {
    const { bench, sagaId, next } = await leave();
    const before = bench.store.stateOf(sagaId);
    expect(await bench.release(sagaId)).toMatchObject({ type: 'done', status: 'completed' });
    await settle();
    expect(bench.store.stateOf(sagaId)).toEqual(before);
    expect(bench.lockOf(next)).toBe('held');
    expect(bench.store.audit).toMatchObject([{ action: 'release-lock', sagaId, actor: 'ann' }]);
  });

  it('are told that it has ended when it holds nothing, or is not as they saw it', async () => {
    const { bench, sagaId } = await leave();
    const ended = { type: 'rejected', code: 'SAGA_ENDED' };
    expect(await bench.release(sagaId, { expectedVersion: 1 })).toMatchObject(ended);
    await bench.release(sagaId);
    expect(await bench.release(sagaId)).toMatchObject(ended);
  });
});
