import type { Ask } from '#duties';
import { waitAtMost, withinLimit } from '#resilience';
import { NoAnswerError, PoolExhaustedError } from '../errors/transaction-errors.js';
import { isFatal, isOutage } from './database-trouble.js';
import type { Lease, SqlClient, SqlResult } from './sql-client.js';

/** A pool of `pg`, as far as it is used. */
export interface Pool {
  readonly options: { readonly max?: number; connectionTimeoutMillis?: number | undefined };
  readonly idleCount: number;
  readonly totalCount: number;
}

/** Where connections come from: the pool of a service, or of its mapper. */
export interface ConnectionSource {
  /** Undefined: it is not known yet, or there is none. */
  pool(): Pool | undefined;
  /** With an error the connection is closed and not used again. */
  obtain(): Promise<readonly [SqlClient, (error?: Error) => void]>;
}

/** Longer than any connection takes that arrives at all. */
export const CONNECT_LIMIT_MS = 3_000;
/** How long to wait for a connection that others are using. */
const TURN_LIMIT_MS = 7_000;
/** Shorter than the ten seconds within which a dead database is to be noticed. */
export const STATEMENT_LIMIT_MS = 4_000;

/**
 * Connections of the service's pool for the library's own use. Nothing here waits for ever:
 * a server may accept and not answer, and a network may silently drop a connection.
 */
export class DatabaseConnections {
  constructor(private readonly source: ConnectionSource) {}

  /**
   * Discards a connection that does not arrive. Without this limit a frozen server would use up the
   * pool.
   */
  limitConnecting(): void {
    const pool = this.source.pool();
    if (pool) pool.options.connectionTimeoutMillis ||= CONNECT_LIMIT_MS;
  }

  /** @throws PoolExhaustedError, NoAnswerError, what the pool says */
  async acquire(): Promise<Lease> {
    const obtained = this.source.obtain();
    try {
      const isThere =
        (await waitAtMost(obtained, CONNECT_LIMIT_MS)) ||
        // those who work with them will give them back: that is no silence
        (this.isExhausted && (await waitAtMost(obtained, TURN_LIMIT_MS)));
      if (!isThere) throw new NoAnswerError(CONNECT_LIMIT_MS);
      const [client, release] = await obtained;
      return { client, release };
    } catch (error) {
      // It may arrive after the wait has ended.
      obtained.then(
        ([, release]) => release(),
        () => undefined,
      );
      throw this.isExhausted ? new PoolExhaustedError({ cause: error }) : error;
    }
  }

  /** One statement in a transaction of its own. */
  query(
    text: string,
    values: readonly unknown[] = [],
    limitMs = STATEMENT_LIMIT_MS,
  ): Promise<SqlResult> {
    return this.use((client) => client.query(text, values), limitMs);
  }

  /**
   * Lends a connection to the statements of `work`, all within `limitMs`. It is closed afterwards
   * if it did not answer, could not do the work, or is still in a transaction.
   */
  async use<Result>(
    work: (client: SqlClient) => Promise<Result>,
    limitMs = STATEMENT_LIMIT_MS,
  ): Promise<Result> {
    return useOnce(await this.acquire(), work, limitMs);
  }

  /** Checks each idle connection, and closes those for which `check` fails. */
  async sweep(check: (client: SqlClient) => Promise<unknown>): Promise<void> {
    const { idleCount = 0 } = this.source.pool() ?? {};
    const checks = Array.from({ length: idleCount }, () => this.use(check));
    // The end of a connection reports what was found.
    await Promise.allSettled(checks);
  }

  private get isExhausted(): boolean {
    const pool = this.source.pool();
    return !!pool && pool.idleCount === 0 && pool.totalCount >= (pool.options.max ?? 10);
  }
}

/** Single statements, as what needs no mapper asks them. */
export function asker(connections: DatabaseConnections): Ask {
  return async (text, values, limitMs) => (await connections.query(text, values, limitMs)).rows;
}

async function useOnce<Result>(
  { client, release }: Lease,
  use: (client: SqlClient) => Promise<Result>,
  limitMs: number,
): Promise<Result> {
  let loss: Error | undefined;
  const onError = (error: Error): void => void (loss ??= error);
  client.on('error', onError);
  try {
    return await withinLimit(use(client), limitMs, () => (loss = new NoAnswerError(limitMs)));
  } catch (error) {
    if (isFatal(error) || isOutage(error, { inHandler: false })) loss ??= error as Error;
    throw error;
  } finally {
    client.removeListener('error', onError);
    const isOpen = (client.getTransactionStatus?.() ?? 'I') !== 'I';
    release(loss ?? (isOpen ? new Error('a transaction was left open') : undefined));
  }
}
