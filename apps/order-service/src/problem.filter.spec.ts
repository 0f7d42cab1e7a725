import type { ArgumentsHost } from '@nestjs/common';
import { ProblemFilter } from './problem.filter.js';
import { RecordingLogger } from './order-service.fixture.js';

/** The answer that a caller gets when this is thrown. */
function answerTo(thrown: unknown) {
  const answer: { status: number; headers: Record<string, string>; code?: unknown } = {
    status: 0,
    headers: {},
  };
  const reply = {
    code: (status: number) => ((answer.status = status), reply),
    header: (name: string, value: string) => ((answer.headers[name] = value), reply),
    type: () => reply,
    serializer: () => reply,
    send: (problem: { code: string }) => ((answer.code = problem.code), reply),
  };
  const host = { switchToHttp: () => ({ getResponse: () => reply }) } as unknown as ArgumentsHost;
  new ProblemFilter(new RecordingLogger()).catch(thrown, host);
  return answer;
}

describe('A request that fails', () => {
  it.each([
    new Error('timeout exceeded when trying to connect'),
    new Error('Connection terminated due to connection timeout'),
    Object.assign(new Error(''), { code: 'ECONNREFUSED' }),
    new Error('Client has encountered a connection error and is not queryable'),
    new AggregateError([Object.assign(new Error(''), { code: 'ECONNREFUSED' })]),
    Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }),
    Object.assign(new Error('terminating connection'), { code: '57P01' }),
    Object.assign(new Error('too many clients already'), { code: '53300' }),
  ])('for %p may be sent again: the database is away', (thrown) => {
    expect(answerTo(thrown)).toEqual({
      status: 503,
      headers: { 'retry-after': '1' },
      code: 'NOT_READY',
    });
  });

  it.each([
    new Error('something else'),
    Object.assign(new Error('duplicate key'), { code: '23505' }),
  ])('for %p is a fault of ours', (thrown) => {
    expect(answerTo(thrown)).toEqual({ status: 500, headers: {}, code: 'INTERNAL' });
  });
});
