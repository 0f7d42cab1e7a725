import { recoverOpenSagas } from '#saga-runtime';
import { PipelineBench, replyTo } from '#testing';

describe('After a start of the process', () => {
  it('commands in flight go out again when the bus has lost them', async () => {
    const bench = new PipelineBench();
    const [open, ended] = [await bench.start(), await bench.start()];
    await bench.pipeline.reply(replyTo(ended, 'create'));
    await bench.pipeline.reply(replyTo(ended, 'charge'));
    bench.relay.published.length = 0;
    const { store, pipeline } = bench;
    expect(await recoverOpenSagas({ bus: { durable: false }, store, pipeline })).toBe(1);
    expect(bench.relay.published.map(({ messageId }) => messageId)).toEqual([
      `${open}/create/0/execute/1`,
    ]);
  });

  it('nothing goes out again when the bus keeps what it has', async () => {
    const { store, pipeline, ...bench } = new PipelineBench();
    await pipeline.start({ ...new PipelineBench().startRequest() });
    expect(await recoverOpenSagas({ bus: { durable: true }, store, pipeline })).toBe(0);
    expect(bench.relay.published).toHaveLength(1);
  });

  it('takes more sagas than fit one page', async () => {
    const bench = new PipelineBench();
    await Promise.all(Array.from({ length: 450 }, () => bench.start()));
    const { store, pipeline } = bench;
    expect(await recoverOpenSagas({ bus: { durable: false }, store, pipeline })).toBe(450);
  });
});
