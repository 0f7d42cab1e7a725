import type { ConductorLimits } from '../config.js';
import type { Logger } from 'pino';
import type { Pool } from 'pg';
import { conductorNames, conductorTopology, participantTopology, type MessageBus } from '#bus';
import { CARRIED_DEFAULT } from '#contracts';
import { FloodGuard } from '#messaging';
import {
  PostgresPresenceStore,
  PostgresPulseStore,
  PostgresSagaStore,
  type TableLimits,
} from '#persistence';
import {
  BrokerProof,
  ChildSagas,
  DeadMessageKeeper,
  EnvelopeLimits,
  LostMessages,
  MessageIntake,
  OutageWatch,
  OutboxRelay,
  OutboxSweeper,
  Pulse,
  recoverOpenSagas,
  ReplyIntake,
  ReplyQueues,
  SAGA_MEMORY_LIMITS,
  SagaStarter,
  TimerPump,
  Senders,
  TransitionPipeline,
  type OpenSagaLimit,
  type OperateRequest,
  type OperateResult,
  type ParticipantAccount,
  type SignalRequest,
  type SignalResult,
  type StartedSagas,
  type StartOutcome,
  type StartRequest,
} from '#runtime';
import { retryForever, systemClock, type Fault, waitAtMost } from '#resilience';
import {
  StoreUnavailableError,
  type AwaitedEventCatalog,
  type DefinitionCatalog,
  type ParticipantDirectory,
  type SagaStore,
} from '#ports';
import type { Metrics } from '../api/health/metrics.js';
import { observePublishes } from './observed-bus.js';
import { observeStore } from './observed-store.js';
import { Overload, type OverloadFinding } from './overload.js';
import type { AtRestWaiter } from './at-rest-waiter.js';
import { TablePurge } from './table-purge.js';

export interface EngineHostParts {
  readonly storePool: Pool;
  readonly bus: MessageBus;
  readonly logger: Logger;
  /** The first part of the names of exchanges and queues. */
  readonly prefix: string;
  /** Key that signs correlation ids. */
  readonly replySecret: string;
  readonly metrics: Metrics;
  readonly catalog: DefinitionCatalog & AwaitedEventCatalog;
  readonly participants: ParticipantDirectory;
  readonly started: StartedSagas;
  readonly atRestWaiter: AtRestWaiter;
  readonly limits: ConductorLimits;
  readonly openSagas: OpenSagaLimit;
  readonly tableLimits: TableLimits;
  /** Accounts of participants whose broker account has another name. */
  readonly participantAccounts: readonly ParticipantAccount[];
}

/** A broker that takes longer than this to answer is awaited in the background. */
const OPEN_WAIT_MS = 5_000;
/** Posting a definition waits no longer than this for the broker. */
const DECLARE_WAIT_MS = 2_000;
/** The broker has answered, and trying again changes nothing. */
const REFUSALS: ReadonlySet<unknown> = new Set(['TOPOLOGY_MISMATCH', 'ACCESS_REFUSED']);
const CANCEL_WAIT_MS = 3_000;
const PIPELINE_GRACE_MS = 10_000;
const FLUSH_WAIT_MS = 5_000;
const LEAVE_WAIT_MS = 1_000;

/** Assembles everything that moves sagas in this process, and starts and stops it in order. */
export class EngineHost {
  private readonly store: SagaStore;
  private readonly pipeline: TransitionPipeline;
  private readonly relay: OutboxRelay;
  private readonly sweeper: OutboxSweeper;
  private readonly pulse: Pulse;
  private readonly replies: ReplyIntake;
  private readonly intake: MessageIntake;
  private readonly starter: SagaStarter;
  private readonly timers: TimerPump;
  private readonly watch: OutageWatch;
  private readonly replyQueues: ReplyQueues;
  private readonly lostMessages: LostMessages;
  private readonly purge: TablePurge;
  private readonly log: FloodGuard;
  private readonly overload: Overload;
  private readonly senders: Senders;
  private subscribed = false;
  /** The broker has not answered since the start. Starts are safe all the same. */
  isWaitingForBroker = false;
  private isClosing = false;

