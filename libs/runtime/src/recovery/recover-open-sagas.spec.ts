import { recoverOpenSagas } from './recover-open-sagas.js';
import { type Fault } from '#resilience';
import { PipelineBench, replyTo, settle } from '#testing-internal';

const faults: Fault[] = [];
const report = (fault: Fault): void => void faults.push(fault);

describe('After a start of the process', () => {
  it('commands in flight go out again when the bus has lost them', async () => {
    const bench = new PipelineBench();
    const [open, ended] = [await bench.start(), await bench.start()];
    await bench.pipeline.reply(replyTo(ended, 'create'));
    await bench.pipeline.reply(replyTo(ended, 'charge'));
    bench.relay.messages.length = 0;
    const { store, pipeline } = bench;
    expect(await recoverOpenSagas({ bus: { durable: false }, store, pipeline, report })).toBe(1);
    expect(bench.relay.published.map(({ messageId }) => messageId)).toEqual([
      `${open}/create/0/execute/1`,
    ]);
  });

  it('nothing goes out again when the bus keeps what it has', async () => {
    const { store, pipeline, ...bench } = new PipelineBench();
    await pipeline.start({ ...new PipelineBench().startRequest() });
    expect(await recoverOpenSagas({ bus: { durable: true }, store, pipeline, report })).toBe(0);
    expect(bench.relay.published).toHaveLength(1);
  });

  it('takes more sagas than fit one page', async () => {
    const bench = new PipelineBench();
    await Promise.all(Array.from({ length: 450 }, () => bench.start()));
    const { store, pipeline } = bench;
    expect(await recoverOpenSagas({ bus: { durable: false }, store, pipeline, report })).toBe(450);
  });

  it('one saga that cannot be helped does not keep the others from going on', async () => {
    const bench = new PipelineBench();
    const [poison, other] = [await bench.start(), await bench.start()];
    bench.store.faults.judgeBy((_work, { updates }) =>
      updates.some(({ state }) => state.id === poison) ? new RangeError('too much') : null,
    );
    bench.relay.messages.length = 0;
    const { store, pipeline } = bench;
    await recoverOpenSagas({ bus: { durable: false }, store, pipeline, report });
    expect(bench.relay.published.map(({ sagaId }) => sagaId)).toEqual([other]);
    expect(faults).toContainEqual(expect.objectContaining({ sagaId: poison }));
  });

  it('the first of a definition goes out again when that has been read', async () => {
    const bench = new PipelineBench();
    const open = await bench.start();
    const { store, clock } = bench;
    const restarted = new PipelineBench({ store, clock });
    restarted.hasDefinition = false;
    const { pipeline } = restarted;
    const recovered = recoverOpenSagas({ bus: { durable: false }, store, pipeline, report });
    await settle();
    restarted.hasDefinition = true;
    await clock.advance(1000);
    expect(await recovered).toBe(1);
    expect(restarted.relay.published.map(({ messageId }) => messageId)).toEqual([
      `${open}/create/0/execute/1`,
    ]);
  });

  it('one whose definition is never there is told of, and not waited for long', async () => {
    const bench = new PipelineBench();
    const open = await bench.start();
    const { store, clock } = bench;
    const restarted = new PipelineBench({ store, clock });
    restarted.hasDefinition = false;
    const { pipeline } = restarted;
    const recovered = recoverOpenSagas({ bus: { durable: false }, store, pipeline, report });
    await clock.advance(10_000);
    expect(await recovered).toBe(1);
    expect(faults).toContainEqual(expect.objectContaining({ sagaId: open }));
  });
});
