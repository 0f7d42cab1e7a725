import { SagaStarter } from './saga-starter.js';
import { PipelineBench } from '#testing-internal';

const ORIGIN = '01940000-0000-7000-8000-00000000000a';

/** Starts by the ends of one family's sagas, of which there may be two. */
async function setUp() {
  const familyLimits = { sagasMax: 2, charsMax: 1_000_000 };
  const { pipeline, store, definition } = new PipelineBench({ familyLimits });
  const catalog = {
    resolve: async () => ({ type: 'found', version: 1 }) as const,
    load: async () => definition,
    triggeredBy: async () => [],
    triggerEvents: async () => [],
  };
  const known = new Map<string, string>();
  const findByIdempotencyKey = async (key: string) => {
    const sagaId = known.get(key);
    return sagaId === undefined ? null : { sagaId, fingerprint: null };
  };
  const starter = new SagaStarter({ catalog, pipeline, started: { findByIdempotencyKey } });
  const start = async (idempotencyKey: string, origin = ORIGIN) => {
    const request = { definition: 'order', version: null, key: null, input: {} };
    const outcome = await starter.start({ ...request, idempotencyKey, origin, fingerprint: null });
    if (outcome.type === 'created') known.set(idempotencyKey, outcome.state.id);
    return outcome;
  };
  return { start, store };
}

describe('What the ends of a family’s sagas start', () => {
  it('is counted for that family, and refused beyond its budget', async () => {
    const { start, store } = await setUp();
    expect((await start('a')).type).toBe('created');
    expect((await start('b')).type).toBe('created');
    expect(await start('c')).toMatchObject({ type: 'over-limit', code: 'BUDGET_EXCEEDED' });
    expect(store.sagas.size).toBe(2);
  });

  it('may be started by many of them, and is counted once', async () => {
    const { start } = await setUp();
    for (let times = 0; times < 5; times++) await start('a');
    expect((await start('b')).type).toBe('created');
  });

  it('is what it was when its event comes again after the budget is used up', async () => {
    const { start } = await setUp();
    for (const key of ['a', 'b', 'c']) await start(key);
    expect((await start('a')).type).toBe('existing');
  });

  it('keeps a share of the family’s characters, and knows its origin', async () => {
    const { start, store } = await setUp();
    await start('a');
    const [id = ''] = store.sagas.keys();
    expect(store.stateOf(id)?.origin).toEqual({ root: ORIGIN, keepsMax: 1_000_000 });
  });
});
