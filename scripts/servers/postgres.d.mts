export interface PostgresServer {
  /** Of the database `postgres`, with user and password. */
  readonly url: string;
  /** It was running: whoever started it was killed, or is still there. */
  readonly adopted: boolean;
  stop(): Promise<void>;
}

/** See postgres.mjs. */
export function startPostgres(options: {
  readonly dir: string;
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<PostgresServer>;
