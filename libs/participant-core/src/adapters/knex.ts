import { PoolExhaustedError } from '#transactions';
import type { ParticipantDatabase, Row } from '../database/participant-database.js';

/** A transaction of Knex, as far as it is used. */
export interface KnexTransaction {
  raw(sql: string, bindings: readonly unknown[]): PromiseLike<unknown>;
}

/** Knex, as far as it is used: named here, so that who has another library need not have it. */
export interface KnexLike<Tx> {
  transaction<Result>(
    work: (trx: Tx) => Promise<Result>,
    config?: { readonly isolationLevel?: 'read committed' },
  ): Promise<Result>;
}

/**
 * The service's Knex, with the client `pg`. A handler's `tx` is its transaction: await each of its
 * statements. `connectionsMax`: the `max` of its pool. Default: 10, as that of Knex.
 */
export function knexDatabase<Tx extends KnexTransaction>(
  knex: KnexLike<Tx>,
  { connectionsMax = 10 }: { readonly connectionsMax?: number } = {},
): ParticipantDatabase<Tx> {
  return {
    connectionsMax,
    transaction: (work) =>
      knex.transaction(
        (trx) =>
          work(trx, async (sql, values) => {
            const { text, bindings } = withQuestionMarks(sql, values);
            const { rows } = (await trx.raw(text, bindings)) as { readonly rows: readonly Row[] };
            return rows;
          }),
        { isolationLevel: 'read committed' },
      ),
    driverErrorOf: (thrown) =>
      thrown instanceof Error && thrown.name === 'KnexTimeoutError'
        ? new PoolExhaustedError({ cause: thrown })
        : thrown,
  };
}

/** Knex numbers its values by their order, one question mark for each use. */
function withQuestionMarks(sql: string, values: readonly unknown[]) {
  const bindings: unknown[] = [];
  const escaped = sql.replaceAll('?', '\\?');
  const text = escaped.replace(/\$(\d+)/g, (_, position: string) => {
    bindings.push(values[Number(position) - 1]);
    return '?';
  });
  return { text, bindings };
}
