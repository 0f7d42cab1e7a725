/** A row, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * One statement in the transaction, in SQL of PostgreSQL with `$1`, `$2`, … for its values: texts,
 * numbers, null, Buffers and lists of these. Gives its rows; none for a statement that gives none.
 */
export type Query = (sql: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** What one transaction is given to work with. */
export type Work<Tx, Result> = (
  /** What a handler works with: the transaction as its library knows it. */
  tx: Tx,
  query: Query,
  /**
   * Where the adapter can do it: resolves when all statements that were begun on `tx` have ended,
   * and has it refuse later ones.
   */
  settle?: () => Promise<void>,
) => Promise<Result>;

/**
 * All that a participant needs to know of a service's own database. An adapter for another library
 * is this one function.
 */
export interface ParticipantDatabase<Tx> {
  /**
   * Runs `work` in one transaction, `read committed`, and commits; when `work` throws, rolls back
   * and throws the same. Resolves only when the commit is confirmed. `limitMs`: longer than this no
   * transaction takes, so the library's own limit, if it has one, must not be shorter.
   */
  transaction<Result>(
    work: Work<Tx, Result>,
    limits: { readonly limitMs: number },
  ): Promise<Result>;
  /** How many transactions may be open at a time. Default 5. */
  readonly connectionsMax?: number;
  /**
   * The driver's error, with its SQLSTATE as `code`, within what the library throws. Default: what
   * is thrown.
   */
  readonly driverErrorOf?: (thrown: unknown) => unknown;
}
