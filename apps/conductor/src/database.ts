import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { FloodGuard } from '#messaging';
import {
  assertDurable,
  createStorePool,
  ListGate,
  Lookups,
  NotDurableError,
  ReadPool,
  type Reader,
} from '#database';
import { PostgresSagaStore } from '#persistence';

/**
 * Separate connections for each kind of work, so that none holds up another: however many people
 * read lists, sagas keep running, starts find their definition, and probes are answered.
 */
export interface ConductorDatabase {
  /** Used by the saga store only. */
  readonly storePool: Pool;
  /**
   * For what starts need, for definitions, and for counts: few rows, found by their key. An error
   * here is a state of the server, as in the saga store: it is waited out, and costs no message.
   */
  readonly lookups: Reader;
  /** For reading single sagas. */
  readonly reads: Reader;
  /** The same connections with a limit on concurrent use, for queries that read many rows. */
  readonly lists: Reader;
  /**
   * Writes and commits like the saga store, at most once a second however many callers ask. Returns
   * how long it took, in ms. @throws StoreUnavailableError
   */
  probe(): Promise<number>;
  close(): Promise<void>;
}

/** With the six of the store and the one of the probe, 16 connections in all. */
const LOOKUP_CONNECTIONS_MAX = 4;
const READ_CONNECTIONS_MAX = 5;
/** Longer than for lists: a look-up takes long only when the server is in trouble. */
const LOOKUP_STATEMENT_TIMEOUT_MS = 4000;
/** Callers of the readiness endpoint wait no longer than this. */
const PROBE_TIMEOUT_MS = 2000;

/** Connects right away, so that a wrong address fails at the start. */
export async function openDatabase(url: string, logger: Logger): Promise<ConductorDatabase> {
  const log = new FloodGuard(logger);
  // the original error holds a reference to the whole client
  const onError = ({ message }: Error): void =>
    log.warn({ reason: message }, 'a database connection was lost');
  const storePool = createStorePool(url, { onError });
  const probePool = createStorePool(url, {
    applicationName: 'conductor-probe',
    connectionsMax: 1,
    onError,
    queryTimeoutMs: PROBE_TIMEOUT_MS,
  });
  const probeStore = new PostgresSagaStore(probePool);
  const lookupPool = new ReadPool(url, {
    applicationName: 'conductor-lookups',
    connectionsMax: LOOKUP_CONNECTIONS_MAX,
    onError,
    statementTimeoutMs: LOOKUP_STATEMENT_TIMEOUT_MS,
    prepares: true,
  });
  const reads = new ReadPool(url, { connectionsMax: READ_CONNECTIONS_MAX, onError });
  await warnUnlessDurable(storePool, logger);
  return {
    storePool,
    reads,
    lookups: new Lookups(lookupPool),
    lists: new ListGate(reads),
    probe: onceASecond(() => timeOf(() => probeStore.probe())),
    close: async () => {
      await Promise.all([storePool.end(), probePool.end(), lookupPool.close(), reads.close()]);
    },
  };
}

/** Warns, and does not fail: a server for tests may be configured to be fast and lose data. */
async function warnUnlessDurable(pool: Pool, logger: Logger): Promise<void> {
  try {
    await assertDurable(pool);
  } catch (error) {
    if (!(error instanceof NotDurableError)) throw error;
    logger.error({ settings: error.settings }, error.message);
  }
}

/** Callers within one second of each other share the answer. */
function onceASecond<Result>(ask: () => Promise<Result>): () => Promise<Result> {
  let asked: { readonly answer: Promise<Result>; readonly at: number } | null = null;
  return () => {
    if (asked === null || performance.now() - asked.at >= 1000) {
      asked = { answer: ask(), at: performance.now() };
    }
    return asked.answer;
  };
}

async function timeOf(action: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}
