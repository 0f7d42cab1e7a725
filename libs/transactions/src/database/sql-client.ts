/** The result of a statement. */
export interface SqlResult {
  /** The command tag's first words: `INSERT`, `COMMIT`. */
  readonly command: string;
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

/** A statement of the library's own. Without values it may be several. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** One connection with the interface of `pg`, which all libraries built on `pg` share. */
export interface SqlClient {
  query(text: string, values?: readonly unknown[]): Promise<SqlResult>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  /** `I`: no transaction is open; `T`, `E`: one is. */
  getTransactionStatus?(): string | null;
}

/** A connection that is ours until it is released. */
export interface Lease {
  readonly client: SqlClient;
  /** With an error the connection is closed and not used again. */
  release(error?: Error): void;
}
