import { conductorTopology, type Delivery } from '#bus';
import { FloodGuard } from '#messaging';
import {
  type OperateRequest,
  type OperateResult,
  type pauses,
  type Pulse,
  recoverOpenSagas,
  type SignalRequest,
  type SignalResult,
  type StartOutcome,
  type StartRequest,
} from '#runtime';
import { retryForever, systemClock, type Fault, waitAtMost } from '#resilience';
import { StoreUnavailableError, type DeadMessage } from '#ports';
import { assembleIntake } from './engine/assemble-intake.js';
import { assemblePipeline } from './engine/assemble-pipeline.js';
import { assembleWatches } from './engine/assemble-watches.js';
import { declareQueues } from './engine/declare-queues.js';
import type { EngineHostParts } from './engine/engine-host-parts.js';
import { Overload, type OverloadFinding } from './overload.js';

/** A broker that takes longer than this to answer is awaited in the background. */
const OPEN_WAIT_MS = 5_000;
/** Posting a definition waits no longer than this for the broker. */
const DECLARE_WAIT_MS = 2_000;
const CANCEL_WAIT_MS = 3_000;
const PIPELINE_GRACE_MS = 10_000;
const FLUSH_WAIT_MS = 5_000;
const LEAVE_WAIT_MS = 1_000;

/** Assembles everything that moves sagas in this process, and starts and stops it in order. */
export class EngineHost {
  readonly pulse: Pulse;
  readonly pauseBook: pauses.PauseBook;
  private readonly moving: ReturnType<typeof assemblePipeline>;
  private readonly taking: ReturnType<typeof assembleIntake>;
  private readonly watching: ReturnType<typeof assembleWatches>;
  private readonly log: FloodGuard;
  private readonly overload: Overload;
  private subscribed = false;
  /** The broker has not answered since the start. Starts are safe all the same. */
  isWaitingForBroker = false;
  private isClosing = false;

  constructor(private readonly parts: EngineHostParts) {
    this.log = new FloodGuard(parts.logger);
    const { metrics, atRestWaiter } = parts;
    const common = { clock: systemClock, report: (fault: Fault) => this.report(fault) };
    this.moving = assemblePipeline(parts, common, {
      deliver: (message) => this.taking.children.deliver(message),
      areEnvelopesRead: () => this.watching.watch.areEnvelopesRead,
      replyTo: () => this.watching.replyQueues.home,
    });
    const { shared, pipeline, envelopes } = this.moving;
    this.pulse = shared.pulse;
    this.pauseBook = this.moving.pauseBook;
    this.taking = assembleIntake(parts, { ...shared, pipeline, envelopes });
    const { replies } = this.taking;
    this.watching = assembleWatches(parts, { ...shared, pipeline, replies }, this.log);
    this.overload = new Overload(pipeline);
    for (const by of [atRestWaiter, parts.openSagas])
      pipeline.onAtRest((state) => by.notify(state));
    metrics.watchQueue(() => this.queued());
    metrics.watchReplyQueues(this.watching.replyQueues);
  }

  /** Resolves after the commit. @throws see SagaStarter.start */
  start(request: StartRequest): Promise<StartOutcome> {
    return this.taking.starter.start(request);
  }

  /** Takes these events from now on. Never rejects, see MessageIntake.listenTo. */
  listenTo(events: readonly string[]): Promise<void> {
    return this.taking.intake.listenTo(events);
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

  /** Called soon after a change of one of the catalogs, whichever process made it. */
  onCatalogChange(...change: Parameters<Pulse['onChange']>): void {
    this.pulse.onChange(...change);
  }

  /** Resolves after the commit. @throws see TransitionPipeline.signal */
  signal(request: SignalRequest): Promise<SignalResult> {
    return this.moving.pipeline.signal(request);
  }

  /** Resolves after the commit. @throws see TransitionPipeline.operate */
  operate(request: OperateRequest): Promise<OperateResult> {
    return this.moving.pipeline.operate(request);
  }

  /**
   * Takes a message again that was set aside; says what it came to, or why it cannot be used.
   * @throws what the pipeline throws, while the store is away
   */
  async takeAgain(source: DeadMessage['source'], delivery: Delivery) {
    if (source === 'reply') return this.taking.replies.take(delivery);
    return (await this.taking.intake.take(delivery)) ?? 'taken';
  }

  /** Pauses were changed here: they count at once. Never rejects. */
  notePauses(): Promise<void> {
    return this.pauseBook.changed();
  }

  /** The name of this process among the replicas, anew with each start. */
  get replicaId(): string {
    return this.watching.watch.id;
  }

  /** How many inputs wait for a batch. */
  queued(): number {
    return this.moving.pipeline.queuedCount;
  }

  /** Set when inputs have arrived faster than they are processed for several seconds; null: no. */
  get overloadFinding(): OverloadFinding | null {
    return this.overload.finding();
  }

  /**
   * Whether the saga store accepted its latest work, or has reported that it is available again.
   */
  get isStoreAvailable(): boolean {
    return this.moving.pipeline.isStoreAvailable;
  }

  /** Why events that start sagas may not arrive; null: they arrive once they are published. */
  get whyDeaf(): string | null {
    return this.taking.intake.whyDeaf;
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
    this.watching.lostMessages.close();
    this.watching.replyQueues.close();
    await Promise.all([this.watching.timers.stop(), this.moving.prober.stop()]);
    await this.taking.senders.stop();
    await waitAtMost(
      Promise.all([this.taking.replies.stop(), this.taking.intake.stop()]),
      CANCEL_WAIT_MS,
    );
    await this.moving.pipeline.close(PIPELINE_GRACE_MS);
    await this.moving.automatic.settled();
    await this.parts.commits.close();
    await Promise.all([
      this.pulse.stop(),
      this.moving.held.stop(),
      this.moving.sweeper.stop(),
      this.watching.purge.stop(),
    ]);
    await waitAtMost(this.moving.relay.drain(), FLUSH_WAIT_MS);
    await waitAtMost(this.watching.watch.leave(), LEAVE_WAIT_MS);
  }

  private async turnOn(): Promise<void> {
    const { bus, prefix } = this.parts;
    // what is paused is known before anything can happen to a saga
    await this.insist('read the pauses', () => this.pauseBook.open());
    this.moving.held.start();
    // without a broker it splits outbox batches: starts are taken, and their messages gather
    this.moving.sweeper.start();
    this.pulse.start();
    await bus.open(conductorTopology(prefix));
    this.isWaitingForBroker = false;
    void this.parts.commits.start();
    // the database may be away by now: that is no reason to stop starting up
    await this.insist('take open sagas up again', () => this.recover());
    await this.insist('know the accounts of participants', () => this.taking.senders.start());
    await this.insist('take replies', () => this.taking.replies.start());
    if (this.isClosing) return;
    // a reply that waits on any queue comes before a timer
    await this.watching.watch.start();
    if (this.isClosing) return;
    this.watching.lostMessages.start();
    this.watching.timers.start();
    this.moving.prober.start();
    this.watching.purge.start();
    await this.insist('take messages', () => this.taking.intake.start());
    this.subscribed = !this.isClosing;
    await this.insist('declare queues', async () => {
      await this.declareQueues(await this.parts.participants.named());
    });
  }

  private declareQueues(participants: readonly string[], refused?: Map<string, string>) {
    const { bus, prefix } = this.parts;
    const report = (fault: Fault) => this.report(fault);
    return declareQueues(participants, { bus, prefix, report }, refused);
  }

  private async recover(): Promise<void> {
    const { pipeline, shared } = this.moving;
    const { store } = shared;
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
