import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#servers/postgres';
import pg from 'pg';
import { connect, openDatabase, type Database } from './database.js';
import { LaunchError } from './launch-error.js';
import { readSettings } from './settings.js';

let folder: string;
let opened: Database | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'conductor-standalone-'));
  chmodSync(folder, 0o755); // as root the server runs as another user
});

afterEach(async () => {
  await opened?.stop();
  opened = null;
  rmSync(folder, { recursive: true });
});

async function open(): Promise<Database> {
  opened = await openDatabase(readSettings({ CONDUCTOR_DATA_DIR: folder }));
  return opened;
}

async function query(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('The embedded database', () => {
  it('has after a stop and a start what it had before', async () => {
    const first = await open();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();

    const { url } = await open();

    expect(await query(url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('given a connection that it ends, leaves it to the next statement to say so', async () => {
    const { url } = await open();
    const client = await connect(url);
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');

    await query(url, `select pg_terminate_backend(${rows[0]?.pid})`);
    await ended;

    await expect(client.query('select 1')).rejects.toThrow(/not queryable/);
  });

  it('loses nothing that was committed when it is aborted', async () => {
    const first = await open();
    await query(first.url, 'create table kept as select 42 as answer');
    first.abort();
    await first.lost;

    const { url } = await open();

    expect(await query(url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('is taken over when its owner was killed and left it running', async () => {
    const orphan = await startPostgres({ dir: folder });

    const { url } = await open();

    expect(new URL(url).port).toBe(new URL(orphan.url).port);
  });

  it('belongs to one process: the second is told who has it', async () => {
    await open();

    const second = openDatabase(readSettings({ CONDUCTOR_DATA_DIR: folder }));

    await expect(second).rejects.toThrow(LaunchError);
    await expect(second).rejects.toThrow(
      `Conductor is already running in ${folder} (conductor process ${process.pid})`,
    );
  });

  it('keeps every commit in a power cut: it waits for the disk', async () => {
    const { url } = await open();

    const settings = `select name, setting from pg_settings
      where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`;
    expect(await query(url, settings)).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });

  it('lets nobody in without the password', async () => {
    const stranger = new URL((await open()).url);
    stranger.password = 'guess';

    await expect(query(stranger.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });
});

it('A database that cannot be reached is one line, without its password', async () => {
  const settings = readSettings({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/orders' });

  const fault: unknown = await openDatabase(settings).catch((error: unknown) => error);

  expect(fault).toBeInstanceOf(LaunchError);
  expect((fault as LaunchError).message).toBe(
    'PostgreSQL at 127.0.0.1:1/orders (DATABASE_URL) cannot be used: ' +
      'connect ECONNREFUSED 127.0.0.1:1',
  );
});
