import { QueryFailedError } from 'typeorm';
import { isContention, isFatal, isOutage, limitReachedBy } from './database-trouble.js';

function ofServer(code: string): Error {
  return Object.assign(new Error('no'), { code });
}

const both = (error: Error) =>
  [true, false].map((inHandler) => isOutage(error, { inHandler })) as [boolean, boolean];

describe('Given an error that a handler, or the library itself, meets', () => {
  it.each([
    ...['53100', '57P01', '57P02', '57P03', '57P04', '57P05', '58030'].map(
      (code) => [code, [true, true]] as const,
    ),
    ...['25006', '42501', '42P01', '53000', '53200', '53300', '08006', '08P01', 'ECONNRESET'].map(
      (code) => [code, [false, true]] as const,
    ),
    ...['23505', '57014', '40001', '42703', '53400', 'SOLD_OUT'].map(
      (code) => [code, [false, false]] as const,
    ),
  ])('%s: then it is an outage in the handler, and in the library: %p', (code, expected) => {
    expect(both(ofServer(code))).toEqual(expected);
    expect(both(new QueryFailedError('select 1', [], ofServer(code)))).toEqual(expected);
  });

  it.each([
    ['25P03', 'TRANSACTION_IDLE_TOO_LONG', false],
    ['25P04', 'TRANSACTION_TOO_LONG', false],
    ['57014', 'STATEMENT_TOO_LONG', false],
    ['40001', 'DATABASE_CONTENTION', true],
    ['40P01', 'DATABASE_CONTENTION', true],
    ['55P03', 'DATABASE_CONTENTION', true],
    ['23505', undefined, false],
    ['57P01', undefined, false],
  ])('%s: then the answer is %p, and it is contention: %p', (code, answer, contends) => {
    expect(limitReachedBy(ofServer(code))?.code).toBe(answer);
    expect(isContention(ofServer(code))).toBe(contends);
  });

  it('the session has ended when the server says so', () => {
    expect(isFatal(Object.assign(ofServer('25P03'), { severity: 'FATAL' }))).toBe(true);
    expect(isFatal(ofServer('25P03'))).toBe(false);
  });
});
