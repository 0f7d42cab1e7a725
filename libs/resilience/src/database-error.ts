import { isNativeError } from 'node:util/types';

/** What an error of a PostgreSQL client says: what is the matter, whoever asked for what. */
export type DatabaseErrorKind =
  /** There is no connection, or it has ended, or none is to be had. */
  | 'not-connected'
  /** The server ends sessions: it stops, has crashed, or starts. */
  | 'shut-down'
  /** It takes no login of this user, or has no such database. */
  | 'login-refused'
  /** A standby, or a session that may only read. */
  | 'read-only'
  /** The disk is full, or cannot be written. */
  | 'out-of-space'
  | 'out-of-memory'
  /** A statement, a transaction or a pause within one took longer than it may. */
  | 'timeout'
  /** Other transactions were in the way; all of it is undone, and can be repeated. */
  | 'contention'
  /** A row breaks a rule of its table; `constraint` says which. */
  | 'constraint'
  /** Bad data, or more than the server can take. */
  | 'value'
  /** A name that is not there or may not be used, or no SQL. */
  | 'statement'
  /** Anything else, also what is no error of a database at all. */
  | 'other';

export interface DatabaseErrorFacts {
  readonly kind: DatabaseErrorKind;
  /** PostgreSQL's name of the SQLSTATE, for those of `MEANINGS` that have one; else null. */
  readonly condition: Condition | null;
  /** Five characters, `22003`; null: these are not the words of the server. */
  readonly sqlState: string | null;
  /** The name of the constraint that is broken; null: it names none. */
  readonly constraint: string | null;
  /** The server ended the session with this answer. */
  readonly isFatal: boolean;
  /** For one line: the code of a socket's error, else the message. */
  readonly reason: string;
  /** The driver's own, without the statement and its values; what was thrown, if it is none. */
  readonly error: unknown;
}

/** By SQLSTATE or its class, as "PostgreSQL Error Codes", appendix A of the manual, names them. */
const MEANINGS = {
  '08': ['not-connected', null], // connection exception
  '08P01': ['not-connected', 'protocol_violation'],
  '22': ['value', null], // data exception
  '23': ['constraint', null], // integrity constraint violation
  '23505': ['constraint', 'unique_violation'],
  '25006': ['read-only', 'read_only_sql_transaction'],
  '25P03': ['timeout', 'idle_in_transaction_session_timeout'],
  '25P04': ['timeout', 'transaction_timeout'],
  '28': ['login-refused', null], // invalid authorization specification
  '3D000': ['login-refused', 'invalid_catalog_name'],
  '40001': ['contention', 'serialization_failure'],
  '40P01': ['contention', 'deadlock_detected'],
  '42': ['statement', null], // syntax error or access rule violation
  '42501': ['statement', 'insufficient_privilege'],
  '42P01': ['statement', 'undefined_table'],
  '42P04': ['statement', 'duplicate_database'],
  '53000': ['out-of-memory', 'insufficient_resources'],
  '53100': ['out-of-space', 'disk_full'],
  '53200': ['out-of-memory', 'out_of_memory'],
  '53300': ['not-connected', 'too_many_connections'],
  '54': ['value', null], // program limit exceeded
  '55P03': ['contention', 'lock_not_available'],
  '57014': ['timeout', 'query_canceled'],
  '57P01': ['shut-down', 'admin_shutdown'],
  '57P02': ['shut-down', 'crash_shutdown'],
  '57P03': ['shut-down', 'cannot_connect_now'],
  '57P04': ['shut-down', 'database_dropped'],
  '57P05': ['shut-down', 'idle_session_timeout'],
  '58030': ['out-of-space', 'io_error'],
} as const satisfies Readonly<Record<string, readonly [DatabaseErrorKind, string | null]>>;

type Condition = NonNullable<(typeof MEANINGS)[keyof typeof MEANINGS][1]>;

const MEANING_OF = new Map<string, readonly [DatabaseErrorKind, Condition | null]>(
  Object.entries(MEANINGS),
);

/** `EPIPE` and its like have five characters too. */
const SQL_STATE = /^(?!E[A-Z]{4})[0-9A-Z]{5}$/;

/** From errno(3) and getaddrinfo(3); and what `pg` and its pool say in words alone. */
const CODES_OF_LOSS =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/;
const WORDS_OF_LOSS =
  /^(Connection terminated|timeout expired|timeout exceeded when trying|Client .* not queryable$)/;

/**
 * Says what was thrown: by `pg`, by `pg-native`, by a mapper that puts an error of its own around,
 * or by anything else.
 *
 * A `cause` is not followed: whoever gives an error a cause has said what it means already, and may
 * mean something else.
 */
export function databaseErrorOf(thrown: unknown): DatabaseErrorFacts {
  const [first, ...gathered] = driverErrorsOf(thrown);
  const facts = describe(first);
  if (facts.kind !== 'other') return facts;
  return gathered.map(describe).find(({ kind }) => kind !== 'other') ?? facts;
}

/**
 * TypeORM keeps the driver's error beside the statement and all its values. Node tries each address
 * of a host, and gathers what became of them.
 */
function driverErrorsOf(thrown: unknown): [unknown, ...unknown[]] {
  const { driverError } = (thrown ?? {}) as { readonly driverError?: unknown };
  const error = isNativeError(driverError) ? driverError : thrown;
  const { errors } = (error ?? {}) as { readonly errors?: unknown };
  return Array.isArray(errors) ? [error, ...(errors as unknown[])] : [error];
}

function describe(error: unknown): DatabaseErrorFacts {
  const fields = (isNativeError(error) ? error : {}) as Readonly<Record<string, unknown>>;
  const code = textOf(fields['code']);
  const message = textOf(fields['message']) ?? textOf(error) ?? '';
  const isLost = code === null ? WORDS_OF_LOSS.test(message) : CODES_OF_LOSS.test(code);
  const sqlState = code !== null && SQL_STATE.test(code) ? code : null;
  const [kind, condition] = isLost ? (['not-connected', null] as const) : meaningOf(sqlState ?? '');
  return {
    kind,
    condition,
    sqlState,
    constraint: textOf(fields['constraint']),
    isFatal: fields['severity'] === 'FATAL',
    reason: isLost && code !== null ? code : message,
    error,
  };
}

function meaningOf(sqlState: string): readonly [DatabaseErrorKind, Condition | null] {
  return MEANING_OF.get(sqlState) ?? MEANING_OF.get(sqlState.slice(0, 2)) ?? ['other', null];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
