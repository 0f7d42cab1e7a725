import type { ArgumentsHost } from '@nestjs/common';
import pg from 'pg';
import { pino } from 'pino';
import { QueryFailedError } from 'typeorm';
import { StoreUnavailableError } from '#ports';
import { ProblemFilter } from './problem.filter.js';
import { RouteTable } from './route-table.js';
import { requestFault } from './api-error.js';

/** The database's message about a bad value, which quotes the value where it can. */
function databaseError(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError('invalid: "canary"', 0, 'error');
  return Object.assign(error, { code, detail: 'Key (key)=(canary)', where: 'canary' });
}

/** The status that callers get, and everything that was logged. */
function answerTo(
  thrown: unknown,
  { times = 1 } = {},
): { readonly status: number; readonly log: string } {
  let log = '';
  let status = 0;
  const logger = pino({}, { write: (line: string) => void (log += line) });
  const reply = {
    request: { id: 'r-1' },
    header: () => reply,
    code: (given: number) => ((status = given), reply),
    type: () => reply,
    serializer: () => reply,
    send: () => reply,
  };
  const request = {
    id: 'r-1',
    method: 'GET',
    routeOptions: { url: '/v1/sagas' },
    url: '/v1/sagas?q=canary',
  };
  const http = { getRequest: () => request, getResponse: () => reply };
  const host = { switchToHttp: () => http } as unknown as ArgumentsHost;
  const filter = new ProblemFilter(new RouteTable(), logger);
  for (let time = 0; time < times; time++) filter.catch(thrown, host);
  return { status, log };
}

describe('An error of the database that a request runs into', () => {
  it.each([
    '22003',
    '22007',
    '22008',
    '22021',
    '22P02',
    '22P05',
    '23502',
    '23503',
    '23505',
    '23514',
    '54000',
  ])('%s is the fault of the request', (code) => {
    expect(answerTo(databaseError(code)).status).toBe(400);
  });

  it('of any other kind is ours', () => {
    expect(answerTo(databaseError('42703')).status).toBe(500);
  });

  it('is logged although it is waited for, when a statement does not fit the tables', () => {
    const away = (code: string) => new StoreUnavailableError('…', { cause: databaseError(code) });
    const { status, log } = answerTo(away('42P01'));
    expect(status).toBe(503);
    const line = { sqlState: '42P01', route: '/v1/sagas', requestId: 'r-1' };
    expect(JSON.parse(log)).toMatchObject(line);
    expect(answerTo(away('57014'))).toEqual({ status: 503, log: '' });
  });

  it('is logged ten times a minute, however many requests run into it', () => {
    for (const code of ['22007', '42703']) {
      const { log } = answerTo(databaseError(code), { times: 50 });
      expect(log.trim().split('\n')).toHaveLength(10);
    }
  });

  it('is logged with its code and the route, and with nothing that the request had', () => {
    for (const code of ['22007', '42703']) {
      const error = databaseError(code);
      for (const thrown of [error, new QueryFailedError('select canary', ['canary'], error)]) {
        const { log } = answerTo(thrown);
        expect(JSON.parse(log)).toMatchObject({ sqlState: code, route: '/v1/sagas' });
        expect(log).not.toContain('canary');
      }
    }
  });
});

const fault = (path: string, message: string) => ({ path, rule: 'rule', message });
const detailOf = (...faults: readonly ReturnType<typeof fault>[]): string =>
  requestFault('VALIDATION_FAILED', faults).detail;

describe('What is wrong with a request', () => {
  it.each([
    ['its field is named by its message', [fault('/limit', 'limit must be a number')]],
    ['it is the request as a whole', [fault('', 'an object is expected')]],
  ])('given %s, when it is told, then the message is enough', (_, faults) => {
    expect(detailOf(...faults)).toBe(faults[0]?.message);
  });

  it.each(['amount', 'at', 'lines/4'])(
    'given its field %s is not named, when it is told, then where it is stands first',
    (name) => {
      const message = '41 is greater than 40.';
      expect(detailOf(fault(`/input/${name}`, message))).toBe(`/input/${name}: ${message}`);
    },
  );

  it('given several faults, when they are told, then the first, and how many more', () => {
    const faults = [fault('/a', 'a is missing'), fault('/b', 'b'), fault('/c', 'c')];
    expect(detailOf(...faults)).toBe('a is missing (and 2 more in errors)');
    expect(requestFault('INPUT_INVALID', faults).extras.errors).toEqual(faults);
  });

  it('given a fault with a long text, when it is told, then it is cut; errors has it', () => {
    const long = fault('', 'a'.repeat(5_000));
    expect(detailOf(long)).toBe(`${'a'.repeat(299)}…`);
  });
});
