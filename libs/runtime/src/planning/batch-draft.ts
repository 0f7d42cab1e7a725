import { noWrites, type DoneAction, type LoadedBatch, type StoredSaga } from '#ports';
import {
  decide,
  describeInput,
  isAtRest,
  nextWakeAt,
  openEventWaits,
  pausing,
  type Decision,
  type SagaInput,
  type SagaState,
  type StartInput,
} from '#engine';
import type { SagaDefinition } from '#definition';
import { isLocal } from '../children/local-messages.js';
import type { FamilyBudgets } from './family-budgets.js';
import { noteEventWaits, noteSeenEvents } from './event-writes.js';
import { noteLocks, waitsOf } from './lock-writes.js';
import { chooseWakeAt, type OpenSaga } from './open-saga.js';
import type { KnownPauses } from '../pauses/pause-book.js';
import type { PendingInput, PendingStart } from './pending-input.js';
import type { BatchPlan, PlannedStart } from './planned-batch.js';

type Transition = Extract<Decision, { type: 'transition' }>;

/**
 * A plan under construction: inputs are decided one after the other, each of a saga on the state
 * that the earlier ones left.
 */
export class BatchDraft {
  readonly writes = noWrites();
  private readonly open = new Map<string, OpenSaga>();
  private readonly actions = new Map<string, DoneAction>();
  private readonly answers: (() => void)[] = [];
  private readonly withoutDefinition: { input: PendingInput; state: SagaState }[] = [];
  private readonly started = new Map<string, PlannedStart>();
  private readonly atRest = new Map<string, SagaState>();
  private readonly after: StoredSaga[] = [];
  private earliestWakeAt = Infinity;
  /** Total size of the decided states. */
  writtenChars = 0;

  constructor(
    readonly loaded: LoadedBatch,
    readonly budgets: FamilyBudgets,
    private readonly pauses: KnownPauses,
  ) {}

  /** The instant of all its decisions, in ms since the epoch. */
  get at(): number {
    return this.loaded.at;
  }

  /** As the inputs before left it; null: there is none, or this batch starts it. */
  sagaOf(sagaId: string): OpenSaga | null {
    const known = this.open.get(sagaId);
    if (known) return known;
    const stored = this.loaded.sagas.get(sagaId);
    if (!stored) return null;
    const { state, wakeAt } = stored;
    const saga = {
      state,
      before: state,
      wakeAtBefore: wakeAt,
      isWoken: false,
      awaitsEvents: false,
      pausedBy: null,
    };
    this.open.set(sagaId, saga);
    return saga;
  }

  /** There is one with this id, or this batch starts it. */
  isTaken(sagaId: string): boolean {
    const { sagas, unread } = this.loaded;
    return sagas.has(sagaId) || unread.has(sagaId) || this.started.has(sagaId);
  }

  /** Decides an input of a saga; what it leads to is written, and the saga's state from now on. */
  decide(saga: OpenSaga, definition: SagaDefinition, input: SagaInput): Decision {
    const target = input.type === 'operator' ? input.target : undefined;
    const pauses = this.pausesOf(saga, target ?? definition);
    const decision = decide(definition, saga.state, input, pauses);
    if (decision.type === 'transition') {
      const { status } = saga.state;
      saga.state = decision.state;
      this.record(decision, input, status);
    }
    const follows = decision.type === 'transition' ? (target ?? definition) : definition;
    saga.pausedBy = { definition: follows, pauses, at: this.at };
    saga.awaitsEvents ||= definition.awaitsEvents || target?.awaitsEvents === true;
    return decision;
  }

  /** Those that an input of the saga is decided with; `definition`: the one it then follows. */
  pausesOf({ state }: OpenSaga, definition: SagaDefinition): readonly pausing.Pause[] {
    // steps that have begun are in both versions; those that a new one adds may be paused as well
    return this.pauses.touching(definition, state.updatedAt);
  }

  /** Decides a start; it counts once it was let in. */
  decideStart(definition: SagaDefinition, input: StartInput): Decision {
    return decide(definition, null, input, this.pauses.touching(definition, this.at));
  }

  /** A start that was decided and let in. It is answered by what the store finds. */
  begin(pending: PendingStart, input: StartInput, decision: Transition): void {
    const { sagaId, request } = pending;
    const { idempotencyKey, fingerprint, definition } = request;
    const { state } = decision;
    this.record(decision, input, null);
    const by = { definition, pauses: this.pauses.touching(definition, this.at), at: this.at };
    const wakeAt = this.noteWakeAt(nextWakeAt(state, by));
    this.noteHolds(state, by);
    this.writes.starts.push({ state, wakeAt, idempotencyKey, fingerprint });
    this.after.push({ state, wakeAt });
    if (definition.awaitsEvents) noteEventWaits(null, state, this.writes);
    this.started.set(sagaId, { input: pending, state });
  }

