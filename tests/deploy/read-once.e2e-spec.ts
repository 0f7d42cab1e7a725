import { spawnSync } from 'node:child_process';

/* The built programs, with a secret in a pipe: who reads it twice finds it empty. */

it.each([
  ['conductor/src/main.js', 'START_FAILED'],
  ['conductor/src/migrate.js', 'START_FAILED'],
  ['payment-service/src/migrate.js', 'ECONNREFUSED'],
])('%s reads a secret once, and says what it does not read', (main, code) => {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: 'postgres://127.0.0.1:1/conductor',
    AMQP_URL: 'amqp://127.0.0.1:1',
    DATABASE_USER: 'conductor',
    DATABASE_PASSWORD_FILE: '/dev/stdin',
    LOG_LEVEL: 'warn',
    LOG_LEVEL_FILE: '/nowhere',
  };
  const command = `printf 's3cret' | node dist/apps/${main}`;
  const { stdout } = spawnSync('sh', ['-c', command], { env, encoding: 'utf8' });
  expect(stdout).toContain('nothing reads LOG_LEVEL_FILE');
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}')).toMatchObject({ code });
});
