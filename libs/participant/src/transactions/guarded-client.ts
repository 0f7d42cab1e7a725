import type { SqlClient, SqlResult } from '../database/sql-client.js';
import { TransactionControlError } from '../errors/transaction-errors.js';
import { transactionControlIn } from './transaction-words.js';
import type { WorkTransaction } from './work-transaction.js';

/** A cursor or a stream of `pg`: it owns the connection until it has ended. */
interface Submittable {
  submit(connection: unknown): unknown;
  handleError(error: Error, connection: unknown): void;
  handleReadyForQuery(connection: unknown): void;
}

type Callback = (error: unknown, result?: SqlResult) => void;

/** Methods that would take the client away from its transaction. */
const REFUSED = new Set<string | symbol>(['release', 'end', 'connect']);

/**
 * The connection of a command's transaction, for the handler or its mapper: a `pg` client whose
 * statements go through the transaction's guard, in every form that `pg` supports.
 */
export function guardedClient(transaction: WorkTransaction): SqlClient {
  return new Proxy(transaction.client, {
    get: (client, name) => {
      if (name === 'query') return queryThrough(transaction);
      if (REFUSED.has(name)) return () => refuse(`client.${String(name)}()`);
      const member: unknown = Reflect.get(client, name, client);
      return typeof member === 'function' ? (member.bind(client) as unknown) : member;
    },
  });
}

export function refuse(what: string): never {
  throw new TransactionControlError(what);
}

function queryThrough(transaction: WorkTransaction) {
  const client = transaction.client as { query(...args: readonly unknown[]): Promise<SqlResult> };
  return (statement: unknown, ...rest: readonly unknown[]): unknown => {
    if (isSubmittable(statement)) {
      submit(transaction, statement, () => client.query(statement));
      return statement;
    }
    const callback = rest.find((argument) => typeof argument === 'function');
    const values = rest.filter((argument) => Array.isArray(argument));
    const result = controlled(statement, () =>
      transaction.statement(() => client.query(statement, ...values)),
    );
    if (!callback) return result;
    void result.then(
      (answer) => (callback as Callback)(null, answer),
      (error: unknown) => (callback as Callback)(error),
    );
    return undefined;
  };
}

async function controlled<Result>(statement: unknown, run: () => Promise<Result>): Promise<Result> {
  const { text } = typeof statement === 'string' ? { text: statement } : (statement as SqlText);
  const control = typeof text === 'string' ? transactionControlIn(text) : null;
  if (control !== null) refuse(control);
  return run();
}

interface SqlText {
  readonly text?: unknown;
}

/** Its turn ends when the connection is ready for the next one, or when it fails. */
function submit(transaction: WorkTransaction, work: Submittable, send: () => unknown): void {
  const whole = () =>
    new Promise<void>((resolve, reject) => {
      const onReady = work.handleReadyForQuery.bind(work);
      const onError = work.handleError.bind(work);
      work.handleReadyForQuery = (connection) => {
        onReady(connection);
        resolve();
      };
      work.handleError = (error, connection) => {
        onError(error, connection);
        reject(error);
      };
      send();
    });
  let isSent = false;
  const turn = transaction.statement(() => {
    isSent = true;
    return whole();
  });
  turn.catch((error: Error) => {
    // It has already received any error that came after it was sent.
    if (!isSent) work.handleError(error, undefined);
  });
}

function isSubmittable(statement: unknown): statement is Submittable {
  return typeof (statement as Partial<Submittable> | null)?.submit === 'function';
}
