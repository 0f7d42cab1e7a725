import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { Fleet, findFreePort, PATIENCE_MS, waitFor } from './fleet.fixture.js';

/*
 * A process that is told to stop while it starts. The code tells that the process itself heard the
 * signal: as process 1 of a container it has no default that would end it.
 */

/** Of the conductor's migrations, and of a service's. */
/** The conductor asks for its turn again and again, a service waits for it in one statement. */
const LOCK_WAITS = `select count(*)::int as waits from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()
    and (query like '%pg_try_advisory_lock%' or wait_event = 'advisory')`;

let fleet: Fleet;
let silent: Server;
const accepted: Socket[] = [];

beforeAll(async () => {
  fleet = await Fleet.prepare();
  silent = createServer((socket) => accepted.push(socket));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
});

afterAll(async () => {
  accepted.forEach((socket) => socket.destroy());
  silent.close();
  await fleet.end();
});

/** A server that takes connections and says nothing. */
function silentUrl(scheme: string): string {
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `${scheme}://user:secret@127.0.0.1:${port}/silent`;
}

async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  const [code] = await ended;
  return code;
}

describe.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s during a start ends the process at once', (signal, code) => {
  it.each([
    ['conductor', 'conductor', 7_263_114],
    ['payment-service', 'payment', 7_203_311],
  ] as const)(
    'of %s, while it waits for its turn to migrate',
    async (app, database, lock) => {
      const holder = new pg.Client({ connectionString: fleet.databases[database] });
      await holder.connect();
      try {
        await holder.query('select pg_advisory_lock($1)', [lock]);
        const child = await fleet.start(app, { PORT: String(await findFreePort()) });
        await waitFor(
          'the start waits',
          () => fleet.query<{ waits: number }>(database, LOCK_WAITS),
          ([row]) => (row?.waits ?? 0) > 0,
        );
        expect(await endOf(child, signal)).toBe(code);
      } finally {
        await holder.end();
      }
    },
    PATIENCE_MS,
  );

  it.each([
    ['conductor', 'DATABASE_URL', 'postgres'],
    ['payment-service', 'PAYMENT_DATABASE_URL', 'postgres'],
    ['payment-service', 'AMQP_URL', 'amqp'],
  ])('of %s, while %s does not answer', async (app, setting, scheme) => {
    const before = accepted.length;
    const child = await fleet.start(app, { [setting]: silentUrl(scheme), PORT: '0' });
    await waitFor(
      'the start waits',
      () => Promise.resolve(accepted.length),
      (count) => count > before,
    );
    expect(await endOf(child, signal)).toBe(code);
  });
});
