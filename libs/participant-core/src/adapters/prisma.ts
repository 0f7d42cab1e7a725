import { PoolExhaustedError } from '#transactions';
import type { ParticipantDatabase, Row } from '../database/participant-database.js';

/** A transaction of Prisma, as far as it is used. */
export interface PrismaTransaction {
  $queryRawUnsafe(sql: string, ...values: unknown[]): PromiseLike<unknown>;
}

/** A client of Prisma, as far as it is used: each service generates its own. */
export interface PrismaLike<Tx> {
  $transaction<Result>(
    work: (tx: Tx) => Promise<Result>,
    options?: {
      readonly maxWait?: number;
      readonly timeout?: number;
      readonly isolationLevel?: 'ReadCommitted';
    },
  ): Promise<Result>;
}

/** How long a transaction waits for a connection. */
const CONNECT_LIMIT_MS = 3_000;

/**
 * The service's Prisma client, on PostgreSQL with `@prisma/adapter-pg`. A handler's `tx` is the
 * client of its interactive transaction: await each of its statements. `connectionsMax`: the `max`
 * of the adapter's pool. Default: 10, as that of `pg`.
 */
export function prismaDatabase<Tx extends PrismaTransaction>(
  client: PrismaLike<Tx>,
  { connectionsMax = 10 }: { readonly connectionsMax?: number } = {},
): ParticipantDatabase<Tx> {
  return {
    connectionsMax,
    transaction: (work, { limitMs }) =>
      client.$transaction(
        (tx) =>
          work(tx, async (sql, values) => {
            const rows = (await tx.$queryRawUnsafe(sql, ...values)) as readonly Row[];
            return rows.map(asPgGives);
          }),
        // without it Prisma ends a transaction after five seconds
        { maxWait: CONNECT_LIMIT_MS, timeout: limitMs, isolationLevel: 'ReadCommitted' },
      ),
    driverErrorOf,
  };
}

/** Bytes are a Buffer there, and not the plain array that Prisma makes of it. */
function asPgGives(row: Row): Row {
  const entries = Object.entries(row).map(([name, value]) => {
    return [name, value instanceof Uint8Array ? Buffer.from(value) : value];
  });
  return Object.fromEntries(entries) as Row;
}

/** What `@prisma/adapter-pg` keeps of an error of `pg`. */
interface AdapterCause {
  readonly kind?: string;
  readonly originalCode?: string;
  readonly originalMessage?: string;
}

/** By Prisma's codes: the server cannot be reached, or has closed the connection. */
const AWAY = ['P1001', 'P1002', 'P1008', 'P1017'];
/** No connection of the pool in time, and no transaction in time. */
const EXHAUSTED = ['P2024', 'P2028'];

function driverErrorOf(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { code, meta, cause } = thrown as {
    readonly code?: unknown;
    readonly meta?: { readonly driverAdapterError?: { readonly cause?: AdapterCause } };
    readonly cause?: unknown;
  };
  const isOfAdapter = thrown.name === 'DriverAdapterError';
  const from = meta?.driverAdapterError?.cause ?? (isOfAdapter ? (cause as AdapterCause) : null);
  if (from?.originalCode) {
    const message = from.originalMessage ?? thrown.message;
    return Object.assign(new Error(message, { cause: thrown }), { code: from.originalCode });
  }
  if (typeof code !== 'string') return thrown;
  if (EXHAUSTED.includes(code)) return new PoolExhaustedError({ cause: thrown });
  const isAway = AWAY.includes(code) || from?.kind === 'DatabaseNotReachable';
  // of the class "connection exception"
  return isAway
    ? Object.assign(new Error(thrown.message, { cause: thrown }), { code: '08006' })
    : thrown;
}
