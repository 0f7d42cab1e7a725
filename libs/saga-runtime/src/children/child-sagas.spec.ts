import type { Direction } from '#saga-core';
import { ChildSagas, SagaStarter, type Resolution } from '#saga-runtime';
import { compile, PipelineBench } from '#testing';
import type { ChildCommand } from './local-messages.js';

const CHILD_ID = '01940000-0000-7000-8000-00000000000c';
const parcel = compile({
  name: 'ship-parcel',
  locks: ['depot'],
  steps: [{ name: 'pack', command: 'depot.pack', compensation: 'depot.unpack' }],
});

/** Children of one definition, and a parent that sends these commands about one of them. */
async function setUp() {
  const bench = new PipelineBench();
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
  return { catalog, store, relay, deliver };
}

function command(sagaId: string, direction: Direction): ChildCommand {
  return {
    type: 'command',
    messageId: `${sagaId}/create/0/${direction}/1`,
    definition: { name: 'order', version: 1 },
    ...{ sagaId, step: 'create', iteration: 0, direction, attempt: 1 },
    ...{ participant: 'saga', command: 'saga.ship-parcel', data: {} },
    ...{ firstIssuedAt: 0, dueAt: 0 },
    child: {
      ...{ sagaId: CHILD_ID, definition: 'ship-parcel', version: null, key: null },
      ...{ root: sagaId, depth: 1 },
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
