import type { FamilyLimits, Outgoing } from '#engine';
import { Backoff, type ReportFault } from '#resilience';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import type { Awaited, DefinitionCache } from './definition-cache.js';
import {
  isTransientOfStore,
  StoreUnavailableError,
  type BatchResult,
  type SagaStore,
} from '#ports';
import type { MessageRelay } from '../outbox/message-relay.js';
import type { SagaMemory } from '../memory/saga-memory.js';
import { StoreClock } from '../memory/store-clock.js';
import type { Availability } from './availability.js';
import { BatchFromMemory } from './batch-from-memory.js';
import { noteDoubt } from './doubt.js';
import { inputKindOf } from '../inputs/input-kinds.js';
import { planBatch } from './batch-plan.js';
import { Patience, type PatienceParts } from './patience.js';
import { type BatchKeys, keysIn, noReads } from '../planning/batch-reads.js';
import {
  NOTHING_LEFT,
  type BatchPlan,
  type Leftover,
  type PlannedStart,
} from '../planning/planned-batch.js';
import type { KnownPauses } from '../pauses/pause-book.js';
import type { PendingInput } from '../planning/pending-input.js';
import { PipelineClosedError } from './pipeline-errors.js';
import { setAside } from './set-aside.js';

export interface BatchExecutorParts extends PatienceParts {
  readonly store: SagaStore;
  readonly relay: MessageRelay;
  readonly definitions: DefinitionCache;
  readonly deadMessages: DeadMessageKeeper;
  readonly report: ReportFault;
  readonly availability: Availability;
  readonly familyLimits: FamilyLimits;
  readonly pauses: KnownPauses;
  readonly memory: SagaMemory;
  readonly onCommitted: (plan: BatchPlan) => void;
  /** Wakes a saga that may hold the locks it waits for. */
  readonly wake: (sagaId: string) => void;
  /** Holds the input back until its definition was looked for, or is there; keeps its order. */
  readonly hold: (input: PendingInput, definition: Awaited) => 'held' | 'full';
}

const NO_DEFINITION = new Error('too many replies wait for definitions that are not here');
const RETRY = { initialMs: 50, maxMs: 5000 };
/** How often a batch that may be too large is repeated whole, before its halves go alone. */
const SIZE_TRIES = 1;
/**
 * Bytes of states that a batch reads, and one state more: they are parsed at once, and may be some
 * ten times as large in memory.
 */
const READ_BYTES_MAX = 4 * 1024 * 1024;
/** How many confirmed messages, and outbox batches, one batch deletes from the outbox. */
const SENT_MAX = 1000;

/**
 * Drives one batch to completion: commits it, or answers its inputs with their errors.
 *
 * The store away: repeated until it is back, nothing is lost or given up. Repeating is harmless
 * after a commit whose answer was lost: replies and timers find their step closed, a start finds
 * itself, an operator's action is found by its key. Anything else: the batch is halved until the
 * guilty input stands alone. docs/STORIES.md tells the whole story.
 */
export class BatchExecutor {
  private isClosed = false;
  private readonly backoff: Backoff;
  private readonly patience: Patience;
  private readonly storeClock: StoreClock;
  private readonly fromMemory: BatchFromMemory;

  constructor(private readonly parts: BatchExecutorParts) {
    this.backoff = new Backoff(parts.clock, RETRY);
    this.patience = new Patience(parts);
    this.storeClock = new StoreClock(parts.clock);
    this.fromMemory = new BatchFromMemory({
      ...parts,
      storeClock: this.storeClock,
      sentMax: SENT_MAX,
      begin: (inputs) => this.patience.begin(inputs),
      settle: (plan, result) => this.settle(plan, result),
    });
  }

  /** Returns the inputs it did not process; it processes at least one. Never rejects. */
  async execute(batch: readonly PendingInput[]): Promise<Leftover> {
    const { others, leftover } = await this.fromMemory.execute(batch);
    this.patience.fail();
    if (others.length === 0) {
      this.patience.end();
      return leftover;
    }
    return both(leftover, await this.underLock(others));
  }

  private async underLock(batch: readonly PendingInput[]): Promise<Leftover> {
    try {
      return await this.commit(batch).finally(() => this.patience.end());
    } catch (error) {
      const [only, another] = batch;
      if (only && !another) {
        // not waited for: a store that goes away meanwhile must not hold up the lane
        void setAside(only, error, this.parts);
        return NOTHING_LEFT;
      }
      const middle = batch.length >> 1;
      let first: readonly PendingInput[] = batch.slice(0, middle);
      while (first.length > 0) first = (await this.underLock(first)).postponed;
      return this.underLock(batch.slice(middle));
    }
  }

  /** Gives up on unanswered work: inputs are redelivered, or their callers get an error. */
  close(): void {
    this.isClosed = true;
  }

