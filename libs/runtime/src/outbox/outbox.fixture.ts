import type { MessageBus } from '#bus';
import type { Clock, ReportFault } from '#resilience';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxSweeper } from './outbox-sweeper.js';
import { Pulse } from '../pulse/pulse.js';
import { TransitionPipeline } from '../pipeline/transition-pipeline.js';
import { PipelineBench, ScriptedBus, settle, type MemorySagaStore } from '#testing-internal';

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
  const sweeper = sweeperWithPulse({ bus, store, clock, report, relay });
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

/** A sweeper that starts and stops with its pulse, as in a process. */
export function sweeperWithPulse(parts: {
  readonly bus: MessageBus;
  readonly store: MemorySagaStore;
  readonly clock: Clock;
  readonly report: ReportFault;
  readonly relay: OutboxRelay;
}) {
  const pulse = new Pulse({ ...parts, store: parts.store.pulse });
  const sweeper = new OutboxSweeper({ ...parts, pulse });
  return {
    start: (): void => {
      sweeper.start();
      pulse.start();
    },
    stop: async (): Promise<void> => {
      await pulse.stop();
      await sweeper.stop();
    },
  };
}

export function commandsOn(bus: ScriptedBus) {
  return bus.published.filter(({ exchange }) => exchange === 'test.commands');
}
