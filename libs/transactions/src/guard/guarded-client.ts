import type { SqlClient, SqlResult } from '../database/sql-client.js';
import { TransactionControlError } from '../errors/transaction-errors.js';
import { settingIn, transactionControlIn } from './transaction-words.js';

/** A transaction whose statements take turns. */
export interface GuardedWork {
  readonly client: SqlClient;
  /** One statement of the handler, in its turn. @throws StatementTooLateError */
  statement<Result>(
    send: () => Promise<Result>,
    options?: { readonly isAlone?: boolean },
  ): Promise<Result>;
  /** It shares its transaction with other commands. */
  readonly isPart: boolean;
  /** What a handler may not do that shares its transaction. */
  refuseSetting(text: string): never;
}

/** A cursor or a stream of `pg`: it owns the connection until it has ended. */
interface Submittable {
  submit(connection: unknown): unknown;
  handleError(error: Error, connection: unknown): void;
  handleReadyForQuery(connection: unknown): void;
}

/** A statement that is fetched some rows at a time, like a cursor. */
interface Portal {
  readonly rows?: number;
}

type Callback = (error: unknown, result?: SqlResult) => void;

/** Methods that would take the client away from its transaction. */
const REFUSED = new Set<string | symbol>(['release', 'end', 'connect']);

/**
 * The connection of a command's transaction, for the handler or its mapper: a `pg` client whose
 * statements go through the transaction's guard, in every form that `pg` supports.
 */
export function guardedClient(transaction: GuardedWork): SqlClient {
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

function queryThrough(transaction: GuardedWork) {
  const client = transaction.client as { query(...args: readonly unknown[]): Promise<SqlResult> };
  return (statement: unknown, ...rest: readonly unknown[]): unknown => {
    if (isSubmittable(statement)) {
      submit(transaction, statement, () => client.query(statement));
      return statement;
    }
    const callback = rest.find((argument) => typeof argument === 'function');
    const values = rest.filter((argument) => Array.isArray(argument));
    const isAlone = Boolean((statement as Partial<Portal> | null)?.rows);
    const result = controlled(transaction, statement, () =>
      transaction.statement(() => client.query(statement, ...values), { isAlone }),
    );
    if (!callback) return result;
    void result.then(
      (answer) => (callback as Callback)(null, answer),
      (error: unknown) => (callback as Callback)(error),
    );
    return undefined;
  };
}

async function controlled<Result>(
  transaction: GuardedWork,
  statement: unknown,
  run: () => Promise<Result>,
): Promise<Result> {
  const { text } = typeof statement === 'string' ? { text: statement } : (statement as SqlText);
  if (typeof text !== 'string') return run();
  const control = transactionControlIn(text);
  if (control !== null) refuse(control);
  if (transaction.isPart && settingIn(text) !== null) transaction.refuseSetting(text);
  return run();
}

interface SqlText {
  readonly text?: unknown;
}

/** Its turn ends when the connection is ready for the next one, or when it fails. */
function submit(transaction: GuardedWork, work: Submittable, send: () => unknown): void {
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
  const turn = transaction.statement(
    () => {
      isSent = true;
      return whole();
    },
    { isAlone: true },
  );
  turn.catch((error: Error) => {
    // It has already received any error that came after it was sent.
    if (!isSent) work.handleError(error, undefined);
  });
}

function isSubmittable(statement: unknown): statement is Submittable {
  return typeof (statement as Partial<Submittable> | null)?.submit === 'function';
}
