import { noWrites, wantedKey, type DoneAction, type LoadedBatch } from '#ports';
import {
  decide,
  describeInput,
  nextWakeAt,
  type Decision,
  type SagaInput,
  type SagaState,
  isAtRest,
} from '#engine';
import { type SagaDefinition } from '#definition';
import { auditEntry } from './audit-entry.js';
import type { OperateResult } from '../requests/pipeline-requests.js';
import { type FamilyBudgets, familyOfStart } from './family-budgets.js';
import { type BatchPlan, type DefinitionLookup, type PlannedStart } from './planned-batch.js';
import {
  answerToUnknown,
  doneAs,
  type LoadedInput,
  overBudget,
  parentAnswer,
  rejectionOf,
  repeatedAction,
  replyResult,
  signalResult,
  unknownSagaReply,
} from './answers.js';
import { leftLock, noteLocks, waitsOf } from './lock-writes.js';
import { operatorInput, resendInput, startInput } from './engine-inputs.js';
import { replyInput } from './reply-input.js';
import { chooseWakeAt, type OpenSaga } from './open-saga.js';
import type {
  PendingInput,
  PendingOperate,
  PendingParent,
  PendingReply,
  PendingSent,
  PendingSignal,
  PendingStart,
  PendingTimer,
  PendingTold,
} from './pending-input.js';

/** Decides inputs one after the other, each of a saga on the state that the earlier ones left. */
export class BatchPlanner {
  private readonly open = new Map<string, OpenSaga>();
  private readonly actions = new Map<string, DoneAction>();
  private readonly answers: (() => void)[] = [];
  private readonly withoutDefinition: { input: PendingInput; state: SagaState }[] = [];
  private readonly started = new Map<string, PlannedStart>();
  private readonly settled = new Map<string, SagaState>();
  private earliestWakeAt = Infinity;
  /** Total size of the decided states. */
  writtenChars = 0;
  private readonly writes = noWrites();

  constructor(
    private readonly loaded: LoadedBatch,
    private readonly definitions: DefinitionLookup,
    private readonly budgets: FamilyBudgets,
  ) {}

  add(input: PendingInput): void {
    if (input.type === 'start') return this.start(input);
    const saga = this.sagaOf(input.sagaId);
    if (saga === null) return this.addUnknown(input);
    const { name, version } = saga.state.definition;
    const definition = this.definitions.find(name, version);
    if (definition === null) {
      this.withoutDefinition.push({ input, state: saga.state });
      return;
    }
    switch (input.type) {
      case 'reply':
        return this.reply(input, saga, definition);
      case 'signal':
        return this.signal(input, saga, definition);
      case 'timer':
        return this.wake(input, saga, definition);
      case 'sent':
        return this.sent(input, saga, definition);
      case 'resend':
        return this.tell(input, { saga, definition }, resendInput(input, this.loaded.at));
      case 'operate':
        return this.operate(input, saga, definition);
      case 'parent':
        return this.parent(input, saga, definition);
      default:
        return input satisfies never;
    }
  }

  finish(postponed: readonly PendingInput[]): BatchPlan {
    for (const [sagaId, saga] of this.open) this.writeSaga(sagaId, saga);
    this.writes.lockWaits.push(...waitsOf(this.loaded.sagas, this.open));
    this.writes.families.push(...this.budgets.growths());
    const { answers, withoutDefinition, writes } = this;
    const { unread, readBytes } = this.loaded;
    return {
      at: this.loaded.at,
      writes,
      startedById: this.started,
      answers,
      withoutDefinition,
      leftover: { postponed, unread, bytes: readBytes + this.writtenChars },
      settled: [...this.settled.values()],
      earliestWakeAt: this.earliestWakeAt === Infinity ? null : this.earliestWakeAt,
    };
  }

