import { SagaStarter, type StartRequest } from './saga-starter.js';
import { StoreContentionError, StoreUnavailableError, type WantedVersion } from '#ports';
import { compile } from '#testing-sagas';
import { PipelineBench, settle } from '#testing-internal';

const CHILD_ID = '01940000-0000-7000-8000-00000000000c';
const REQUEST: StartRequest = {
  definition: 'order',
  version: null,
  key: null,
  input: { orderId: 'o-1' },
  idempotencyKey: null,
  fingerprint: null,
};
const STEPS = [{ name: 'create', command: 'order.create', compensation: 'order.cancel' }];
/** From its second version on an order has an address. */
const ADDRESSED = { type: 'object', required: ['address'] };

function orderOf(version: number) {
  const changed = version === 1 ? {} : { inputSchema: ADDRESSED };
  return compile({ name: 'order', steps: STEPS, ...changed }, version);
}

/** A replica with `order@1`; what is posted and retired is so on another one. */
function setUp() {
  const bench = new PipelineBench();
  const { store, pipeline } = bench;
  const { definitions } = store;
  definitions.post('order');
  /** What had a query of its own. */
  const asked: WantedVersion[] = [];
  const open = { count: 0, isFull: false };
  const known = new Map<string, string>();
  const starter = new SagaStarter({
    catalog: {
      resolve: async (name, version) => {
        asked.push({ name, version });
        if (!pipeline.isStoreAvailable) throw new Error('the look-up found the store away');
        return definitions.resolve({ name, version });
      },
      load: async (_name, version) => orderOf(version),
      triggeredBy: async () => [],
      triggerEvents: async () => [],
    },
    pipeline,
    started: {
      findByIdempotencyKey: async (key) => {
        const sagaId = known.get(key);
        return sagaId === undefined ? null : { sagaId, fingerprint: null };
      },
    },
    openSagas: {
      admit: () => {
        if (open.isFull) return 'too many';
        open.count++;
        return null;
      },
      begin: () => void open.count++,
      end: () => void open.count--,
    },
  });
  const start = async (changes: Partial<StartRequest> = {}) => {
    const outcome = await starter.start({ ...REQUEST, ...changes });
    if (outcome.type !== 'created') return outcome;
    const { id, definition } = outcome.state;
    if (changes.idempotencyKey) known.set(changes.idempotencyKey, id);
    return { type: 'created', version: definition.version };
  };
  return { bench, store, definitions, asked, open, start };
}

const address = { orderId: 'o-1', address: 'Main Street 1' };

describe('A start of what was started before', () => {
  it('has its version confirmed by its own transaction, and by no query before it', async () => {
    const { asked, start, store } = setUp();
    for (let times = 0; times < 5; times++) {
      expect(await start()).toEqual({ type: 'created', version: 1 });
    }
    expect(asked).toEqual([{ name: 'order', version: null }]);
    const confirmed = store.transactions.map(({ wanted }) => wanted);
    expect(confirmed).toEqual([[], ...Array(4).fill([{ name: 'order', version: null }])]);
  });

  it('asks once for all that want the same in a batch', async () => {
    const { asked, start, store } = setUp();
    await start();
    await start({ version: 1 });
    const release = store.faults.hold();
    const all = [{}, {}, { version: 1 }, {}, { version: 1 }, {}].map((changes) => start(changes));
    await settle();
    release();
    expect(new Set((await Promise.all(all)).map(({ type }) => type))).toEqual(new Set(['created']));
    expect(asked).toHaveLength(2);
    expect(store.transactions.slice(2).map(({ wanted }) => wanted.length)).toEqual([2]);
  });

  it('is refused at once while the store is known to be away', async () => {
    const { bench, asked, start, store } = setUp();
    await start();
    store.faults.goAway();
    const first = start();
    first.catch(() => undefined);
    await settle();
    expect(bench.pipeline.isStoreAvailable).toBe(false);
    await expect(start()).rejects.toThrow('the look-up found the store away');
    expect(asked).toHaveLength(2);
    store.faults.comeBack();
  });

  it('gets the version that was posted since, which its input has to fit', async () => {
    const { asked, start, definitions } = setUp();
    await start();
    definitions.post('order');
    expect(await start()).toMatchObject({ type: 'input-invalid' });
    expect(await start({ input: address })).toEqual({ type: 'created', version: 2 });
    expect(await start({ version: 1 })).toEqual({ type: 'created', version: 1 });
    expect(asked.map(({ version }) => version)).toEqual([null, null, 1]);
  });

  it('is not refused for an input that only the version of before would refuse', async () => {
    const { start, definitions } = setUp();
    definitions.post('order');
    await start({ input: address });
    expect(await start()).toMatchObject({ type: 'input-invalid' });
    definitions.retire('order', 2);
    expect(await start()).toEqual({ type: 'created', version: 1 });
  });

  it('is refused once its version is retired, and leaves nothing', async () => {
    const { start, definitions, store, open } = setUp();
    await start();
    await start({ version: 1 });
    definitions.retire('order', 1);
    expect(await start()).toEqual({ type: 'definition-retired', version: 1 });
    expect(await start({ version: 1 })).toEqual({ type: 'definition-retired', version: 1 });
    expect([store.sagas.size, store.history.length, open.count]).toEqual([2, 2, 2]);
    const before = store.transactions.length;
    expect(await start()).toMatchObject({ type: 'definition-retired' });
    expect(store.transactions).toHaveLength(before);
  });

  it('is refused once its definition is gone, and taken when it is back', async () => {
    const { start, definitions } = setUp();
    await start();
    definitions.forget('order');
    expect(await start()).toEqual({ type: 'definition-unknown' });
    definitions.post('order');
    expect(await start()).toEqual({ type: 'created', version: 1 });
  });

  it('gets its earlier answer when it is repeated, whatever became of its version', async () => {
    const { start, definitions, store } = setUp();
    const same = { idempotencyKey: 'k-1' };
    await start(same);
    expect(await start(same)).toMatchObject({ type: 'existing' });
    definitions.post('order');
    expect(await start(same)).toMatchObject({ type: 'existing' });
    definitions.retire('order', 2);
    definitions.retire('order', 1);
    expect(await start(same)).toMatchObject({ type: 'existing' });
    expect(store.sagas.size).toBe(1);
  });

  it('takes one place among those that may be open, also when it is sent back', async () => {
    const { start, definitions, open } = setUp();
    await start({ input: address });
    definitions.post('order');
    expect(await start({ input: address })).toEqual({ type: 'created', version: 2 });
    expect(open.count).toBe(2);
    open.isFull = true;
    expect(await start({ input: address })).toMatchObject({ code: 'TOO_MANY_OPEN_SAGAS' });
    definitions.retire('order', 2);
    definitions.retire('order', 1);
    expect(await start({ input: address })).toMatchObject({ type: 'definition-retired' });
    expect(open.count).toBe(2);
  });
});

