import type { SagaDefinition } from '#definition';
import type { SagaStore } from '#ports';
import type { DeadMessageKeeper } from '../dead-messages/dead-message-keeper.js';
import type { BatchDraft } from '../planning/batch-draft.js';
import type { BatchReads } from '../planning/batch-reads.js';
import type { OpenSaga } from '../planning/open-saga.js';
import type { PendingInput } from '../planning/pending-input.js';

export type InputOf<Type extends PendingInput['type']> = Extract<PendingInput, { type: Type }>;

/** What sets an input aside. */
export interface AsideParts {
  readonly store: SagaStore;
  readonly deadMessages: DeadMessageKeeper;
}

/**
 * All that one kind of input has of its own on its way from the queue to the answer. Each kind has
 * a file here; `input-kinds.ts` is the table.
 */
export type InputKind<Type extends PendingInput['type']> = KindThatStarts<Type> | KindOfSagas<Type>;

/** It begins a saga, and brings the definition along. */
export interface KindThatStarts<Type extends PendingInput['type']> extends AnyKind<Type> {
  readonly startsSaga: true;
  begin(input: InputOf<Type>, draft: BatchDraft): void;
}

/** It happens to a saga that is there. */
export interface KindOfSagas<Type extends PendingInput['type']> extends AnyKind<Type> {
  readonly startsSaga: false;
  /** Decides it, and notes what is written beside the transition, and what is answered. */
  decide(input: InputOf<Type>, saga: OpenSaga, definition: SagaDefinition, draft: BatchDraft): void;
  /** There is no such saga, and none is made: after a failover its start may be lost. */
  meetNoSaga(input: InputOf<Type>, draft: BatchDraft): void;
}

interface AnyKind<Type extends PendingInput['type']> {
  /** Goes before all that waits in turn, with what its saga has waiting. */
  readonly goesAhead: boolean;
  /** Somebody holds a connection open for its answer; the others come again by themselves. */
  readonly isAwaited: boolean;
  /**
   * How long it waits for its saga's definition to be at hand. `patiently`: as long as people wait
   * for the store, then it is rejected.
   */
  readonly waitsForDefinition: 'never' | 'patiently' | 'for-ever';
  /**
   * Lets it go when it does not wait for its definition, or too many do, because it comes again by
   * itself; null: it is set aside.
   */
  readonly passOver: ((input: InputOf<Type>) => void) | null;
  /**
   * It may be decided on a remembered state. Only what leads to nothing but transitions and
   * messages, and needs nothing read beside the state.
   */
  needsNoLock(input: InputOf<Type>): boolean;
  /** What it needs locked and read. */
  noteReads(input: InputOf<Type>, reads: BatchReads): void;
  /**
   * Takes it out of the way when it made its batch fail; a rejection means that it was not done,
   * and comes again. null: its sender gets the error.
   */
  readonly setAside:
    ((input: InputOf<Type>, cause: unknown, parts: AsideParts) => Promise<void>) | null;
}
