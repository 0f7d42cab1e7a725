import { guardedClient, refuse } from '#transactions';
import type { DataSource, EntityManager } from 'typeorm';
import type { WorkTransaction } from './work-transaction.js';

type Nested = Parameters<EntityManager['transaction']>[1];

export interface TypeOrmWork {
  readonly manager: EntityManager;
  /** Informs TypeORM's subscribers, whose statements belong to the handler's transaction. */
  beforeCommit(): Promise<void>;
}

/**
 * TypeORM on the connection of a command's transaction. Its repositories, query builders and nested
 * transactions work within that transaction, one after the other, and cannot end it.
 */
export function managerOn(dataSource: DataSource, transaction: WorkTransaction): TypeOrmWork {
  const runner = dataSource.createQueryRunner('master');
  const client = guardedClient(transaction);
  Object.assign(runner, {
    // A repository must not begin a transaction of its own, and an event must be in one.
    isTransactionActive: true,
    connect: () => Promise.resolve(client),
    startTransaction: async () => refuse('queryRunner.startTransaction()'),
    commitTransaction: async () => refuse('queryRunner.commitTransaction()'),
    rollbackTransaction: async () => refuse('queryRunner.rollbackTransaction()'),
    release: async () => refuse('queryRunner.release()'),
    [Symbol.asyncDispose]: async () => refuse('await using with the queryRunner'),
  });
  const { manager, broadcaster } = runner;
  const transactionOf = async (first: string | Nested, second?: Nested): Promise<unknown> => {
    // A nested transaction has the isolation of the whole, whatever it asks for.
    const work = typeof first === 'function' ? first : (second as Nested);
    return transaction.nest(() => work(manager));
  };
  Object.assign(manager, { transaction: transactionOf });
  transaction.whenEnded(async (isCommitted) => {
    Object.assign(runner, { isTransactionActive: false });
    await broadcaster.broadcast(
      isCommitted ? 'AfterTransactionCommit' : 'AfterTransactionRollback',
    );
  });
  return { manager, beforeCommit: () => broadcaster.broadcast('BeforeTransactionCommit') };
}