  /** Returns the inputs it did not process. */
  private async commit(wanted: readonly PendingInput[]): Promise<Leftover> {
    let tooLarge = 0;
    for (let batch = wanted; batch.length > 0; batch = this.patience.without(batch)) {
      try {
        const leftover = await this.transact(batch);
        this.backoff.reset();
        this.parts.availability.set(true);
        return leftover;
      } catch (error) {
        if (!isTransientOfStore(error)) {
          this.parts.availability.set(true);
          throw error;
        }
        this.patience.fail();
        this.noteTransient(error);
        if (error instanceof StoreUnavailableError && error.maybeTooLarge) tooLarge++;
        // never the last one: a server without memory must not cost a single message
        if (tooLarge > SIZE_TRIES && batch.length > 1) throw error;
      }
      if (this.isClosed) {
        rejectAll(batch, new PipelineClosedError());
        return NOTHING_LEFT;
      }
      await this.backoff.wait();
    }
    return NOTHING_LEFT;
  }

  private async transact(batch: readonly PendingInput[]): Promise<Leftover> {
    const { store, relay, memory } = this.parts;
    const sent = relay.takeConfirmed(SENT_MAX);
    const plans: BatchPlan[] = [];
    let result: BatchResult;
    this.patience.begin(batch);
    const noteClock = this.storeClock.ask();
    try {
      result = await store.transact({
        ...keysOf(batch),
        readBytesMax: READ_BYTES_MAX,
        sent,
        decide: (loaded) => {
          noteClock(loaded.at);
          const plan = planBatch(batch, loaded, this.parts);
          plans.push(plan);
          return plan.writes;
        },
      });
    } catch (error) {
      for (const { sagaId } of batch) memory.forget(sagaId);
      relay.giveBack(sent);
      noteDoubt(error, batch, plans.at(-1));
      throw error;
    }
    const plan = plans.at(-1);
    if (plan) this.settle(plan, result);
    return plan?.leftover ?? NOTHING_LEFT;
  }

  /** Does not throw. */
  private settle(plan: BatchPlan, result: BatchResult): void {
    try {
      this.tell(plan, result);
    } catch (error) {
      // it is committed: whatever a listener does, it must not be done again
      this.parts.report({ during: 'tell of a commit', error });
    }
  }

  private tell(plan: BatchPlan, result: BatchResult): void {
    const { duplicates, lockHolders, eventTakers } = result;
    const { definitions, memory, onCommitted, hold } = this.parts;
    for (const saga of plan.after) if (!duplicates.has(saga.state.id)) memory.keep(saga, plan.era);
    const lost = [...duplicates.keys()].filter(
      (id) => duplicates.get(id)?.sagaId !== id || isChild(plan.startedById.get(id)),
    );
    this.publish(plan, result.outboxBatchId, lost);
    for (const start of plan.startedById.values()) answerStart(start, duplicates);
    for (const answer of plan.answers) answer();
    for (const { input, state } of plan.withoutDefinition) {
      const awaited = definitions.awaited(state.definition.name, state.definition.version);
      const kind = inputKindOf(input);
      if (kind.waitsForDefinition !== 'never' && hold(input, awaited) === 'held') continue;
      if (kind.passOver === null) void setAside(input, NO_DEFINITION, this.parts);
      else kind.passOver(input);
    }
    onCommitted(plan);
    const requesters = plan.writes.lockRequests.map(({ sagaId }) => sagaId);
    const begun = requesters.filter((sagaId) => !lost.includes(sagaId));
    for (const sagaId of new Set([...begun, ...lockHolders, ...eventTakers]))
      this.parts.wake(sagaId);
  }

  /** A start that lost has written nothing. */
  private publish(plan: BatchPlan, batchId: string | null, lost: readonly string[]): void {
    const { outgoing, outgoingAlone } = plan.writes;
    const isKept = ({ sagaId }: Outgoing): boolean => !lost.includes(sagaId);
    const kept = (of: readonly Outgoing[]) => (lost.length === 0 ? of : of.filter(isKept));
    this.parts.relay.publish(kept(outgoing), { at: plan.at, batchId });
    this.parts.relay.publish(kept(outgoingAlone), { at: plan.at, batchId: null });
  }

  private noteTransient(error: unknown): void {
    if (error instanceof StoreUnavailableError) this.parts.availability.set(false);
    this.parts.report({ during: 'commit a batch', error });
  }
}

function both(first: Leftover, second: Leftover): Leftover {
  return {
    postponed: [...first.postponed, ...second.postponed],
    unread: second.unread,
    bytes: first.bytes + second.bytes,
  };
}

function keysOf(batch: readonly PendingInput[]): BatchKeys {
  const reads = noReads();
  for (const input of batch) inputKindOf(input).noteReads(input, reads);
  return keysIn(reads);
}

function answerStart({ input, state }: PlannedStart, duplicates: BatchResult['duplicates']): void {
  const earlier = duplicates.get(input.sagaId);
  if (earlier && isChild({ input, state })) {
    return input.resolve({ type: 'existing', sagaId: earlier.sagaId });
  }
  // found as itself: an earlier commit of this batch whose answer was lost
  if (!earlier || earlier.sagaId === input.sagaId) return input.resolve({ type: 'created', state });
  const isSame = earlier.fingerprint === input.request.fingerprint;
  input.resolve({ type: isSame ? 'existing' : 'key-reused', sagaId: earlier.sagaId });
}

/** Its parent gave it its id: another start with the same one need not be this one. */
function isChild(start: PlannedStart | undefined): boolean {
  return start?.input.request.child !== undefined;
}

function rejectAll(inputs: readonly PendingInput[], error: Error): void {
  for (const input of inputs) input.reject(error);
}
