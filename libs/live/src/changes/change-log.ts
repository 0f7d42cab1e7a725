import type { SagaChange } from './saga-change.js';
import type { StreamPosition } from './stream-position.js';

/** Reads which transitions were committed, by whichever replica. */
export interface ChangeLog {
  /**
   * What was committed since the position, in no order; null: nothing, only where the log is now.
   * At most `batchesMax` batches. @throws what a read of the database does
   */
  since(position: StreamPosition | null, batchesMax: number): Promise<ChangesSince>;

  /** The same changes with all that a `SagaChange` has; those that are gone are left out. */
  describe(changes: readonly LoggedChange[]): Promise<readonly SagaChange[]>;
}

export type LoggedChange = Pick<SagaChange, 'sagaId' | 'version' | 'statusBefore' | 'status'>;

export interface ChangesSince {
  /** Once these were told. */
  readonly position: StreamPosition;
  readonly changes: readonly LoggedChange[];
  /** There were more batches. */
  readonly isCut: boolean;
  /** A replica of an earlier release runs: what it commits is not in the log. */
  readonly isPartial: boolean;
}