  private start(pending: PendingStart): void {
    const { sagaId, request } = pending;
    const { idempotencyKey, fingerprint } = request;
    const family = familyOfStart(pending);
    const { sagas, unread } = this.loaded;
    const isThere = sagas.has(sagaId) || unread.has(sagaId) || this.started.has(sagaId);
    if (family !== null && isThere) {
      this.answers.push(() => pending.resolve({ type: 'existing', sagaId }));
      return;
    }
    if (!this.isAsWanted(pending)) {
      this.answers.push(() => pending.resolve({ type: 'definition-changed' }));
      return;
    }
    const input = startInput(pending, this.loaded.at, this.budgets);
    const decision = decide(request.definition, null, input);
    if (decision.type !== 'transition') throw new Error(`a start was ${decision.type}`);
    const fault = family === null ? null : this.budgets.admit(family, decision.state);
    if (fault !== null) {
      this.answers.push(() => pending.resolve(overBudget(fault)));
      return;
    }
    this.record(decision, input);
    const wakeAt = this.noteWakeAt(nextWakeAt(decision.state));
    this.writes.starts.push({ state: decision.state, wakeAt, idempotencyKey, fingerprint });
    this.started.set(sagaId, { input: pending, state: decision.state });
  }

  /** The definition it was checked against is the one it would get now. */
  private isAsWanted(pending: PendingStart): boolean {
    const { wanted, request } = pending;
    if (wanted === null) return true;
    const now = this.loaded.resolutions.get(wantedKey(wanted));
    if (now?.type !== 'found' || now.version !== request.definition.version) return false;
    pending.wanted = null;
    return true;
  }

  private reply(pending: PendingReply, saga: OpenSaga, definition: SagaDefinition): void {
    const { correlation, outcome, mayBeEarly } = pending.request;
    const input = replyInput(pending.request, this.loaded.at);
    const decision = decide(definition, saga.state, input);
    const result = replyResult(decision, mayBeEarly);
    if (decision.type === 'transition') {
      this.apply(decision, saga, input);
    } else if (result === 'ignored') {
      const reason = decision.type === 'ignored' ? decision.reason : decision.code;
      this.writes.ignoredReplies.push({ ...correlation, outcome: outcome.type, reason });
    }
    this.answers.push(() => pending.resolve(result));
  }

  private signal(pending: PendingSignal, saga: OpenSaga, definition: SagaDefinition): void {
    const { signalId: id, request } = pending;
    const { name, payload } = request;
    const input = { type: 'signal', at: this.loaded.at, name, id, payload } as const;
    const decision = decide(definition, saga.state, input);
    const result = signalResult(decision, saga.state);
    if (decision.type === 'transition') this.apply(decision, saga, input);
    this.answers.push(() => pending.resolve(result));
  }

  private parent(pending: PendingParent, saga: OpenSaga, definition: SagaDefinition): void {
    const { asked } = pending.request;
    const input = { type: 'parent', at: this.loaded.at, asked } as const;
    const decision = decide(definition, saga.state, input);
    if (decision.type === 'transition') this.apply(decision, saga, input);
    const result = parentAnswer(decision, saga.state, asked);
    this.answers.push(() => pending.resolve(result));
  }

  private wake(pending: PendingTimer, saga: OpenSaga, definition: SagaDefinition): void {
    const { at, outages } = this.loaded;
    const unsent = this.loaded.unsent.get(pending.sagaId) ?? [];
    const heldLocks = this.loaded.heldLocks.get(pending.sagaId) ?? [];
    saga.isWoken = true;
    this.tell(pending, { saga, definition }, { type: 'timer', at, unsent, heldLocks, outages });
  }

  /** It leaves the outbox with its timeout begun anew, or not at all. */
  private sent(pending: PendingSent, saga: OpenSaga, definition: SagaDefinition): void {
    const { messageId } = pending;
    this.tell(pending, { saga, definition }, { type: 'sent', at: this.loaded.at, messageId });
    this.writes.sentMessageIds.push(messageId);
  }

