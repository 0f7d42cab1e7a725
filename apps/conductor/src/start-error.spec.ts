import { readConfig } from './config.js';
import { toStartError } from './start-error.js';

const config = readConfig({ DATABASE_URL: 'postgres://me:secret@db:5432/sagas', PORT: '3000' });

function errorOf(code: string | undefined, message = 'the server says no'): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

describe('Given a fault at the start that people make', () => {
  it.each([
    [errorOf('ECONNREFUSED'), 'cannot be reached (ECONNREFUSED)'],
    [errorOf('ECONNRESET'), 'cannot be reached (ECONNRESET)'],
    [new AggregateError([errorOf('ETIMEDOUT')]), 'cannot be reached (ETIMEDOUT)'],
    [errorOf(undefined, 'timeout expired'), 'cannot be reached (timeout expired)'],
    [errorOf('28P01'), 'refuses the connection: the server says no'],
    [errorOf('3D000'), 'refuses the connection: the server says no'],
    [errorOf('57P03'), 'refuses the connection: the server says no'],
    [
      errorOf('53300', 'too many clients already'),
      'refuses the connection: too many clients already',
    ],
    [errorOf('EADDRINUSE'), 'is in use: set PORT'],
  ])('%p: then one line says %p', (error, words) => {
    const found = toStartError(error, config) as Error;
    expect(found).toMatchObject({ code: 'START_FAILED', cause: error });
    expect(found.message).toContain(words);
    expect(found.message).not.toMatch(/secret|\n/);
  });

  it.each([errorOf('42P01'), errorOf(undefined), new TypeError('no function')])(
    '%p: then it comes as it is, with its stack',
    (error) => {
      expect(toStartError(error, config)).toBe(error);
    },
  );
});
