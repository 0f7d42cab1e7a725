import type { DataSource, EntityManager } from 'typeorm';
import type { ParticipantDatabase, Row } from '../database/participant-database.js';

/**
 * The service's data source of TypeORM, initialized. A handler's `tx` is its EntityManager: await
 * each of its statements.
 */
export function typeormDatabase(dataSource: DataSource): ParticipantDatabase<EntityManager> {
  const { poolSize } = dataSource.options as { readonly poolSize?: number };
  return {
    // that of `pg`, which TypeORM uses
    connectionsMax: poolSize ?? 10,
    transaction: (work) =>
      dataSource.transaction('READ COMMITTED', (manager) =>
        work(manager, (sql, values) => rowsOf(manager, sql, values)),
      ),
  };
}

/** `manager.query` gives the rows of an update with how many they are, and those of others bare. */
async function rowsOf(
  { queryRunner }: EntityManager,
  sql: string,
  values: readonly unknown[],
): Promise<readonly Row[]> {
  const result = await queryRunner?.query(sql, [...values], true);
  return (result?.records ?? []) as readonly Row[];
}
