import type { Keeper } from './keeper.d.mjs';

export interface PostgresServer {
  /** Of the database `postgres`, with user and password. */
  readonly url: string;
  /** It was already running: whoever started it was killed, or is still running. */
  readonly adopted: boolean;
  /** Cleanly. */
  stop(): Promise<void>;
  /** Without waiting, for a process that is out of time; what was committed is kept. */
  abort(): void;
}

/** See postgres.mjs. */
export function startPostgres(options: {
  readonly dir: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly keeper?: Keeper;
}): Promise<PostgresServer>;
