/** What a statement gave. */
export interface SqlResult {
  /** The first words of what was done: `INSERT`, `COMMIT`. */
  readonly command: string;
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

/** One connection, as `pg` has it, and all libraries that are made upon `pg`. */
export interface SqlClient {
  query(text: string, values?: readonly unknown[]): Promise<SqlResult>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  /** `I`: no transaction is open; `T`, `E`: one is. */
  getTransactionStatus?(): string | null;
}

/** A connection that is ours until it is given back. */
export interface Lease {
  readonly client: SqlClient;
  /** With an error the connection is closed, and not given to anybody again. */
  release(error?: Error): void;
}
