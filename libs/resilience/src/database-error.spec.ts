import fc from 'fast-check';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { assertProperty } from '#testing-internal';
import { databaseErrorOf } from './database-error.js';

/** As `pg` makes it of the server's answer. */
function ofServer(code: string, fields: object = {}): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('the server says no', 0, 'error'), { code }, fields);
}

/** As `pg-native` does: no class of its own. */
function ofNative(code: string): Error {
  return Object.assign(new Error('the server says no'), { code, severity: 'ERROR' });
}

/** As Node makes it: `connect ECONNREFUSED 127.0.0.1:5432`. */
function ofSocket(code: string): Error {
  return Object.assign(new Error(`connect ${code} 127.0.0.1:5432`), { code, syscall: 'connect' });
}

const SQLSTATES = [
  ['08000', 'not-connected', null],
  ['08003', 'not-connected', null],
  ['08006', 'not-connected', null],
  ['08P01', 'not-connected', 'protocol_violation'],
  ['22003', 'value', null],
  ['22P05', 'value', null],
  ['23502', 'constraint', null],
  ['23503', 'constraint', null],
  ['23505', 'constraint', 'unique_violation'],
  ['23514', 'constraint', null],
  ['25001', 'other', null],
  ['25006', 'read-only', 'read_only_sql_transaction'],
  ['25P03', 'timeout', 'idle_in_transaction_session_timeout'],
  ['25P04', 'timeout', 'transaction_timeout'],
  ['28P01', 'login-refused', null],
  ['3D000', 'login-refused', 'invalid_catalog_name'],
  ['40001', 'contention', 'serialization_failure'],
  ['40P01', 'contention', 'deadlock_detected'],
  ['42501', 'statement', 'insufficient_privilege'],
  ['42703', 'statement', null],
  ['42P01', 'statement', 'undefined_table'],
  ['42P04', 'statement', 'duplicate_database'],
  ['53000', 'out-of-memory', 'insufficient_resources'],
  ['53100', 'out-of-space', 'disk_full'],
  ['53200', 'out-of-memory', 'out_of_memory'],
  ['53300', 'not-connected', 'too_many_connections'],
  ['53400', 'other', null],
  ['54001', 'value', null],
  ['55P03', 'contention', 'lock_not_available'],
  ['57014', 'timeout', 'query_canceled'],
  ['57P01', 'shut-down', 'admin_shutdown'],
  ['57P02', 'shut-down', 'crash_shutdown'],
  ['57P03', 'shut-down', 'cannot_connect_now'],
  ['57P04', 'shut-down', 'database_dropped'],
  ['57P05', 'shut-down', 'idle_session_timeout'],
  ['58030', 'out-of-space', 'io_error'],
  ['P0001', 'other', null],
  ['XX000', 'other', null],
] as const;

describe.each(SQLSTATES)('Given an answer of the server with SQLSTATE %s', (code, kind, name) => {
  const expected = { kind, condition: name, sqlState: code };

  it.each([
    ['as it is', ofServer(code)],
    ["as pg-native's", ofNative(code)],
    ['within that of TypeORM', new QueryFailedError('select $1', ['secret'], ofServer(code))],
  ])(`then %s it is ${kind}`, (_, thrown) => {
    expect(databaseErrorOf(thrown)).toMatchObject({ ...expected, reason: 'the server says no' });
  });
});

describe('Given an error of a socket, or of the driver', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
    ...['ENOTFOUND', 'EAI_AGAIN'],
  ])('%s: then nothing is connected, and the server has said nothing', (code) => {
    const facts = { kind: 'not-connected', condition: null, sqlState: null, reason: code };
    expect(databaseErrorOf(ofSocket(code))).toMatchObject(facts);
    const wrapped = new QueryFailedError('select 1', [], ofSocket(code));
    expect(databaseErrorOf(wrapped)).toMatchObject(facts);
  });

  it.each([
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout expired',
    'timeout exceeded when trying to connect',
    'Client was closed and is not queryable',
    'Client has encountered a connection error and is not queryable',
  ])('%s: then nothing is connected', (message) => {
    const facts = { kind: 'not-connected', sqlState: null, reason: message };
    expect(databaseErrorOf(new Error(message))).toMatchObject(facts);
  });
});

describe('Given several errors in one', () => {
  it('when Node tried each address of a host, then the first that says something counts', () => {
    const gathered = new AggregateError([new Error('odd'), ofSocket('ECONNREFUSED')]);
    expect(databaseErrorOf(gathered)).toMatchObject({
      kind: 'not-connected',
      reason: 'ECONNREFUSED',
    });
    const wrapped = new QueryFailedError('select 1', [], gathered);
    expect(databaseErrorOf(wrapped)).toMatchObject({ kind: 'not-connected' });
  });

  it('when the whole has a code of its own, as of Node, then that counts', () => {
    const gathered = Object.assign(new AggregateError([ofSocket('ENETUNREACH')]), {
      code: 'ECONNREFUSED',
    });
    expect(databaseErrorOf(gathered)).toMatchObject({ reason: 'ECONNREFUSED', error: gathered });
  });

  it('when none is of a database, then the whole is none', () => {
    const gathered = new AggregateError([new Error('a'), 'b', null], 'all failed');
    expect(databaseErrorOf(gathered)).toMatchObject({ kind: 'other', reason: 'all failed' });
    expect(databaseErrorOf(new AggregateError([], 'none')).kind).toBe('other');
  });
});

it('a broken constraint is named', () => {
  const broken = ofServer('23505', { constraint: 'order_pkey' });
  expect(databaseErrorOf(broken).constraint).toBe('order_pkey');
  expect(databaseErrorOf(ofServer('23502')).constraint).toBeNull();
});

it("the driver's own error is given without the statement and its values", () => {
  const driverError = ofServer('22003');
  expect(databaseErrorOf(new QueryFailedError('select', [1], driverError)).error).toBe(driverError);
});

it('an answer with which the session ends is fatal', () => {
  expect(databaseErrorOf(ofServer('57P01', { severity: 'FATAL' })).isFatal).toBe(true);
  expect(databaseErrorOf(ofServer('57014', { severity: 'ERROR' })).isFatal).toBe(false);
});

it('a cause is not followed: the error around it says what it means', () => {
  const frozen = new Error('the server stood still', { cause: ofServer('25P03') });
  expect(databaseErrorOf(frozen)).toMatchObject({ kind: 'other', sqlState: null });
});

it.each([
  ['EPERM', null],
  ['EX001', 'EX001'],
  ['CARD_DECLINED', null],
  ['2350', null],
  ['toString', null],
])('a code %s is the SQLSTATE %s, and of no known kind', (code, sqlState) => {
  expect(databaseErrorOf(ofNative(code))).toMatchObject({ kind: 'other', sqlState });
});

it('whatever is thrown is answered', () => {
  assertProperty(
    fc.property(fc.anything({ withNullPrototype: true }), (thrown) => {
      expect(databaseErrorOf(thrown)).toMatchObject({ kind: 'other', sqlState: null });
    }),
    { runs: 500 },
  );
});