  /** Called after the commit. */
  answer(answer: () => void): void {
    this.answers.push(answer);
  }

  /** Its saga's definition is not at hand: it is not decided now. */
  missDefinition(input: PendingInput, { state }: OpenSaga): void {
    this.withoutDefinition.push({ input, state });
  }

  /** An operator's action with this key that was carried out: here, or before. */
  doneActionOf(key: string): DoneAction | undefined {
    return this.actions.get(key) ?? this.loaded.actions.get(key);
  }

  noteAction(key: string, done: DoneAction): void {
    this.actions.set(key, done);
  }

  finish(postponed: readonly PendingInput[]): BatchPlan {
    for (const [sagaId, saga] of this.open) this.writeSaga(sagaId, saga);
    this.writes.lockWaits.push(...waitsOf(this.loaded.sagas, this.open));
    this.writes.families.push(...this.budgets.growths());
    const { answers, after, withoutDefinition, writes } = this;
    const { era, at, unread, readBytes } = this.loaded;
    return {
      era,
      at,
      writes,
      after,
      startedById: this.started,
      answers,
      withoutDefinition,
      leftover: { postponed, unread, bytes: readBytes + this.writtenChars },
      atRest: [...this.atRest.values()],
      earliestWakeAt: this.earliestWakeAt === Infinity ? null : this.earliestWakeAt,
    };
  }

  private record(
    decision: Transition,
    input: SagaInput,
    statusBefore: SagaState['status'] | null,
  ): void {
    const { state, events, commands, notices } = decision;
    const { id: sagaId, version, status } = state;
    this.writtenChars += state.kept.all;
    const { at } = input;
    const entry = { sagaId, version, at, input: describeInput(input), events };
    this.writes.history.push({ ...entry, statusBefore, status });
    for (const message of [...commands, ...notices]) {
      // sent again, it may have a row of its own, which must be the only one
      const isAlone = isLocal(message) || isSentAgain(input);
      (isAlone ? this.writes.outgoingAlone : this.writes.outgoing).push(message);
    }
    noteLocks(decision, this.writes);
    if (isAtRest(state)) this.atRest.set(sagaId, state);
    else this.atRest.delete(sagaId);
  }

  private writeSaga(sagaId: string, saga: OpenSaga): void {
    const { state, before } = saga;
    const wakeAt = saga.awaitsEvents ? this.noteEvents(saga) : chooseWakeAt(saga);
    this.after.push({ state, wakeAt });
    this.noteHolds(state, saga.pausedBy);
    if (state.paused?.since !== before.paused?.since) {
      this.writes.sagaPauses.push({ sagaId, paused: state.paused ?? null });
    }
    if (state.version !== before.version) {
      this.writes.updates.push({ state, versionBefore: before.version, before, wakeAt });
    } else if (wakeAt !== saga.wakeAtBefore) {
      this.writes.wakeMoves.push({ sagaId, wakeAt });
    } else {
      return;
    }
    this.noteWakeAt(wakeAt);
  }

  /** Gives its `wakeAt`: it is due at once if there is more to look at. */
  private noteEvents(saga: OpenSaga): number | null {
    const { state: after, before, isWoken } = saga;
    noteEventWaits(before, after, this.writes);
    const offered = isWoken ? this.loaded.offeredEvents.get(after.id) : undefined;
    if (offered === undefined) return chooseWakeAt(saga);
    noteSeenEvents({ before, after }, offered, this.writes);
    return offered.isMore && openEventWaits(after).length > 0 ? this.at : chooseWakeAt(saga);
  }

  /** Whoever is held is woken when the pause is over. */
  private noteHolds(state: SagaState, by: OpenSaga['pausedBy']): void {
    if (by === null || by.pauses.length === 0) return;
    for (const { id: pauseId } of pausing.heldBy({ ...by, state }, by.pauses)) {
      this.writes.holds.push({ pauseId, sagaId: state.id });
    }
  }

  private noteWakeAt(wakeAt: number | null): number | null {
    if (wakeAt !== null) this.earliestWakeAt = Math.min(this.earliestWakeAt, wakeAt);
    return wakeAt;
  }
}

function isSentAgain(input: SagaInput): boolean {
  return input.type === 'resend' || (input.type === 'timer' && input.probe !== undefined);
}
