import { PipelineBench, replyTo, settle } from '#testing-internal';
import { TransitionPipeline } from '../pipeline/transition-pipeline.js';

const HOUR_MS = 3_600_000;

/** Its database's clock can be set. */
class BenchWithClock extends PipelineBench {
  aheadMs = 0;

  override get at(): number {
    return super.at + this.aheadMs;
  }
}

describe('A database whose clock is set back by an hour', () => {
  it('has no remembered saga take those of its batch to an hour from now', async () => {
    const bench = new BenchWithClock();
    bench.aheadMs = HOUR_MS;
    await bench.start();
    const remembered = await bench.start();
    bench.aheadMs = 0;
    await bench.start();

    const [begun] = await Promise.all([
      bench.start(),
      bench.pipeline.reply(replyTo(remembered, 'create')),
    ]);

    expect(bench.wakeAtOf(begun)).toBe(bench.at + 10_000);
  });
});

describe('A database that comes back without its last moments', () => {
  it.each([
    ['did not answer this process', askWhileAway],
    ['was not asked anything meanwhile', loseConnection],
  ])('is not written from memory when it %s: versions may be used twice', async (_, fail) => {
    const bench = new PipelineBench();
    const { store, clock, relay, definition } = bench;
    const other = new TransitionPipeline({
      store,
      clock,
      relay,
      definitions: { load: async () => definition },
      report: (fault) => bench.faults.push(fault),
    });
    const sagaId = await bench.start();
    const kept = { ...store.sagas.get(sagaId) } as never;
    await bench.pipeline.reply(replyTo(sagaId, 'create'));

    await fail({ store, clock, start: () => bench.start() }, () => store.sagas.set(sagaId, kept));
    const error = { code: 'NO', message: 'no' };
    await other.reply(replyTo(sagaId, 'create', { outcome: { type: 'refused', error } }));

    expect(await bench.pipeline.reply(replyTo(sagaId, 'charge'))).toBe('ignored');
    expect(store.stateOf(sagaId)).toMatchObject({ version: 2, error: { code: 'NO' } });
  });
});

interface Bench extends Pick<PipelineBench, 'store' | 'clock'> {
  readonly start: () => Promise<string>;
}

async function askWhileAway({ store, clock, start }: Bench, goBack: () => void): Promise<void> {
  store.faults.goAway();
  const failing = start();
  await settle();
  goBack();
  store.faults.comeBack();
  await clock.advance(1000);
  await failing;
}

async function loseConnection({ store }: Bench, goBack: () => void): Promise<void> {
  goBack();
  store.faults.beginEra();
}
