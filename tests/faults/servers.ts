import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Keeper } from '#servers/keeper';
import { startPostgres, type PostgresServer } from '#servers/postgres';
import { startRabbit, type RabbitNode } from '#servers/rabbitmq';
import { CONDUCTORS, PARTICIPANTS } from './planning/fault-kinds.js';

/** Each participant has a database of its own on one server; the conductors share one. */
export const DATABASES = ['conductor', ...PARTICIPANTS] as const;

/** Enough for the connections that many links leave open when they break. */
const SETTINGS = { max_connections: '400', shared_buffers: '128MB' };
const READ_ONLY = 'default_transaction_read_only';

/** The PostgreSQL of a run: private, to be broken. */
export class Postgres {
  private constructor(
    private readonly dir: string,
    private server: PostgresServer,
  ) {}

  static async start(dir: string, keeper: Keeper): Promise<Postgres> {
    const server = await startPostgres({ dir, keeper, settings: SETTINGS });
    const postgres = new Postgres(dir, server);
    for (const name of DATABASES) await postgres.query('postgres', `create database ${name}`);
    return postgres;
  }

  urlOf(database: string): string {
    const url = new URL(this.server.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  /** Uses a connection of its own that may write whatever the server's default is. */
  async query<Row extends pg.QueryResultRow>(
    database: string,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const client = new pg.Client({
      connectionString: this.urlOf(database),
      options: `-c ${READ_ONLY}=off`,
      connectionTimeoutMillis: 5_000,
      query_timeout: 60_000,
    });
    // It may be stopped meanwhile: then the current query fails and reports that.
    client.on('error', () => {});
    try {
      await client.connect();
      return (await client.query<Row>(text, [...values])).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  crash(): void {
    this.server.abort();
  }

  async start(): Promise<void> {
    this.server = await startPostgres({ dir: this.dir, settings: SETTINGS });
  }

  freeze(): void {
    const postmaster = this.pid();
    process.kill(postmaster, 'SIGSTOP');
    for (const pid of childrenOf(postmaster)) tryToSignal(pid, 'SIGSTOP');
  }

  thaw(): void {
    const postmaster = this.pid();
    for (const pid of childrenOf(postmaster)) tryToSignal(pid, 'SIGCONT');
    process.kill(postmaster, 'SIGCONT');
  }

  /** From now on sessions only read; existing ones are ended. */
  async makeDatabasesReadOnly(databases: readonly string[]): Promise<void> {
    for (const name of databases) {
      await this.query('postgres', `alter database ${name} set ${READ_ONLY} = on`);
    }
    await this.query(
      'postgres',
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = any($1)',
      [databases],
    );
  }

  /** For new sessions only: existing ones keep their settings. */
  async makeDatabasesWritable(databases: readonly string[]): Promise<void> {
    for (const name of databases) {
      await this.query('postgres', `alter database ${name} reset ${READ_ONLY}`);
    }
  }

  async makeServerReadOnly(): Promise<void> {
    await this.query('postgres', `alter system set ${READ_ONLY} = on`);
    await this.query('postgres', 'select pg_reload_conf()');
  }

  async makeServerWritable(): Promise<void> {
    await this.query('postgres', `alter system reset ${READ_ONLY}`);
    await this.query('postgres', 'select pg_reload_conf()');
  }

  private pid(): number {
    const file = join(this.dir, 'postgres', 'data', 'postmaster.pid');
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  }
}

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => (line.trim() ? [Number(line)] : []));
}

function tryToSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between the listing and the signal.
  }
}

export interface Servers {
  readonly postgres: Postgres;
  readonly rabbit: RabbitNode;
  readonly rabbitUrl: string;
}

/** Private servers below `dir`; the keeper ends them, and removes what they wrote. */
export async function startServers(
  dir: string,
  keeper: Keeper,
  say: (line: string) => void,
): Promise<Servers> {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755); // as root the servers run as users of their own
  const [postgres, { url, node }] = await Promise.all([
    Postgres.start(join(dir, 'postgres'), keeper),
    startRabbit({ dir: join(dir, 'rabbitmq'), keeper, say }),
  ]);
  if (!node) throw new Error('A run breaks its broker: install the package rabbitmq-server');
  return { postgres, rabbit: node, rabbitUrl: url };
}

/** Which database a process uses. */
export function databaseOf(process: string): string {
  return CONDUCTORS.some((name) => name === process) ? 'conductor' : process;
}
