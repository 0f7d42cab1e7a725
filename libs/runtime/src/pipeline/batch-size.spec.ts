import { StoreUnavailableError } from '#ports';
import { PipelineBench, replyTo } from '#testing-internal';

describe('A batch that the store cannot take for its size', () => {
  /** Takes `most` updates at a time. */
  function limited(bench: PipelineBench, most: number): void {
    bench.store.faults.judgeBy((_work, { updates }) =>
      updates.length > most
        ? new StoreUnavailableError('canceling statement', { maybeTooLarge: true })
        : null,
    );
  }

  it('goes through in halves', async () => {
    const bench = new PipelineBench();
    const ids = await Promise.all(Array.from({ length: 8 }, () => bench.start()));
    limited(bench, 3);
    const replied = Promise.all(ids.map((id) => bench.pipeline.reply(replyTo(id, 'create'))));
    for (let round = 0; round < 20; round++) await bench.clock.advance(5000);
    expect(await replied).toEqual(ids.map(() => 'applied'));
    expect(bench.store.deadMessages.size).toBe(0);
  });

  it('is not given up when it is one input: the store may be what is wrong', async () => {
    const bench = new PipelineBench();
    const sagaId = await bench.start();
    limited(bench, 0);
    const replied = bench.pipeline.reply(replyTo(sagaId, 'create'));
    for (let round = 0; round < 5; round++) await bench.clock.advance(5000);
    limited(bench, 1);
    await bench.clock.advance(5000);
    expect(await replied).toBe('applied');
    expect(bench.store.deadMessages.size).toBe(0);
  });
});
