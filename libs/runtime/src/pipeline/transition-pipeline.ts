import { randomUUID } from 'node:crypto';
import { validate as isUuid } from 'uuid';
import { FAMILY_LIMITS, type SagaState } from '#engine';
import { laneIndex, newSagaId } from '../requests/saga-id.js';
import { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import { DefinitionCache, type Awaited } from './definition-cache.js';
import type {
  DefinitionChanged,
  OperateRequest,
  OperateResult,
  ParentAnswer,
  ParentRequest,
  ReplyRequest,
  ReplyResult,
  SignalRequest,
  SignalResult,
  ResolvedStart,
  StartResult,
} from '../requests/pipeline-requests.js';
import { type Clock, type ReportFault } from '#resilience';
import { StoreUnavailableError } from '#ports';
import { SAGA_MEMORY_LIMITS, SagaMemory } from '../memory/saga-memory.js';
import { Availability, type AvailabilityListener } from './availability.js';
import { BatchExecutor } from './batch-executor.js';
import type { BatchPlan } from '../planning/planned-batch.js';
import { Lane } from './lane.js';
import type {
  PendingInput,
  PendingOperate,
  PendingParent,
  PendingProbe,
  PendingReply,
  PendingResend,
  PendingSent,
  PendingSignal,
  PendingStart,
  PendingTimer,
} from '../planning/pending-input.js';
import { PipelineClosedError, PipelineOverloadedError } from './pipeline-errors.js';
import type { PipelineOptions } from './pipeline-options.js';
import { inputKindOf } from '../inputs/input-kinds.js';
import { NO_PAUSES } from '../pauses/pause-book.js';
import { StoreProbe } from './store-probe.js';

type Promised<Input extends PendingInput> = Parameters<Input['resolve']>[0];

/**
 * The only path by which anything happens to a saga. Inputs queue in lanes; a lane locks the sagas
 * of a batch, decides its inputs, writes everything in one transaction, and only after the commit
 * answers the callers and publishes the commands.
 */
export class TransitionPipeline {
  private readonly availability = new Availability();
  private readonly lanes: readonly { readonly lane: Lane; readonly executor: BatchExecutor }[];
  private readonly definitions: DefinitionCache;
  private readonly clock: Clock;
  private readonly patienceMs: number;
  private readonly report: ReportFault;
  private readonly probe: StoreProbe;
  private readonly deadMessages: DeadMessageKeeper;
  /** With this many inputs waiting, starts are refused. */
  readonly queueMax: number;
  private readonly atRestListeners: ((state: SagaState) => void)[] = [];
  private readonly wakeListeners: ((inMs: number) => void)[] = [];
  private idleWaiters: (() => void)[] = [];
  private isClosed = false;

  constructor(options: PipelineOptions) {
    const { store, relay, clock, report, batchMax = 200, patienceMs = 8_000 } = options;
    const { familyLimits = FAMILY_LIMITS, pauses = NO_PAUSES } = options;
    const memory = new SagaMemory(options.memoryLimits ?? SAGA_MEMORY_LIMITS);
    this.clock = clock;
    this.patienceMs = patienceMs;
    this.report = report;
    this.queueMax = options.queueMax ?? 10_000;
    this.definitions = new DefinitionCache(options.definitions, clock, report);
    this.probe = new StoreProbe({ store, clock, availability: this.availability });
    this.deadMessages = new DeadMessageKeeper({ store, clock, report });
    const { deadMessages, definitions, availability } = this;
    const kept = { deadMessages, definitions, availability, memory, familyLimits, pauses };
    this.lanes = Array.from({ length: options.lanes ?? 1 }, (_, index) => {
      const executor = new BatchExecutor({
        store,
        relay,
        clock,
        report,
        patienceMs,
        ...kept,
        removeExpired: (isImpatient) => this.laneAt(index).takeOut(isImpatient),
        onCommitted: (plan) => this.onCommitted(plan),
        wake: (sagaId) => this.wakeHolder(sagaId),
        hold: (input, definition) => this.hold(input, definition, index),
      });
      const onIdle = (): void => this.onLaneIdle();
      const execute = executor.execute.bind(executor);
      return { executor, lane: new Lane({ batchMax, clock, execute, onIdle }) };
    });
  }

  /**
   * Answers after the commit.
   * @throws PipelineOverloadedError, PipelineClosedError, StoreUnavailableError
   */
  async start(request: ResolvedStart): Promise<StartResult | DefinitionChanged> {
    const { child, definition, wanted = null } = request;
    const queued = this.queuedCount;
    // so many children as are on their way may always begin: their roots were let in
    if (queued >= this.queueMax && !child) throw new PipelineOverloadedError(queued);
    this.definitions.keep(definition);
    const sagaId = child?.sagaId ?? newSagaId();
    return this.push<PendingStart>((pending) => {
      const family = child?.parent.root;
      return { type: 'start', sagaId, family, request, wanted, ...pending };
    });
  }

  /** Answers after the commit. @throws PipelineClosedError, StoreUnavailableError */
  async operate(request: OperateRequest): Promise<OperateResult> {
    const { sagaId, idempotencyKey, target } = request;
    if (!isUuid(sagaId)) return { type: 'not-found' };
    // inputs of the same batch that come after it are decided by it
    if (target) this.definitions.keep(target);
    const auditId = randomUUID();
    const actionKey = idempotencyKey ?? auditId;
    return this.push<PendingOperate>((pending) => {
      return { type: 'operate', sagaId, request, auditId, actionKey, ...pending };
    });
  }

  /** Answers after the commit. @throws PipelineClosedError, StoreUnavailableError */
  async signal(request: SignalRequest): Promise<SignalResult> {
    const { sagaId, idempotencyKey } = request;
    if (!isUuid(sagaId)) return { type: 'not-found' };
    const signalId = idempotencyKey ?? randomUUID();
    return this.push<PendingSignal>((pending) => {
      return { type: 'signal', sagaId, request, signalId, ...pending };
    });
  }

  /** Answers when the reply may be acknowledged. Rejects when it must not be. */
  reply(request: ReplyRequest): Promise<ReplyResult> {
    const { sagaId } = request.correlation;
    const { root: family } = request;
    return this.push<PendingReply>((pending) => {
      return { type: 'reply', sagaId, family, request, ...pending };
    });
  }

  /** A parent's request. Answers after the commit. Rejects when the parent has to repeat it. */
  askChild(request: ParentRequest): Promise<ParentAnswer> {
    const { sagaId, root: family } = request;
    return this.push<PendingParent>((pending) => {
      return { type: 'parent', sagaId, family, request, ...pending };
    });
  }

  /** Fires the due timers of a saga. `probe`: lets one of its attempts through a pause. */
  wake(sagaId: string, probe?: PendingProbe): Promise<void> {
    return this.push<PendingTimer>((pending) => ({ type: 'timer', sagaId, probe, ...pending }));
  }

  /** A command left late: restarts its timeout, and deletes it if it has an outbox row alone. */
  sent(sagaId: string, messageId: string): Promise<void> {
    return this.push<PendingSent>((pending) => ({ type: 'sent', sagaId, messageId, ...pending }));
  }

  /** The bus lost its messages: resends a saga's commands in flight (to these participants). */
  resend(sagaId: string, participants: readonly string[] | null = null): Promise<void> {
    return this.push<PendingResend>((pending) => {
      return { type: 'resend', sagaId, participants, ...pending };
    });
  }

  /** Called after the commit with sagas that came to rest: ended, or stuck. */
  onAtRest(listener: (state: SagaState) => void): void {
    this.atRestListeners.push(listener);
  }

  /** Called with the time to the earliest timer that a commit wrote. */
  onWake(listener: (inMs: number) => void): void {
    this.wakeListeners.push(listener);
  }

  /** Somebody made sagas due: their timers need not wait for the next look. */
  noteDue(): void {
    for (const listener of this.wakeListeners) listener(0);
  }

  /** Called when the store went away, and when it is back. */
  onAvailability(listener: AvailabilityListener): void {
    this.availability.listen(listener);
  }

  get isStoreAvailable(): boolean {
    return this.availability.isAvailable;
  }

  /** Inputs that wait for their turn, or for their definition. */
  get queuedCount(): number {
    return this.lanes.reduce((sum, { lane }) => sum + lane.length, 0);
  }

  /** Resolves when nothing waits and nothing is being committed. */
  drain(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.idleWaiters.push(resolve));
  }

  /** Accepts no more inputs, finishes the queued ones within `graceMs`, and rejects the rest. */
  async close(graceMs = 10_000): Promise<void> {
    this.isClosed = true;
    this.probe.close();
    for (const { lane } of this.lanes) this.rejectAll(lane.takeHeld());
    this.definitions.close();
    const drained = this.drain();
    const cancel = this.clock.after(graceMs, () => this.giveUp());
    await drained;
    cancel();
    this.deadMessages.close();
  }

  private giveUp(): void {
    for (const { lane, executor } of this.lanes) {
      executor.close();
      this.rejectAll(lane.takeOut(() => true));
    }
  }

  private push<Input extends PendingInput>(
    make: (
      pending: Pick<Input, 'queuedAt' | 'inDoubt' | 'reject'> & {
        resolve: (result: Promised<Input>) => void;
      },
    ) => Input,
  ): Promise<Promised<Input>> {
    return new Promise((resolve, reject) => {
      if (this.isClosed) return reject(new PipelineClosedError());
      const input = make({ queuedAt: this.clock.now(), inDoubt: false, resolve, reject });
      this.laneAt(laneIndex(input.sagaId, this.lanes.length)).push(input);
    });
  }

  /**
   * For a definition that is not at hand. While it is looked for, as after a start, all wait. If it
   * is missing, replies fill up what a consumer takes: beyond a number they are set aside, or those
   * of all other sagas would wait as well. People are told in time.
   */
  private hold(input: PendingInput, definition: Awaited, index: number): 'held' | 'full' {
    const lane = this.laneAt(index);
    if (this.isClosed) input.reject(new PipelineClosedError());
    else if (!lane.hold(input, definition)) return 'full';
    if (inputKindOf(input).waitsForDefinition === 'for-ever') return 'held';
    this.clock.after(this.patienceMs, () => {
      const error = new StoreUnavailableError('the definition of this saga is not at hand');
      if (lane.release(input)) input.reject(error);
    });
    return 'held';
  }

  private onCommitted(plan: BatchPlan): void {
    for (const state of plan.atRest) {
      for (const listener of this.atRestListeners) listener(state);
    }
    if (plan.earliestWakeAt === null) return;
    for (const listener of this.wakeListeners) listener(plan.earliestWakeAt - plan.at);
  }

  /** If that fails, its own timer looks a little later. */
  private wakeHolder(sagaId: string): void {
    if (this.isClosed) return;
    this.wake(sagaId).catch((error: unknown) => {
      this.report({ during: 'tell of a lock', error, sagaId });
    });
  }

  private onLaneIdle(): void {
    if (!this.isIdle) return;
    const waiters = this.idleWaiters;
    this.idleWaiters = [];
    for (const resolve of waiters) resolve();
  }

  private get isIdle(): boolean {
    return this.lanes.every(({ lane }) => lane.isIdle);
  }

  private rejectAll(inputs: readonly PendingInput[]): void {
    for (const input of inputs) input.reject(new PipelineClosedError());
  }

  private laneAt(index: number): Lane {
    const found = this.lanes[index];
    if (!found) throw new RangeError(`there is no lane ${index}`);
    return found.lane;
  }
}
