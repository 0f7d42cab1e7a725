import type { ClientBase, QueryResult, QueryResultRow } from 'pg';
import { clientSocket, classifyStoreError, isRefusal } from '#database';

export type Statement =
  string | { readonly name: string; readonly text: string; readonly values: readonly unknown[] };

/** The result of a statement; call it after the batch was executed. */
export type Answered<Row extends QueryResultRow> = () => QueryResult<Row>;

/**
 * Statements that are sent together and answered in order, in one round trip. When one fails, the
 * server refuses the following ones until the transaction ends.
 */
export class StatementBatch {
  private readonly sent: Promise<QueryResult>[] = [];
  private results: readonly PromiseSettledResult<QueryResult>[] = [];

  private readonly socket: ReturnType<typeof clientSocket>;

  constructor(private readonly client: ClientBase) {
    this.socket = clientSocket(client);
    this.socket?.cork();
  }

  add<Row extends QueryResultRow>(statement: Statement): Answered<Row> {
    const index = this.sent.push(this.send(statement)) - 1;
    return () => {
      const result = this.results[index];
      if (result?.status !== 'fulfilled') throw new Error('the batch has not landed');
      return result.value as QueryResult<Row>;
    };
  }

  /**
   * Sends them, and waits for all answers. To be called in the same turn of the event loop.
   * @throws what the first failed one means to the pipeline, see `classifyStoreError`
   */
  async execute({ endsWithCommit = false } = {}): Promise<void> {
    this.socket?.uncork();
    this.results = await Promise.allSettled(this.sent);
    const index = this.results.findIndex(({ status }) => status === 'rejected');
    const failed = this.results[index];
    if (failed?.status !== 'rejected') return;
    const isRefused = isRefusal(failed.reason, { isLast: index === this.sent.length - 1 });
    throw classifyStoreError(failed.reason, { inDoubt: endsWithCommit && !isRefused });
  }

  private send(statement: Statement): Promise<QueryResult> {
    if (typeof statement === 'string') return this.client.query(statement);
    return this.client.query({ ...statement, values: [...statement.values] });
  }
}
