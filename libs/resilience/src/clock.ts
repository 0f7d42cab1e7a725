/** Time for the shell: only for waiting. Instants that decide anything come from the database. */
export interface Clock {
  /** Monotonic, in ms, from an arbitrary origin. */
  now(): number;
  /** Calls back once after at least `delayMs`; the function returned takes that back. */
  after(delayMs: number, callback: () => void): () => void;
}
