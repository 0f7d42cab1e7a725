/** Time for waiting only: every instant that decisions depend on comes from the database. */
export interface Clock {
  /** Monotonic, in ms, from an arbitrary origin. */
  now(): number;
  /**
   * Wall clock, in ms since the epoch. Somebody may set it, so nothing is measured by it; but
   * unlike `now` it goes on while the machine is suspended.
   */
  wallNow(): number;
  /** Calls back once after at least `delayMs`; the returned function cancels that. */
  after(delayMs: number, callback: () => void): () => void;
}
