import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { StoreUnavailableError } from '#ports';
import { FreshConnections, classifyStoreError, sqlStateOf } from '#database';
import { StatementBatch, type Statement } from './statement-batch.js';

/** The store's connections; their users share what one of them finds out about the server. */
export class StoreConnections {
  private readonly connections: FreshConnections;

  constructor(pool: Pool) {
    this.connections = FreshConnections.of(pool);
  }

  /** `era`: see `RememberedWork.era`. @throws what `work` does, StoreUnavailableError */
  async use<Result>(work: (client: PoolClient, era: string) => Promise<Result>): Promise<Result> {
    const client = await this.take();
    let fault: unknown = null;
    try {
      return await work(client, await this.eraOf(client));
    } catch (error) {
      fault = error;
      throw error;
    } finally {
      this.giveBack(client, fault);
    }
  }

  /** One statement, which is its own transaction. @throws see `classifyStoreError` */
  run<Row extends QueryResultRow>(
    statement: Exclude<Statement, string>,
  ): Promise<QueryResult<Row>> {
    return this.use(async (client) => {
      const statements = new StatementBatch(client);
      const result = statements.add<Row>(statement);
      await statements.execute();
      return result();
    });
  }

  private async take(): Promise<PoolClient> {
    try {
      return await this.connections.take();
    } catch (error) {
      throw classifyStoreError(error);
    }
  }

  private async eraOf(client: PoolClient): Promise<string> {
    try {
      return await this.connections.eraOf(client);
    } catch (error) {
      throw classifyStoreError(error);
    }
  }

  private giveBack(client: PoolClient, fault: unknown): void {
    // an error of the server came over a connection that works; any other may be a dead network
    if (fault instanceof StoreUnavailableError && sqlStateOf(fault) === null) {
      this.connections.suspectAll();
    }
    this.connections.giveBack(client, fault !== null);
  }
}
