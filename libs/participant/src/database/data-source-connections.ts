import { DatabaseConnections, type Pool, type SqlClient } from '#transactions';
import type { DataSource } from 'typeorm';

/** The part of TypeORM's driver that is used: the `pg` pool that it creates. */
interface PostgresDriver {
  readonly master?: Pool;
  obtainMasterConnection(): Promise<[SqlClient, (error?: Error) => void]>;
}

/** Connections of a data source's pool. */
export function connectionsOf(dataSource: DataSource): DatabaseConnections {
  const driver = () => dataSource.driver as unknown as PostgresDriver;
  return new DatabaseConnections({
    pool: () => driver().master,
    obtain: () => driver().obtainMasterConnection(),
  });
}
