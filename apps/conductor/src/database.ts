import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import {
  assertDurable,
  createConductorDataSource,
  createStorePool,
  NotDurableError,
} from '#persistence';

/** Two sets of connections: a slow list never keeps a saga waiting. */
export interface ConductorDatabase {
  /** For what people read, and for definitions. */
  readonly dataSource: DataSource;
  /** For the saga store alone. */
  readonly storePool: Pool;
  close(): Promise<void>;
}

/** Connects, so that a wrong address shows at once. */
export async function openDatabase(url: string, logger: Logger): Promise<ConductorDatabase> {
  const dataSource = createConductorDataSource(url);
  await dataSource.initialize();
  const storePool = createStorePool(url, {
    // the error itself carries the whole client
    onError: ({ message }) => logger.warn({ reason: message }, 'a database connection was lost'),
  });
  await warnUnlessDurable(storePool, logger);
  return {
    dataSource,
    storePool,
    close: async () => {
      await storePool.end();
      await dataSource.destroy();
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
