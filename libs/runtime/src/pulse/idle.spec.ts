import type { AwaitedEventCatalog, DefinitionCatalog, ParticipantDirectory } from '#ports';
import { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { MessageIntake } from '../intake/message-intake.js';
import { BrokerProof } from '../outages/broker-proof.js';
import { OutageWatch } from '../outages/outage-watch.js';
import { setUpOn } from '../outbox/outbox.fixture.js';
import { OutboxSweeper } from '../outbox/outbox-sweeper.js';
import { ReplyQueues } from '../reply-queues/reply-queues.js';
import { Senders } from '../senders/senders.js';
import { SagaStarter } from '../starting/saga-starter.js';
import { TimerPump } from '../timers/timer-pump.js';
import { PipelineBench, ScriptedBus } from '#testing-internal';
import { Pulse } from './pulse.js';

const WAITING = {
  name: 'waiting',
  steps: [
    { name: 'hold', wait: { signal: 'go', timeout: '30d', onTimeout: 'fail' } },
    { name: 'create', command: 'order.create', compensation: 'order.cancel' },
  ],
};
const SAGAS = 100;
const MINUTE_MS = 60_000;

/** Counts calls of methods, by name. */
class Calls {
  private counts = new Map<string, number>();

  of<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get: (on, name) => {
        const value: unknown = Reflect.get(on, name);
        if (typeof value !== 'function') return value;
        return (...values: unknown[]): unknown => {
          this.counts.set(String(name), (this.counts.get(String(name)) ?? 0) + 1);
          return (value as (...values: unknown[]) => unknown).apply(on, values);
        };
      },
    });
  }

  /** Those since the last call. */
  take(): Readonly<Record<string, number>> {
    const taken = Object.fromEntries(this.counts);
    this.counts = new Map();
    return taken;
  }
}

/** All that asks a database by itself in a conductor, with sagas that wait. */
async function setUp() {
  const bench = new PipelineBench({ document: WAITING });
  const calls = new Calls();
  const bus = new ScriptedBus();
  const { clock, report, pipeline, relay, start, store: memory } = setUpOn({ bench, bus });
  const store = calls.of(memory);
  const shared = { bus, store, clock, report, prefix: 'test' };
  const pulse = new Pulse({ ...shared, store: calls.of(memory.pulse) });
  const catalog = calls.of({
    triggerEvents: async () => ['order.placed'],
    awaitedEvents: async () => [],
  }) as unknown as DefinitionCatalog & AwaitedEventCatalog;
  const participants = calls.of({
    accounts: async () => new Map(),
  }) as unknown as ParticipantDirectory;
  const senders = new Senders({ ...shared, pulse, directory: participants });
  const started = { findByIdempotencyKey: async () => null };
  const intake = new MessageIntake({
    ...{ ...shared, pulse, pipeline, catalog, participants, senders },
    deadMessages: new DeadMessageKeeper(shared),
    starter: new SagaStarter({ catalog, pipeline, started }),
    envelopes: { noteDescription: () => undefined },
  });
  const broker = new BrokerProof({ bus, clock, queue: 'replies' });
  const reader = { read: async () => undefined, leave: async () => undefined };
  const replyQueues = new ReplyQueues({ ...shared, reader, onLost: () => undefined });
  const presence = calls.of(memory.presence);
  const watch = new OutageWatch({ ...shared, presence, broker, replyQueues });
  const replies = { processedCount: 0, inHandCount: 0 };
  const timers = new TimerPump({ ...shared, pulse, pipeline, replies, broker });
  const sweeper = new OutboxSweeper({ ...shared, relay, pulse });
  for (let count = 0; count < SAGAS; count++) await start();
  await senders.start();
  await intake.start();
  for (const part of [watch, timers, sweeper, pulse]) void part.start();
  await clock.advance(900);
  calls.take();
  return { bus, clock, calls, memory, start };
}

describe('A conductor with sagas that wait for something far away', () => {
  it('asks the database once a second what there is to do, and says that it is there', async () => {
    // given
    const { clock, calls } = await setUp();
    // when
    await clock.advance(MINUTE_MS);
    // then
    expect(calls.take()).toEqual({ readPulse: 60, touch: 60 });
  });

  it('reads all events again once in five minutes, and the accounts too', async () => {
    // given
    const { clock, calls } = await setUp();
    // when
    await clock.advance(10 * MINUTE_MS);
    // then
    expect(calls.take()).toEqual({
      ...{ readPulse: 600, touch: 600 },
      ...{ triggerEvents: 2, awaitedEvents: 2, accounts: 2 },
    });
  });

  it('claims nothing for a command that is to be tried again later', async () => {
    // given
    const { clock, calls, memory } = await setUp();
    memory.outbox.splitAll();
    const failures = [{ messageId: 'm', reason: 'UNROUTABLE', retryInMs: 90_000 }];
    memory.outbox.put({ messageId: 'm', sagaId: 's', type: 'command' } as never, 0);
    memory.outbox.putOff(failures, Date.UTC(2030, 0, 1) + clock.now());
    // when
    await clock.advance(MINUTE_MS);
    // then
    expect(calls.take()).toEqual({ readPulse: 60, touch: 60 });
  });

  it('claims nothing from a full outbox while the broker is away', async () => {
    // given
    const { bus, clock, calls, memory } = await setUp();
    bus.become('disconnected');
    memory.outbox.put({ messageId: 'm', sagaId: 's', type: 'command' } as never, 0);
    // when
    await clock.advance(MINUTE_MS);
    // then
    expect(calls.take()).toEqual({ readPulse: 60, touch: 60 });
  });
});
