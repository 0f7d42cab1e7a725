import { FAMILY_LIMITS, type Direction } from '#engine';
import { ChildSagas } from './child-sagas.js';
import { SagaStarter } from '../starting/saga-starter.js';
import { type Resolution } from '#ports';
import { compile } from '#testing-sagas';
import { PipelineBench } from '#testing-internal';
import type { ChildCommand } from './local-messages.js';

const CHILD_ID = '01940000-0000-7000-8000-00000000000c';
const parcel = compile({
  name: 'ship-parcel',
  locks: ['depot'],
  steps: [{ name: 'pack', command: 'depot.pack', compensation: 'depot.unpack' }],
});

/** Children of one definition, and a parent that sends these commands about one of them. */
async function setUp(familyLimits = FAMILY_LIMITS) {
  const bench = new PipelineBench({ familyLimits });
  const parentId = await bench.start();
  const catalog = {
    resolution: { type: 'found', version: 1 } as Resolution,
    resolve: async () => catalog.resolution,
    load: async () => parcel,
    triggeredBy: async () => [],
    triggerEvents: async () => [],
  };
  const { pipeline, store, relay } = bench;
  const started = { findByIdempotencyKey: async () => null };
  const starter = new SagaStarter({ catalog, pipeline, started });
  const children = new ChildSagas({ pipeline, starter });
  const deliver = (direction: Direction) => children.deliver(command(parentId, direction));
  const parent = () => store.stateOf(parentId);
  return { catalog, store, relay, deliver, parent };
}

function command(sagaId: string, direction: Direction): ChildCommand {
  return {
    type: 'command',
    messageId: `${sagaId}/create/0/${direction}/1`,
    definition: { name: 'order', version: 1 },
    sagaId,
    step: 'create',
    iteration: 0,
    direction,
    attempt: 1,
    participant: 'saga',
    command: 'saga.ship-parcel',
    data: {},
    firstIssuedAt: 0,
    dueAt: 0,
    child: {
      sagaId: CHILD_ID,
      definition: 'ship-parcel',
      version: null,
      key: null,
      root: sagaId,
      depth: 1,
    },
  };
}

describe('A child saga whose definition takes no new sagas', () => {
  it.each<Direction>(['compensate', 'inquire'])(
    'is fenced all the same by a parent that goes back (%s): a late start finds it ended',
    async (direction) => {
      const { catalog, store, relay, deliver } = await setUp();
      catalog.resolution = { type: 'retired', version: 1 };
      await deliver(direction);
      expect(store.stateOf(CHILD_ID)).toMatchObject({ status: 'compensated' });
      // a newer version is posted, and the outbox still has the start
      catalog.resolution = { type: 'found', version: 2 };
      await deliver('execute');
      expect(store.stateOf(CHILD_ID)).toMatchObject({ status: 'compensated', version: 1 });
      expect(relay.published.filter(({ sagaId }) => sagaId === CHILD_ID)).toEqual([]);
    },
  );

  it('is not started', async () => {
    const { catalog, store, deliver } = await setUp();
    catalog.resolution = { type: 'retired', version: 1 };
    await deliver('execute');
    expect(store.stateOf(CHILD_ID)).toBeNull();
  });
});

describe('A child saga that its family has no budget for', () => {
  const NONE = { ...FAMILY_LIMITS, sagasMax: 0 };

  it('is refused, and the parent goes back as from any refusal', async () => {
    const { store, deliver, parent } = await setUp(NONE);
    await deliver('execute');
    expect(store.stateOf(CHILD_ID)).toBeNull();
    expect(parent()).toMatchObject({
      status: 'compensating',
      error: { code: 'BUDGET_EXCEEDED' },
      steps: { create: { status: 'compensating' } },
    });
  });

  it('is fenced all the same: going back needs no budget', async () => {
    const { store, deliver } = await setUp(NONE);
    await deliver('compensate');
    expect(store.stateOf(CHILD_ID)).toMatchObject({ status: 'compensated' });
    expect(store.families.size).toBe(0);
  });

  it('is not refused when it is there already, however often it is asked for', async () => {
    const { store, deliver, parent } = await setUp({ ...FAMILY_LIMITS, sagasMax: 1 });
    await Promise.all([deliver('execute'), deliver('execute'), deliver('execute')]);
    await deliver('execute');
    expect(store.stateOf(CHILD_ID)).toMatchObject({ status: 'running' });
    expect(parent()).toMatchObject({ status: 'running', error: null });
  });

  it('is counted with the state that it starts with, and told what it may keep', async () => {
    const { store, deliver } = await setUp({ sagasMax: 5, charsMax: 10_000 });
    await deliver('execute');
    const state = store.stateOf(CHILD_ID);
    const chars = JSON.stringify(state).length;
    expect([...store.families.values()]).toEqual([{ sagas: 1, chars }]);
    expect(state?.parent?.keepsMax).toBe(10_000);
  });
});
