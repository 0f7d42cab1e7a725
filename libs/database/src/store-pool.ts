import pg from 'pg';
import { FreshConnections } from './fresh-connections.js';
import { sessionStart } from '../../../migrations/session-settings.js';

export interface StorePoolOptions {
  /** Connections at most: one for each lane, and a few for timers and the outbox. Default 6. */
  readonly connectionsMax?: number;
  /** Shown in `pg_stat_activity`. Default `conductor`. */
  readonly applicationName?: string;
  /** Idle connections and failed ones report here; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void;
  /** A server that does not answer for this long is taken for gone. Default 9 s. */
  readonly queryTimeoutMs?: number;
}

/**
 * Rows are found through indexes, in their order, whatever the size of a table, by a plan that is
 * made once for all calls. A statement that is used while its table grows has to be good by such a
 * plan: hot-path-plans.int-spec.ts. Measured: docs/decisions/0005 and 0113.
 *
 * A table without a fitting index is read all the same, which counts then as dear beyond measure
 * before PostgreSQL 18. A server with JIT compiles what is dear, at each call: 0.2 s for a look of
 * half a millisecond (docs/decisions/0148).
 */
const PINNED_PLANS = [
  'enable_seqscan=off',
  'enable_bitmapscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'plan_cache_mode=force_generic_plan',
  'jit=off',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** Callers are answered within 10 s: the server has to give up before, and we right after it. */
const STATEMENT_TIMEOUT_MS = 8000;
const QUERY_TIMEOUT_MS = 9000;
/** A peer that is gone without a word is found soon, not after the two hours of most systems. */
export const KEEP_ALIVE_DELAY_MS = 5000;

/** The connections of the saga store, and of nothing else. */
export function createStorePool(url: string, options: StorePoolOptions = {}): pg.Pool {
  const session = sessionStart(url, PINNED_PLANS);
  const pool = new pg.Pool({
    connectionString: session.url,
    max: options.connectionsMax ?? 6,
    application_name: options.applicationName ?? 'conductor',
    connectionTimeoutMillis: 3000,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    // what belongs together is sent together; one connection serves one transaction at a time
    pipeline: true,
    options: session.options,
    lock_timeout: 2000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // lets go of the rows of a process that froze
    idle_in_transaction_session_timeout: 10_000,
    // the server may be frozen: the client has a limit of its own
    query_timeout: options.queryTimeoutMs ?? QUERY_TIMEOUT_MS,
  });
  // sees every connection, also those that others take
  FreshConnections.of(pool);
  const report = options.onError ?? (() => undefined);
  pool.on('error', report);
  // one that is in use has no listener, and its error would end the process; its query is told too
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}