  /** Nobody is answered anything but that it is done. */
  private tell(
    pending: PendingTold,
    { saga, definition }: { readonly saga: OpenSaga; readonly definition: SagaDefinition },
    input: SagaInput,
  ): void {
    const decision = decide(definition, saga.state, input);
    if (decision.type === 'transition') this.apply(decision, saga, input);
    this.answers.push(() => pending.resolve());
  }

  private operate(pending: PendingOperate, saga: OpenSaga, definition: SagaDefinition): void {
    const { request, sagaId, actionKey } = pending;
    const done = this.actions.get(actionKey) ?? this.loaded.actions.get(actionKey);
    if (done) return this.answer(pending, repeatedAction(pending, done));
    const { fingerprint } = request;
    const input = operatorInput(request, this.loaded.at);
    const before = saga.state;
    const decision = decide(definition, saga.state, input);
    const left = leftLock(request, before, this.loaded.heldLocks);
    if (decision.type === 'transition') {
      this.apply(decision, saga, input);
    } else if (left !== null) {
      this.writes.lockReleases.push(left);
    } else {
      const rejection = rejectionOf(decision);
      const now = { status: before.status, version: before.version };
      return this.answer(pending, { type: 'rejected', ...rejection, ...now });
    }
    const entry = auditEntry(pending, { at: this.loaded.at, before, after: saga.state });
    const { statusAfter, versionAfter } = entry;
    this.actions.set(actionKey, { sagaId, fingerprint, statusAfter, versionAfter });
    this.writes.audit.push(entry);
    this.answer(pending, doneAs(saga.state));
  }

  private answer(pending: PendingOperate, result: OperateResult): void {
    this.answers.push(() => pending.resolve(result));
  }

  /** There is no such saga, and none is made: after a failover its start may be lost. */
  private addUnknown(input: LoadedInput): void {
    if (input.type === 'reply') this.writes.deadMessages.push(unknownSagaReply(input));
    if (input.type === 'sent') this.writes.sentMessageIds.push(input.messageId);
    this.answers.push(answerToUnknown(input));
  }

  private apply(
    decision: Extract<Decision, { type: 'transition' }>,
    saga: OpenSaga,
    input: SagaInput,
  ): void {
    saga.state = decision.state;
    this.record(decision, input);
  }

  private record(decision: Extract<Decision, { type: 'transition' }>, input: SagaInput): void {
    const { state, events, commands, notices } = decision;
    const { id: sagaId, version } = state;
    this.writtenChars += state.kept.all;
    const { at } = input;
    this.writes.history.push({ sagaId, version, at, input: describeInput(input), events });
    this.writes.outgoing.push(...commands, ...notices);
    noteLocks(decision, this.writes);
    if (isAtRest(state)) this.settled.set(sagaId, state);
    else this.settled.delete(sagaId);
  }

  private sagaOf(sagaId: string): OpenSaga | null {
    const known = this.open.get(sagaId);
    if (known) return known;
    const stored = this.loaded.sagas.get(sagaId);
    if (!stored) return null;
    const { state, wakeAt } = stored;
    const saga = { state, versionBefore: state.version, wakeAtBefore: wakeAt, isWoken: false };
    this.open.set(sagaId, saga);
    return saga;
  }

  private writeSaga(sagaId: string, saga: OpenSaga): void {
    const { state, versionBefore } = saga;
    const wakeAt = chooseWakeAt(saga);
    if (state.version !== versionBefore) {
      this.writes.updates.push({ state, versionBefore, wakeAt });
    } else if (wakeAt !== saga.wakeAtBefore) {
      this.writes.wakeMoves.push({ sagaId, wakeAt });
    } else {
      return;
    }
    this.noteWakeAt(wakeAt);
  }

  private noteWakeAt(wakeAt: number | null): number | null {
    if (wakeAt !== null) this.earliestWakeAt = Math.min(this.earliestWakeAt, wakeAt);
    return wakeAt;
  }
}
