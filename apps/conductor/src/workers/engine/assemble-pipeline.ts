import type { MessageBus } from '#bus';
import { CARRIED_DEFAULT } from '#contracts';
import { pauses as stored, PostgresPulseStore, PostgresSagaStore } from '#persistence';
import type { SagaStore } from '#ports';
import {
  EnvelopeLimits,
  OutboxRelay,
  OutboxSweeper,
  pauses,
  Pulse,
  SAGA_MEMORY_LIMITS,
  TransitionPipeline,
} from '#runtime';
import { observePublishes } from '../observed-bus.js';
import { observeStore } from '../observed-store.js';
import { tellingOf } from '../telling-observer.js';
import type { Common, EngineHostParts } from './engine-host-parts.js';

/** What the pipeline's messages need of those that are assembled after it. */
export interface Later {
  readonly deliver: ConstructorParameters<typeof OutboxRelay>[0]['local']['deliver'];
  readonly areEnvelopesRead: () => boolean;
  readonly replyTo: () => string;
}

/** The path of every input, from the store to the outbox, and what holds sagas back on it. */
export function assemblePipeline(parts: EngineHostParts, common: Common, later: Later) {
  const { metrics, storePool } = parts;
  const find = (name: string, version: number) => parts.catalog.peek(name, version);
  const automaticStore = new stored.AutomaticPauseStore(storePool);
  const pulseStore = new PostgresPulseStore(storePool, parts.tableLimits.options);
  const pulse = new Pulse({ ...common, store: pulseStore });
  const pauseStore = new stored.PostgresPauseStore(storePool);
  const pauseBook = new pauses.PauseBook({ ...common, pulse, store: pauseStore });
  const automatic = new pauses.AutomaticPauses({
    ...common,
    store: automaticStore,
    book: pauseBook,
    definitions: { find },
    rules: parts.automaticPause ?? null,
  });
  const bus = observePublishes(parts.bus, (sent) => metrics.observePublishes(sent));
  const store = observeStore(
    new PostgresSagaStore(storePool),
    tellingOf(metrics, parts.commits, { peek: find, pauses: () => pauseBook.all, automatic }),
  );
  const shared = { ...common, bus, store, pulse };
  const moving: Moving = assembleMoving(parts, { ...shared, pauseBook }, later);
  const { pipeline } = moving;
  const held = new pauses.HeldRelease({ ...shared, store: pauseStore, pipeline });
  const prober = new pauses.PauseProber({
    ...shared,
    store: automaticStore,
    book: pauseBook,
    pipeline,
  });
  return { shared, pauseBook, automatic, held, prober, ...moving };
}

export interface Moving {
  readonly envelopes: EnvelopeLimits;
  readonly relay: OutboxRelay;
  readonly sweeper: OutboxSweeper;
  readonly pipeline: TransitionPipeline;
}

export type Shared = Common & {
  readonly bus: MessageBus;
  readonly store: SagaStore;
  readonly pulse: Pulse;
};

function assembleMoving(
  parts: EngineHostParts,
  { pauseBook, ...shared }: Shared & { readonly pauseBook: pauses.PauseBook },
  { deliver, areEnvelopesRead, replyTo }: Later,
): Moving {
  const { prefix, replySecret, participants, limits } = parts;
  const { bus } = shared;
  const envelopes = new EnvelopeLimits({
    ...shared,
    directory: participants,
    prefix,
    carriedMax: limits.commandsPerMessage ?? CARRIED_DEFAULT,
    areRepliesRead: areEnvelopesRead,
  });
  const relay: OutboxRelay = new OutboxRelay({
    ...shared,
    bus: envelopes.packing(bus),
    // a cycle: the pipeline's messages leave through the relay, and some of them come back to it
    local: { deliver },
    prefix,
    secret: replySecret,
    tellSent: (sagaId, messageId) => pipeline.sent(sagaId, messageId),
    replyTo,
  });
  const sweeper = new OutboxSweeper({ ...shared, relay });
  const pipeline = new TransitionPipeline({
    ...shared,
    definitions: parts.catalog,
    relay,
    pauses: pauseBook,
    familyLimits: limits.family,
    memoryLimits: {
      ...SAGA_MEMORY_LIMITS,
      sagas: limits.sagasInMemory ?? SAGA_MEMORY_LIMITS.sagas,
    },
  });
  return { envelopes, relay, sweeper, pipeline };
}
