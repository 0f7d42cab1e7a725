import type { PoolClient } from 'pg';
import { classifyStoreError } from '#database';
import type { StoreConnections } from '../store/store-connections.js';

/** A transaction of its own. @throws what the database says, see `classifyStoreError` */
export async function inTransaction<Result>(
  connections: StoreConnections,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return connections.use(async (client) => {
    let inDoubt = false;
    try {
      await client.query('begin');
      const result = await work(client);
      inDoubt = true;
      await client.query('commit');
      return result;
    } catch (error) {
      // the connection is closed then, which undoes what was begun
      throw classifyStoreError(error, { inDoubt });
    }
  });
}