  constructor(private readonly parts: EngineHostParts) {
    this.log = new FloodGuard(parts.logger);
    const { metrics, catalog, participants, started, atRestWaiter, prefix, replySecret } = parts;
    const { repliesQueue } = conductorNames(prefix);
    const bus = observePublishes(parts.bus, (sent) => metrics.observePublishes(sent));
    this.store = observeStore(new PostgresSagaStore(parts.storePool), metrics);
    const common = { clock: systemClock, report: (fault: Fault) => this.report(fault) };
    const pulseStore = new PostgresPulseStore(parts.storePool, parts.tableLimits.options);
    this.pulse = new Pulse({ ...common, store: pulseStore });
    const shared = { ...common, bus, store: this.store, pulse: this.pulse };
    // a cycle: the pipeline's messages leave through the relay, and some of them come back to it
    const local: ConstructorParameters<typeof OutboxRelay>[0]['local'] = {
      deliver: (message) => children.deliver(message),
    };
    const envelopes = new EnvelopeLimits({
      ...shared,
      directory: participants,
      prefix,
      carriedMax: parts.limits.commandsPerMessage ?? CARRIED_DEFAULT,
      areRepliesRead: () => this.watch.areEnvelopesRead,
    });
    this.relay = new OutboxRelay({
      ...shared,
      bus: envelopes.packing(bus),
      local,
      prefix,
      secret: replySecret,
      tellSent: (sagaId, messageId) => this.pipeline.sent(sagaId, messageId),
      replyTo: () => this.replyQueues.home,
    });
    this.sweeper = new OutboxSweeper({ ...shared, relay: this.relay });
    this.pipeline = new TransitionPipeline({
      ...shared,
      definitions: catalog,
      relay: this.relay,
      familyLimits: parts.limits.family,
      memoryLimits: {
        ...SAGA_MEMORY_LIMITS,
        sagas: parts.limits.sagasInMemory ?? SAGA_MEMORY_LIMITS.sagas,
      },
    });
    const { pipeline } = this;
    this.overload = new Overload(pipeline);
    this.starter = new SagaStarter({ catalog, pipeline, started, openSagas: parts.openSagas });
    const { starter } = this;
    const children = new ChildSagas({ pipeline, starter });
    const deadMessages = new DeadMessageKeeper(shared);
    const accounts = parts.participantAccounts;
    const senders = new Senders({ ...shared, directory: participants, prefix, accounts });
    this.senders = senders;
    this.replies = new ReplyIntake({
      ...shared,
      pipeline,
      deadMessages,
      senders,
      queue: repliesQueue,
      secrets: replySecret,
    });
    this.intake = new MessageIntake({
      ...shared,
      pipeline,
      deadMessages,
      starter,
      catalog,
      participants,
      senders,
      envelopes,
      prefix,
    });
    this.replyQueues = new ReplyQueues({
      ...shared,
      prefix,
      reader: this.replies,
      onLost: (queue) => this.lostMessages.note([queue]),
    });
    const others = () => this.replyQueues.names;
    const broker = new BrokerProof({ ...shared, queue: repliesQueue, others });
    const presence = new PostgresPresenceStore(parts.storePool);
    this.lostMessages = new LostMessages({
      ...shared,
      pipeline,
      prefix,
      onResent: (sagas) => {
        if (sagas > 0) parts.logger.warn({ sagas }, 'what the broker lost was sent again');
      },
    });
    this.watch = new OutageWatch({ ...shared, presence, broker, replyQueues: this.replyQueues });
    this.timers = new TimerPump({ ...shared, pipeline, replies: this.replies, broker });
    this.purge = new TablePurge({
      pulse: this.pulse,
      limits: parts.tableLimits,
      log: this.log,
      report: shared.report,
      onPurged: (deadMessages) => metrics.observePurged(deadMessages),
    });
    for (const by of [atRestWaiter, parts.openSagas])
      pipeline.onAtRest((state) => by.notify(state));
    metrics.watchQueue(() => this.queued());
    metrics.watchReplyQueues(this.replyQueues);
  }

  /** Resolves after the commit. @throws see SagaStarter.start */
  start(request: StartRequest): Promise<StartOutcome> {
    return this.starter.start(request);
  }

  /** Takes these events from now on. Never rejects, see MessageIntake.listenTo. */
  listenTo(events: readonly string[]): Promise<void> {
    return this.intake.listenTo(events);
  }

  /**
   * Declares participants' queues, for services whose accounts may declare nothing. Never rejects:
   * a queue that cannot be declared now is logged, or declared with the first command. Returns
   * what the broker said against whose queue, as far as it has answered by then.
   */
  async declareQueuesOf(participants: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const refused = new Map<string, string>();
    await waitAtMost(this.declareQueues(participants, refused), DECLARE_WAIT_MS);
    return refused;
  }

  /** Resolves after the commit. @throws see TransitionPipeline.signal */
  signal(request: SignalRequest): Promise<SignalResult> {
    return this.pipeline.signal(request);
  }

  /** Resolves after the commit. @throws see TransitionPipeline.operate */
  operate(request: OperateRequest): Promise<OperateResult> {
    return this.pipeline.operate(request);
  }

  /** The name of this process among the replicas, anew with each start. */
  get replicaId(): string {
    return this.watch.id;
  }

