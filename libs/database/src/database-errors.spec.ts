import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { isTransientOfStore, StoreContentionError, StoreUnavailableError } from '#ports';
import { classifyReadError, isOfStatement, refusedValueOf, sqlStateOf } from './read-errors.js';
import { afterCommit, classifyStoreError, isRefusal } from './store-errors.js';

function ofServer(code: string, constraint?: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('no', 0, 'error'), { code, constraint });
}

function wrapped(error: Error): Error {
  return new QueryFailedError('select $1', ['secret'], error);
}

const LOST = new Error('Connection terminated unexpectedly');

describe('What an error means to the pipeline', () => {
  it.each(['40001', '40P01', '55P03'])('%s: others were in the way', (code) => {
    expect(classifyStoreError(ofServer(code))).toBeInstanceOf(StoreContentionError);
  });

  it.each([
    ['40001', true],
    ['57014', true],
    ['40003', false],
    ['08007', false],
  ])('%s of the statement that commits: it is certain that nothing was done: %p', (code, is) => {
    expect(isRefusal(ofServer(code), { isLast: true })).toBe(is);
    expect(isRefusal(ofServer(code), { isLast: false })).toBe(true);
  });

  it.each([ofServer('40001'), ofServer('57014'), ofServer('22003'), LOST, new TypeError('no')])(
    '%p after the commit: it is to be repeated, and may have been done',
    (thrown) => {
      const found = afterCommit(classifyStoreError(thrown));
      expect(isTransientOfStore(found)).toBe(true);
      expect(found).toMatchObject({ inDoubt: true });
    },
  );

  it('two requests with one idempotency key were in the way of each other', () => {
    const raced = ofServer('23505', 'operator_audit_idempotency_key_key');
    expect(classifyStoreError(raced)).toBeInstanceOf(StoreContentionError);
  });

  it.each(['22003', '23505', '54000'])(
    '%s: the work is at fault, and this is its error',
    (code) => {
      const error = ofServer(code);
      expect(classifyStoreError(error)).toBe(error);
      // a mapper's would show the statement and its values
      expect(classifyStoreError(wrapped(error))).toBe(error);
    },
  );

  it.each([
    ...['57014', '25P03', '25P04', '53200', '53000', '08P01'].map((code) => [code, true] as const),
    ...['57P01', '25006', '53100', '53300', '42501', '42P01', '08006', 'XX000'].map(
      (code) => [code, false] as const,
    ),
  ])('%s: the store is away; half of the work might succeed: %p', (code, maybeTooLarge) => {
    const found = classifyStoreError(ofServer(code), { inDoubt: true });
    expect(found).toBeInstanceOf(StoreUnavailableError);
    expect(found).toMatchObject({ maybeTooLarge, inDoubt: true, message: 'no' });
  });

  it.each([LOST, 'odd', null])('%p: the store is away', (thrown) => {
    expect(classifyStoreError(thrown)).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: thrown,
      maybeTooLarge: false,
      inDoubt: false,
    });
  });
});

describe('What an error means to a reader', () => {
  it.each([
    ['22003', 'VALUE_REFUSED'],
    ['23514', 'VALUE_REFUSED'],
    ['54001', 'VALUE_REFUSED'],
    ['57014', 'READ_TOO_SLOW'],
    ['25P04', 'READ_TOO_SLOW'],
    ['42703', 'STATEMENT_FAILED'],
    ['42501', 'STORE_UNAVAILABLE'],
    ['57P01', 'STORE_UNAVAILABLE'],
    ['55P03', 'STORE_UNAVAILABLE'],
  ])('%s: %s', (code, meaning) => {
    expect(classifyReadError(ofServer(code))).toMatchObject({ code: meaning });
    expect(classifyReadError(wrapped(ofServer(code)))).toMatchObject({ code: meaning });
  });

  it('a mistake of the program stays one', () => {
    const mistake = new TypeError('not a function');
    expect(classifyReadError(mistake)).toBe(mistake);
  });
});

describe('What lies behind an error', () => {
  it('a SQLSTATE is seen through the words of the store', () => {
    const away = new StoreUnavailableError('away', { cause: ofServer('42501') });
    expect([sqlStateOf(away), isOfStatement(away)]).toEqual(['42501', true]);
    const lost = new StoreUnavailableError('away', { cause: LOST });
    expect([sqlStateOf(lost), isOfStatement(lost)]).toEqual([null, false]);
  });

  it('a value that raced is not refused, one that breaks a rule is', () => {
    const raced = classifyStoreError(ofServer('23505', 'operator_audit_idempotency_key_key'));
    expect(refusedValueOf(raced)).toBeNull();
    expect(refusedValueOf(classifyReadError(ofServer('22003')))).toBe('22003');
    expect(refusedValueOf(wrapped(ofServer('23505')))).toBe('23505');
  });
});
