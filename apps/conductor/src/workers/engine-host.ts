import type { Logger } from 'pino';
import type { Pool } from 'pg';
import { conductorNames, conductorTopology, participantTopology, type MessageBus } from '#bus';
import type { FamilyLimits } from '#engine';
import { FloodGuard } from '#messaging';
import { PostgresPresenceStore, PostgresSagaStore, type TableLimits } from '#persistence';
import {
  BrokerProof,
  ChildSagas,
  DeadMessageKeeper,
  LostMessages,
  MessageIntake,
  OutageWatch,
  OutboxRelay,
  OutboxSweeper,
  recoverOpenSagas,
  ReplyIntake,
  SagaStarter,
  TimerPump,
  Senders,
  TransitionPipeline,
  type LocalDelivery,
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
  type DefinitionCatalog,
  type ParticipantDirectory,
  type SagaStore,
} from '#ports';
import type { Metrics } from '../api/health/metrics.js';
import { observePublishes } from './observed-bus.js';
import { observeStore } from './observed-store.js';
import { Overload, type OverloadFinding } from './overload.js';
import type { SettledWaiter } from './settled-waiter.js';
import { TablePurge } from './table-purge.js';

export interface EngineHostParts {
  readonly storePool: Pool;
  readonly bus: MessageBus;
  readonly logger: Logger;
  /** Begins the names of exchanges and queues. */
  readonly prefix: string;
  /** Signs correlation ids. */
  readonly replySecret: string;
  readonly metrics: Metrics;
  readonly catalog: DefinitionCatalog;
  readonly participants: ParticipantDirectory;
  readonly started: StartedSagas;
  readonly settledWaiter: SettledWaiter;
  readonly limits: { readonly family: FamilyLimits };
  readonly openSagas: OpenSagaLimit;
  readonly tableLimits: TableLimits;
  /** Broker accounts that are called otherwise than their participants. */
  readonly participantAccounts: readonly ParticipantAccount[];
}

/** A broker that does not answer for this long is waited for in the background. */
const OPEN_WAIT_MS = 5_000;
/** A post of a definition does not wait longer for the broker. */
const DECLARE_WAIT_MS = 2_000;
const CANCEL_WAIT_MS = 3_000;
const PIPELINE_GRACE_MS = 10_000;
const FLUSH_WAIT_MS = 5_000;
const LEAVE_WAIT_MS = 1_000;

/** Everything that moves sagas in this process, put together and turned on and off in order. */
export class EngineHost {
  private readonly store: SagaStore;
  private readonly pipeline: TransitionPipeline;
  private readonly relay: OutboxRelay;
  private readonly sweeper: OutboxSweeper;
  private readonly replies: ReplyIntake;
  private readonly intake: MessageIntake;
  private readonly starter: SagaStarter;
  private readonly timers: TimerPump;
  private readonly watch: OutageWatch;
  private readonly lostMessages: LostMessages;
  private readonly purge: TablePurge;
  private readonly log: FloodGuard;
  private readonly overload: Overload;
  private readonly senders: Senders;
  private subscribed = false;
  /** The broker has not been there since the start. Starts are safe all the same. */
  isWaitingForBroker = false;
  private isClosing = false;

  constructor(private readonly parts: EngineHostParts) {
    this.log = new FloodGuard(parts.logger);
    const { metrics, catalog, participants, started, settledWaiter, prefix, replySecret } = parts;
    const { repliesQueue } = conductorNames(prefix);
    const bus = observePublishes(parts.bus, (outcomes) => metrics.observePublishes(outcomes));
    this.store = observeStore(new PostgresSagaStore(parts.storePool), metrics);
    const shared = {
      bus,
      store: this.store,
      clock: systemClock,
      report: (fault: Fault) => this.report(fault),
    };
    // a ring: the pipeline's messages leave by the relay, and some of them come back to it
    const local: LocalDelivery = { deliver: (message) => children.deliver(message) };
    this.relay = new OutboxRelay({
      ...shared,
      local,
      prefix,
      secret: replySecret,
      tellSent: (sagaId, messageId) => this.pipeline.sent(sagaId, messageId),
    });
    this.sweeper = new OutboxSweeper({ ...shared, relay: this.relay });
    this.pipeline = new TransitionPipeline({
      ...shared,
      definitions: catalog,
      relay: this.relay,
      familyLimits: parts.limits.family,
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
      prefix,
    });
    const broker = new BrokerProof({ ...shared, queue: repliesQueue });
    const presence = new PostgresPresenceStore(parts.storePool);
    this.lostMessages = new LostMessages({
      ...shared,
      pipeline,
      prefix,
      onResent: (sagas) => {
        if (sagas > 0) parts.logger.warn({ sagas }, 'what the broker lost was sent again');
      },
    });
    this.watch = new OutageWatch({ ...shared, presence, broker });
    this.timers = new TimerPump({ ...shared, pipeline, replies: this.replies, broker });
    this.purge = new TablePurge({
      limits: parts.tableLimits,
      log: this.log,
      report: shared.report,
      onPurged: (deadMessages) => metrics.observePurged(deadMessages),
    });
    for (const by of [settledWaiter, parts.openSagas])
      pipeline.onSettled((state) => by.notify(state));
    metrics.watchQueue(() => this.queued());
  }

