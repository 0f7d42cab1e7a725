import { OutboxRelay } from './outbox-relay.js';
import { OutboxSweeper } from './outbox-sweeper.js';
import { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import { PipelineBench, ScriptedBus, settle } from '#testing-internal';

export const SECRET = 'secret';

export function setUp() {
  const bench = new PipelineBench();
  const bus = new ScriptedBus();
  return setUpOn({ bench, bus });
}

/** One process on a store and a broker. */
export function setUpOn({
  bench,
  bus,
}: {
  readonly bench: PipelineBench;
  readonly bus: ScriptedBus;
}) {
  const { store, clock } = bench;
  const report = (fault: { during: string; error: unknown }): void => void bench.faults.push(fault);
  const local = { deliver: async () => undefined };
  const tellSent = (sagaId: string, messageId: string) => pipeline.sent(sagaId, messageId);
  const parts = { bus, store, clock, report, local, tellSent };
  const relay = new OutboxRelay({ ...parts, prefix: 'test', secret: SECRET });
  const sweeper = new OutboxSweeper({ bus, store, clock, report, relay });
  const definitions = { load: async () => bench.definition };
  const pipeline: TransitionPipeline = new TransitionPipeline({
    store,
    definitions,
    relay,
    clock,
    report,
    lanes: 1,
  });
  const start = async (): Promise<string> => {
    const result = await pipeline.start(bench.startRequest());
    await settle();
    return result.type === 'created' ? result.state.id : '';
  };
  return { ...bench, ...parts, bench, relay, sweeper, pipeline, start, store, clock };
}

export function commandsOn(bus: ScriptedBus) {
  return bus.published.filter(({ exchange }) => exchange === 'test.commands');
}
