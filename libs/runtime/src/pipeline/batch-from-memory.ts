import {
  isTransientOfStore,
  wantedKey,
  type BatchResult,
  type RememberedWork,
  type SagaStore,
} from '#ports';
import type { FamilyLimits } from '#engine';
import type { Clock, ReportFault } from '#resilience';
import { loadedFromMemory, splitByMemory, uncheckedSagas } from '../memory/remembered-batch.js';
import type { SagaMemory } from '../memory/saga-memory.js';
import type { StoreClock } from '../memory/store-clock.js';
import type { MessageRelay } from '../outbox/message-relay.js';
import type { KnownPauses } from '../pauses/pause-book.js';
import type { PendingInput } from '../planning/pending-input.js';
import { NOTHING_LEFT, type BatchPlan, type Leftover } from '../planning/planned-batch.js';
import type { Availability } from './availability.js';
import { planBatch } from './batch-plan.js';
import type { DefinitionCache } from './definition-cache.js';
import { noteDoubt } from './doubt.js';

export interface BatchFromMemoryParts {
  readonly store: Pick<SagaStore, 'writeRemembered'>;
  readonly relay: MessageRelay;
  readonly memory: SagaMemory;
  readonly storeClock: StoreClock;
  readonly definitions: DefinitionCache;
  readonly familyLimits: FamilyLimits;
  readonly pauses: KnownPauses;
  readonly clock: Clock;
  readonly availability: Availability;
  readonly report: ReportFault;
  /** How many confirmed messages, and outbox batches, one batch deletes from the outbox. */
  readonly sentMax: number;
  /** They are with the store now. */
  readonly begin: (inputs: readonly PendingInput[]) => void;
  /** The plan is committed. Does not throw. */
  readonly settle: (plan: BatchPlan, result: BatchResult) => void;
}

export interface Outcome {
  /** In order; they are to be decided under a lock. */
  readonly others: readonly PendingInput[];
  readonly leftover: Leftover;
}

interface Decided {
  readonly inputs: readonly PendingInput[];
  readonly plan: BatchPlan;
}

/**
 * Decides what it can on remembered states, and writes it in one trip to the store. Whatever cannot
 * go this way is left to the way under a lock, which is always right: an input of a saga that is
 * not remembered, one that changes nothing, a state that another process moved on, a store that
 * does not answer.
 */
export class BatchFromMemory {
  constructor(private readonly parts: BatchFromMemoryParts) {}

  /** Never rejects. */
  async execute(batch: readonly PendingInput[]): Promise<Outcome> {
    const { memory, definitions, storeClock, availability } = this.parts;
    const now = storeClock.now();
    if (now === null || !availability.isAvailable) return nothingOf(batch);
    const { remembered, others } = splitByMemory(batch, { memory, definitions, now });
    if (isHalfOrLess(remembered, batch)) return nothingOf(batch);
    const decided = this.decide(remembered, now);
    if (decided === null || isHalfOrLess(decided.inputs, batch)) return nothingOf(batch);
    const { inputs, plan } = decided;
    if (!(await this.write(inputs, plan))) return nothingOf(batch);
    if (inputs.length === batch.length) return { others, leftover: plan.leftover };
    const written = new Set(inputs);
    return { others: batch.filter((input) => !written.has(input)), leftover: plan.leftover };
  }

  /** Those that it can decide, all of a saga or none of them. null: it cannot go like this. */
  private decide(inputs: readonly PendingInput[], now: number): Decided | null {
    try {
      const plan = this.plan(inputs, now);
      const unchecked = uncheckedSagas(plan);
      if (unchecked?.size === 0) return { inputs, plan };
      const checked = inputs.filter(({ sagaId }) => unchecked?.has(sagaId) === false);
      if (isHalfOrLess(checked, inputs)) return null;
      const part = this.plan(checked, now);
      return uncheckedSagas(part)?.size === 0 ? { inputs: checked, plan: part } : null;
    } catch {
      // which input it was shows under the lock: there the batch is halved
      return null;
    }
  }

  private plan(inputs: readonly PendingInput[], now: number): BatchPlan {
    return planBatch(inputs, loadedFromMemory(inputs, this.parts.memory, now), this.parts);
  }

  /** Whether it was; never rejects. */
  private async write(inputs: readonly PendingInput[], plan: BatchPlan): Promise<boolean> {
    const { store, relay, memory, storeClock, sentMax, report, begin, settle } = this.parts;
    const sent = relay.takeConfirmed(sentMax);
    const resolved = resolvedIn(inputs);
    begin(inputs);
    const noteClock = storeClock.ask();
    try {
      const { era, writes } = plan;
      const result = await store.writeRemembered({ era, writes, resolved, sent });
      if (result.type === 'written') {
        noteClock(result.at);
        const { duplicates, outboxBatchId } = result;
        settle(plan, { duplicates, outboxBatchId, lockHolders: [], eventTakers: [] });
        return true;
      }
    } catch (error) {
      // it is repeated under the lock, and a store that is away is reported there
      if (!isTransientOfStore(error)) report({ during: 'write from memory', error });
      noteDoubt(error, inputs, plan);
    }
    for (const { sagaId } of inputs) memory.forget(sagaId);
    relay.giveBack(sent);
    return false;
  }
}

/** A trip more for everybody pays when it saves most of them a trip. */
function isHalfOrLess(part: readonly PendingInput[], all: readonly PendingInput[]): boolean {
  return 2 * part.length <= all.length;
}

function nothingOf(others: readonly PendingInput[]): Outcome {
  return { others, leftover: NOTHING_LEFT };
}

/** Each once. */
function resolvedIn(inputs: readonly PendingInput[]): RememberedWork['resolved'] {
  const resolved = new Map<string, RememberedWork['resolved'][number]>();
  for (const input of inputs) {
    if (input.type !== 'start' || input.wanted === null) continue;
    const { wanted, request } = input;
    resolved.set(wantedKey(wanted), { wanted, version: request.definition.version });
  }
  return [...resolved.values()];
}