  /** How many inputs wait for a batch. */
  queued(): number {
    return this.pipeline.queuedCount;
  }

  /** Set when inputs have arrived faster than they are processed for several seconds; null: no. */
  get overloadFinding(): OverloadFinding | null {
    return this.overload.finding();
  }

  /**
   * Whether the saga store accepted its latest work, or has reported that it is available again.
   */
  get isStoreAvailable(): boolean {
    return this.pipeline.isStoreAvailable;
  }

  /** Why events that start sagas may not arrive; null: they arrive once they are published. */
  get whyDeaf(): string | null {
    return this.intake.whyDeaf;
  }

  /** Whether replies are consumed. After a reconnect the bus resumes its consumers by itself. */
  get isSubscribed(): boolean {
    return this.subscribed;
  }

  /**
   * Resolves when replies are consumed, or after a while if the broker is away, which is then
   * awaited in the background. Starts are safe meanwhile: their commands wait in the outbox.
   * @throws TopologyMismatchError
   */
  async open(): Promise<void> {
    const opening = this.turnOn();
    opening.catch((error: unknown) => {
      this.isWaitingForBroker = false;
      if (!this.isClosing) this.parts.logger.error({ err: error }, 'cannot work with the broker');
    });
    await waitAtMost(opening, OPEN_WAIT_MS);
    this.isWaitingForBroker = !this.subscribed && this.parts.bus.status() === 'disconnected';
  }

  /** Finishes the work in hand. Another process, or a later start, does the rest. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.lostMessages.close();
    this.replyQueues.close();
    await this.timers.stop();
    await this.senders.stop();
    await waitAtMost(Promise.all([this.replies.stop(), this.intake.stop()]), CANCEL_WAIT_MS);
    await this.pipeline.close(PIPELINE_GRACE_MS);
    await Promise.all([this.pulse.stop(), this.sweeper.stop(), this.purge.stop()]);
    await waitAtMost(this.relay.drain(), FLUSH_WAIT_MS);
    await waitAtMost(this.watch.leave(), LEAVE_WAIT_MS);
  }

  private async turnOn(): Promise<void> {
    const { bus, prefix } = this.parts;
    // without a broker it splits outbox batches: starts are taken, and their messages gather
    this.sweeper.start();
    this.pulse.start();
    await bus.open(conductorTopology(prefix));
    this.isWaitingForBroker = false;
    // the database may be away by now: that is no reason to stop starting up
    await this.insist('take open sagas up again', () => this.recover());
    await this.insist('know the accounts of participants', () => this.senders.start());
    await this.insist('take replies', () => this.replies.start());
    if (this.isClosing) return;
    // a reply that waits on any queue comes before a timer
    await this.watch.start();
    if (this.isClosing) return;
    this.lostMessages.start();
    this.timers.start();
    this.purge.start();
    await this.insist('take messages', () => this.intake.start());
    this.subscribed = !this.isClosing;
    await this.insist('declare queues', async () => {
      await this.declareQueues(await this.parts.participants.named());
    });
  }

  /** Declares one queue after the other: when one fails, the next may still succeed. */
  private async declareQueues(
    participants: readonly string[],
    refused = new Map<string, string>(),
  ): Promise<void> {
    const { bus, prefix } = this.parts;
    for (const participant of participants) {
      const during = `declare the queue of ${participant}`;
      const declared = bus.declare(participantTopology(prefix, participant));
      await declared.catch((error: unknown) => {
        this.report({ during, error });
        const { code, message } = error as { readonly code?: unknown; readonly message: string };
        if (REFUSALS.has(code)) refused.set(participant, message);
      });
    }
  }

  private async recover(): Promise<void> {
    const { store, pipeline } = this;
    const { bus, logger } = this.parts;
    const report = (fault: Fault) => this.report(fault);
    const recovered = await recoverOpenSagas({ bus, store, pipeline, report });
    if (recovered > 0) logger.info({ sagas: recovered }, 'open sagas go on');
  }

  private insist(during: string, action: () => Promise<void>): Promise<void> {
    const report = (fault: Fault) => this.report(fault);
    const isClosed = () => this.isClosing;
    return retryForever(action, { during, clock: systemClock, report, isClosed });
  }

  private report({ during, error, sagaId }: Fault): void {
    if (error instanceof StoreUnavailableError) {
      // logged every second while the database is away: a stack trace would add nothing
      this.log.warn({ during, sagaId, reason: error.message }, 'the database is away');
    } else {
      this.log.warn({ err: error, during, sagaId }, `cannot ${withoutIds(during)}`);
    }
  }
}

/** Removes ids, so that the same kind of trouble has the same text; `during` has the rest. */
function withoutIds(during: string): string {
  return during.replace(/\S*\d\S*/g, '…');
}
