import { withinLimit } from '#resilience';
import {
  DatabaseConnections,
  guardedClient,
  isFatal,
  isOutage,
  NoAnswerError,
  refuse,
  StatementGuard,
  TransactionAbortedError,
  type Lease,
  type SqlClient,
} from '#transactions';
import type { ClientBase, Pool } from 'pg';
import type { ParticipantDatabase, Row, Work } from '../database/participant-database.js';
import { outliveLostConnections } from './lost-connections.js';

/** For statements that never wait for a lock: beginning and rolling back. */
const QUICK_LIMIT_MS = 3_000;

/**
 * The service's pool of `pg`. A handler's `tx` is a client that refuses to end the transaction, and
 * refuses statements that come after its end.
 */
export function pgDatabase(pool: Pool): ParticipantDatabase<ClientBase> {
  const connections = new DatabaseConnections({
    pool: () => pool,
    obtain: async () => {
      const client = await pool.connect();
      return [client as unknown as SqlClient, (error) => client.release(error)];
    },
  });
  connections.limitConnecting();
  outliveLostConnections(pool);
  return {
    connectionsMax: pool.options.max,
    transaction: async (work, { limitMs }) => {
      const lease = await connections.acquire();
      return new PgTransaction(lease, limitMs).run(work);
    },
  };
}

/** One transaction on one connection, which then returns to its pool or is closed. */
class PgTransaction {
  private readonly guard = new StatementGuard('the transaction of the command');
  /** Its connection ended by itself, or did not answer. */
  private loss: Error | undefined;
  /** Why it cannot return to its pool although it is open. */
  private mustClose: Error | undefined;
  private readonly onError = (error: Error): void => void (this.loss ??= error);

  constructor(
    private readonly lease: Lease,
    private readonly limitMs: number,
  ) {}

  async run<Result>(work: Work<ClientBase, Result>): Promise<Result> {
    const { client } = this.lease;
    client.on('error', this.onError);
    try {
      await this.ask('start transaction isolation level read committed', QUICK_LIMIT_MS);
      const query = async (text: string, values: readonly unknown[]) => {
        const { rows } = await client.query(text, [...values]);
        return rows as readonly Row[];
      };
      const result = await work(this.guarded(), query, () => this.guard.settle());
      const { command } = await this.ask('commit', this.limitMs);
      if (command !== 'COMMIT') throw new TransactionAbortedError();
      return result;
    } catch (error) {
      await this.undo(error);
      throw this.loss ?? error;
    } finally {
      this.guard.shut();
      client.removeListener('error', this.onError);
      this.lease.release(this.loss ?? this.mustClose);
    }
  }

  private guarded(): ClientBase {
    const { guard } = this;
    const { client } = this.lease;
    const tx = guardedClient({
      client,
      statement: (send) => guard.run(send),
      isPart: false,
      refuseSetting: refuse,
    });
    return tx as unknown as ClientBase;
  }

  /** A connection that cannot roll back, or could not write, is closed: to the same effect. */
  private async undo(error: unknown): Promise<void> {
    this.guard.shut();
    if (isFatal(error)) this.loss ??= error;
    if (this.loss) return;
    if (!this.guard.isIdle) this.mustClose = new Error('a statement has not ended');
    else await this.ask('rollback', QUICK_LIMIT_MS).catch(this.onError);
    if (isOutage(error, { inHandler: false })) this.mustClose ??= new TransactionAbortedError();
  }

  private ask(text: string, limitMs: number) {
    const { client } = this.lease;
    return withinLimit(client.query(text), limitMs, () => {
      return (this.loss = new NoAnswerError(limitMs));
    });
  }
}
