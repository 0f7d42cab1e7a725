/** A saga's lock, which it holds or waits for. */
export interface SagaLock {
  readonly sagaId: string;
  readonly key: string;
}

/** Held or waited for. */
export interface LockRelease {
  readonly sagaId: string;
  /** null: all of the saga's locks. */
  readonly key: string | null;
}

export interface HeldLock {
  readonly key: string;
  /** Larger for each later holder of the key. */
  readonly ticket: number;
}

/** By saga id. */
export type HeldLocks = ReadonlyMap<string, readonly HeldLock[]>;