describe('A start whose commit was answered for by nobody', () => {
  const away = new StoreUnavailableError('the answer was lost', { inDoubt: true });
  const after = new StoreContentionError('lost after the commit', { inDoubt: true });

  it.each([
    ['decided on memory, lost with the connection', 0, away],
    ['decided on memory, lost while looking for duplicates', 0, after],
    ['decided under a lock, lost with the connection', 20_000, away],
    ['decided under a lock, lost while looking for duplicates', 20_000, after],
  ])('is one saga, though its version was retired since: %s', async (_, idleMs, error) => {
    const { bench, start, definitions, store } = setUp();
    await start();
    await bench.clock.advance(idleMs);
    store.faults.loseNextAnswer(error);
    const starting = start();
    await settle();
    definitions.post('order');
    definitions.retire('order', 1);
    await bench.clock.advance(1000);
    expect(await starting).toEqual({ type: 'created', version: 1 });
    expect(store.sagas.size).toBe(2);
  });

  it.each([0, 20_000])('is not called undone, after %s ms without work', async (idleMs) => {
    const { bench, start, store } = setUp();
    await start();
    await bench.clock.advance(idleMs);
    store.faults.loseNextAnswer(after);
    // with the commit: its repetition finds nobody
    store.faults.judgeBy(() => (store.faults.goAway(), null));
    const told = start().catch((error: unknown) => error);
    await bench.clock.advance(20_000);
    expect(await told).toMatchObject({ code: 'STORE_UNAVAILABLE', inDoubt: true });
  });
});

describe('A child', () => {
  const asked = (direction: 'execute' | 'compensate') => ({
    sagaId: CHILD_ID,
    parent: {
      sagaId: '01940000-0000-7000-8000-00000000000a',
      root: '01940000-0000-7000-8000-00000000000a',
      depth: 1,
      step: 'create',
      iteration: 0,
      asked: { direction, attempt: 1 },
    },
  });

  it('of a version that was retired since is refused, and its fence is not', async () => {
    const { start, definitions, open } = setUp();
    await start();
    definitions.retire('order', 1);
    expect(await start({ child: asked('execute') })).toMatchObject({ type: 'definition-retired' });
    expect(open.count).toBe(1);
    expect(await start({ child: asked('compensate') })).toEqual({ type: 'created', version: 1 });
  });

  it('that is there already is so, though its version was retired since', async () => {
    const { start, definitions, store } = setUp();
    await start({ child: asked('execute'), input: address });
    definitions.retire('order', 1);
    const again = await start({ child: asked('execute'), input: address });
    expect(again).toEqual({ type: 'existing', sagaId: CHILD_ID });
    expect(store.sagas.size).toBe(1);
  });
});
