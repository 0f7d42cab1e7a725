import type { FamilyLimits, SagaState } from '#engine';
import type { SagaDefinition } from '#definition';
import type { Clock } from '#resilience';
import type { BatchWrites, StoredSaga } from '#ports';
import type { KnownPauses } from '../pauses/pause-book.js';
import type { PendingInput, PendingStart } from './pending-input.js';

/** What a batch leads to; it counts once it is committed. */
export interface BatchPlan {
  /** The store's, in which it was read; `''` if nothing was. */
  readonly era: string;
  readonly at: number;
  readonly writes: BatchWrites;
  /** The sagas that inputs met or started, as they are then. */
  readonly after: readonly StoredSaga[];
  readonly startedById: ReadonlyMap<string, PlannedStart>;
  /** Answers to everything but starts: those depend on what the store finds. */
  readonly answers: readonly (() => void)[];
  /** Inputs of sagas whose definition is not at hand, by its name and version. */
  readonly withoutDefinition: readonly {
    readonly input: PendingInput;
    readonly state: SagaState;
  }[];
  readonly leftover: Leftover;
  /** Sagas that came to rest: ended, or stuck. */
  readonly atRest: readonly SagaState[];
  /** The earliest `wakeAt` written; null: none was. */
  readonly earliestWakeAt: number | null;
}

/** What a batch did not get to. */
export interface Leftover {
  /** In order: the batch took long enough without them, or their states did not fit. */
  readonly postponed: readonly PendingInput[];
  /** Sagas whose states did not fit: others go first. */
  readonly unread: ReadonlySet<string>;
  /** Approximate size of the states read and written. */
  readonly bytes: number;
}

export const NOTHING_LEFT: Leftover = { postponed: [], unread: new Set(), bytes: 0 };

export interface PlannedStart {
  readonly input: PendingStart;
  readonly state: SagaState;
}

export interface DefinitionLookup {
  find(name: string, version: number): SagaDefinition | null;
}

/** What a batch is planned with. */
export interface PlanParts {
  readonly definitions: DefinitionLookup;
  readonly familyLimits: FamilyLimits;
  readonly clock: Clock;
  readonly pauses: KnownPauses;
}
