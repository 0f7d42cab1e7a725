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
 * Connections for each kind of work, so that none holds up another: however many people read lists,
 * sagas move, starts find their definition, and a probe gets its answer.
 */
export interface ConductorDatabase {
  /** For the saga store alone. */
  readonly storePool: Pool;
  /**
   * For what starts need, definitions, and figures: few rows, found by their key. An error is the
   * server's state, as in the saga store: it is waited for, and costs no message.
   */
  readonly lookups: Reader;
  /** For what people read of single sagas. */
  readonly reads: Reader;
  /** On the same connections, so many at a time: for whatever reads many rows. */
  readonly lists: Reader;
  /**
   * Writes and commits as the saga store does, at most once a second however many ask. Gives how
   * long it took, in ms. @throws StoreUnavailableError
   */
  probe(): Promise<number>;
  close(): Promise<void>;
}

/** Together with the six of the store and the one of the probe they are 16. */
const LOOKUP_CONNECTIONS_MAX = 4;
const READ_CONNECTIONS_MAX = 5;
/** Longer than lists have: a look-up takes long only when the server is in trouble. */
const LOOKUP_STATEMENT_TIMEOUT_MS = 4000;
/** Whoever asks for readiness waits no longer than this. */
const PROBE_TIMEOUT_MS = 2000;

/** Connects, so that a wrong address shows at once. */
export async function openDatabase(url: string, logger: Logger): Promise<ConductorDatabase> {
  const log = new FloodGuard(logger);
  // the error itself carries the whole client
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

/** A server for tests may be fast and forgetful on purpose: it is said, not refused. */
async function warnUnlessDurable(pool: Pool, logger: Logger): Promise<void> {
  try {
    await assertDurable(pool);
  } catch (error) {
    if (!(error instanceof NotDurableError)) throw error;
    logger.error({ settings: error.settings }, error.message);
  }
}

/** Those who ask within a second of each other get the same answer. */
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
