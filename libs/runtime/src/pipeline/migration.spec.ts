import { compile } from '#testing-sagas';
import { PipelineBench, replyTo } from '#testing-internal';

const steps = [
  { name: 'create', command: 'order.create', compensation: 'order.cancel' },
  { name: 'pack', command: 'shipping.pack', compensation: 'shipping.unpack' },
];
const next = compile({ name: 'order', steps }, 2);

function migration(sagaId: string, target = next) {
  return {
    sagaId,
    target,
    actor: 'operator',
    reason: 'pack before charging',
    action: { name: 'migrate', toVersion: target.version } as const,
    idempotencyKey: null,
    fingerprint: 'f',
  };
}

describe('A migration on its way through the pipeline', () => {
  it('is what the inputs of the same batch after it are decided by', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const migrated = bench.pipeline.operate(migration(sagaId));
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    expect(await migrated).toMatchObject({ type: 'done', version: 2 });
    expect(await replied).toBe('applied');
    expect(bench.store.transactions).toHaveLength(2);
    expect(bench.relay.published.map(({ command: sent }) => sent)).toEqual([
      'order.create',
      'shipping.pack',
    ]);
    expect(bench.store.stateOf(sagaId)?.definition).toEqual({ name: 'order', version: 2 });
    await bench.pipeline.close();
  });

  it('is in the audit log without the definition, which has a place of its own', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    await bench.pipeline.operate(migration(sagaId));
    expect(bench.store.audit).toMatchObject([
      { action: 'migrate', actor: 'operator', reason: 'pack before charging', versionAfter: 2 },
    ]);
    expect(bench.store.audit[0]?.request).toEqual({ name: 'migrate', toVersion: 2 });
    await bench.pipeline.close();
  });

  it('that does not fit is told, and leaves nothing', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    const other = compile({ name: 'order', steps: steps.slice(1) }, 3);
    expect(await bench.pipeline.operate(migration(sagaId, other))).toMatchObject({
      type: 'rejected',
      code: 'DEFINITION_DOES_NOT_FIT',
      version: 1,
    });
    expect(bench.store.stateOf(sagaId)?.version).toBe(1);
    expect(bench.store.audit).toEqual([]);
    await bench.pipeline.close();
  });
});
