import type { EventEmitter } from 'node:events';
import type { ParticipantDatabase, Row } from '../database/participant-database.js';
import { outliveLostConnections } from './lost-connections.js';

/** A transaction of Drizzle, as far as it is used. */
export interface DrizzleTransaction {
  execute(query: never): PromiseLike<unknown>;
}

/** A database of Drizzle, as far as it is used. */
export interface DrizzleLike<Tx> {
  transaction<Result>(
    work: (tx: Tx) => Promise<Result>,
    config?: { readonly isolationLevel?: 'read committed' },
  ): Promise<Result>;
  /** What it asks: a pool of `pg`, or the client of another driver. */
  readonly $client?: unknown;
}

/** `sql` of `drizzle-orm`: the service's own, since a second copy of it would not be understood. */
export interface DrizzleSql {
  raw(text: string): object;
  param(value: unknown): object;
  join(chunks: object[]): object;
}

/**
 * The service's Drizzle on PostgreSQL, with the `sql` of `drizzle-orm`. A handler's `tx` is its
 * transaction: await each of its statements. `connectionsMax`: the `max` of its pool. Default: 10,
 * as that of `pg`.
 */
export function drizzleDatabase<Tx extends DrizzleTransaction>(
  db: DrizzleLike<Tx>,
  sql: DrizzleSql,
  { connectionsMax = 10 }: { readonly connectionsMax?: number } = {},
): ParticipantDatabase<Tx> {
  if (isEmitter(db.$client)) outliveLostConnections(db.$client);
  return {
    connectionsMax,
    transaction: (work) =>
      db.transaction(
        (tx) =>
          work(tx, async (text, values) => {
            const statement = sql.join(chunksOf(sql, text, values));
            return rowsOf(await tx.execute(statement as never));
          }),
        { isolationLevel: 'read committed' },
      ),
    driverErrorOf: (thrown) => (isQueryError(thrown) ? thrown.cause : thrown),
  };
}

/** Other drivers than `pg` hear of a lost connection by themselves. */
function isEmitter(client: unknown): client is EventEmitter {
  return typeof (client as EventEmitter | undefined)?.on === 'function';
}

function chunksOf(sql: DrizzleSql, text: string, values: readonly unknown[]): object[] {
  return text.split(/\$(\d+)/).map((part, index) => {
    const isValue = index % 2 === 1;
    return isValue ? sql.param(values[Number(part) - 1]) : sql.raw(part);
  });
}

/** `pg` gives a result with rows, other drivers the rows. */
function rowsOf(result: unknown): readonly Row[] {
  if (Array.isArray(result)) return result as Row[];
  return (result as { readonly rows: readonly Row[] }).rows;
}

/** Drizzle puts an error with the statement and its values around the driver's. */
function isQueryError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'query' in thrown && thrown.cause instanceof Error;
}