  /** Answers after the commit. @throws see SagaStarter.start */
  start(request: StartRequest): Promise<StartOutcome> {
    return this.starter.start(request);
  }

  /** Sagas are started by this event from now on. Never rejects, see MessageIntake.listenTo. */
  listenTo(event: string): Promise<void> {
    return this.intake.listenTo(event);
  }

  /**
   * Their queues are there from now on, for services whose accounts may declare nothing. Never
   * rejects: what cannot be declared is declared with the first command, or told there.
   */
  async declareQueuesOf(participants: readonly string[]): Promise<void> {
    await waitAtMost(this.declareQueues(participants), DECLARE_WAIT_MS);
  }

  /** Answers after the commit. @throws see TransitionPipeline.signal */
  signal(request: SignalRequest): Promise<SignalResult> {
    return this.pipeline.signal(request);
  }

  /** Answers after the commit. @throws see TransitionPipeline.operate */
  operate(request: OperateRequest): Promise<OperateResult> {
    return this.pipeline.operate(request);
  }

  /** Inputs that wait for a batch. */
  queued(): number {
    return this.pipeline.queuedCount;
  }

  /** More is to be done than gets done, for some seconds by now; null: no. */
  get overloadFinding(): OverloadFinding | null {
    return this.overload.finding();
  }

  /** The saga store took what it was given last, or says that it takes work again. */
  get isStoreAvailable(): boolean {
    return this.pipeline.isStoreAvailable;
  }

  /** Why events that start sagas may not arrive; null: they do, once published. */
  get whyDeaf(): string | null {
    return this.intake.whyDeaf;
  }

  /** Replies are taken; the bus takes its consumers up again by itself after a reconnect. */
  get isSubscribed(): boolean {
    return this.subscribed;
  }

  /**
   * Resolves when replies are taken; or after a while, and a broker that is away is waited for in
   * the background. Starts are safe meanwhile: their commands wait in the outbox.
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

  /** Finishes what is in hand; what does not get done is taken up by another process, or later. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.lostMessages.close();
    await this.timers.stop();
    await this.senders.stop();
    await waitAtMost(Promise.all([this.replies.stop(), this.intake.stop()]), CANCEL_WAIT_MS);
    await this.pipeline.close(PIPELINE_GRACE_MS);
    await Promise.all([this.sweeper.stop(), this.purge.stop()]);
    await waitAtMost(this.relay.drain(), FLUSH_WAIT_MS);
    await waitAtMost(this.watch.leave(), LEAVE_WAIT_MS);
  }

  private async turnOn(): Promise<void> {
    const { bus, prefix } = this.parts;
    await bus.open(conductorTopology(prefix));
    this.isWaitingForBroker = false;
    // the database may be away by now: whoever waited for the broker does not give up for that
    await this.insist('take open sagas up again', () => this.recover());
    await this.insist('know the accounts of participants', () => this.senders.start());
    await this.insist('take replies', () => this.replies.start());
    if (this.isClosing) return;
    this.watch.start();
    this.lostMessages.start();
    this.timers.start();
    this.sweeper.start();
    this.purge.start();
    await this.insist('take messages', () => this.intake.start());
    this.subscribed = !this.isClosing;
    await this.insist('declare queues', async () => {
      await this.declareQueues(await this.parts.participants.named());
    });
  }

  /** One after the other: a queue that cannot be declared says nothing of the next one. */
  private async declareQueues(participants: readonly string[]): Promise<void> {
    const { bus, prefix } = this.parts;
    for (const participant of participants) {
      const during = `declare the queue of ${participant}`;
      const declared = bus.declare(participantTopology(prefix, participant));
      await declared.catch((error: unknown) => this.report({ during, error }));
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
      // comes every second while the database is away: a stack would say nothing more
      this.log.warn({ during, sagaId, reason: error.message }, 'the database is away');
    } else {
      this.log.warn({ err: error, during, sagaId }, `cannot ${withoutIds(during)}`);
    }
  }
}

/** The same text for the same kind of trouble: `during` has the rest. */
function withoutIds(during: string): string {
  return during.replace(/\S*\d\S*/g, '…');
}
