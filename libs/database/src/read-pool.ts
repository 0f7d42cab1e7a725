import pg from 'pg';
import { databaseErrorOf, type DatabaseErrorFacts } from '#resilience';
import { sessionStart } from '../../../migrations/session-settings.js';
import type { Reader } from './read-rows.js';
import { FreshConnections } from './fresh-connections.js';
import { NotConnectedError } from './not-connected.js';
import { KEEP_ALIVE_DELAY_MS } from './store-pool.js';

export interface ReadPoolOptions {
  /** Connections at most. Default 5. */
  readonly connectionsMax?: number;
  /** Shown in `pg_stat_activity`. Default `conductor-queries`. */
  readonly applicationName?: string;
  /** Longest time for one statement. Default 2 s. */
  readonly statementTimeoutMs?: number;
  /** Statements are prepared: for a few that come again and again. Default false. */
  readonly prepares?: boolean;
  /** As for the store's pool. */
  readonly onError?: (error: Error) => void;
}

/** The server answers in time, or says that it gave up; this much later it is taken for frozen. */
const ANSWER_GRACE_MS = 1000;
const CONNECT_TIMEOUT_MS = 3000;
/** Each is kept on each connection for as long as that is open. */
const PREPARED_MAX = 50;

/** Plain statements, each its own transaction, on a few connections of their own. */
export class ReadPool implements Reader {
  private readonly pool: pg.Pool;
  private readonly connections: FreshConnections;
  /** By text; null: none are prepared. */
  private readonly names: Map<string, string> | null;

  constructor(url: string, options: ReadPoolOptions = {}) {
    const statementTimeoutMs = options.statementTimeoutMs ?? 2000;
    this.names = options.prepares === true ? new Map() : null;
    const session = sessionStart(url);
    this.pool = new pg.Pool({
      connectionString: session.url,
      max: options.connectionsMax ?? 5,
      application_name: options.applicationName ?? 'conductor-queries',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
      options: session.options,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
    });
    const report = options.onError ?? (() => undefined);
    this.pool.on('error', report);
    this.pool.on('connect', (client) => client.on('error', report));
    this.connections = FreshConnections.of(this.pool);
  }

  async query<Result>(sql: string, parameters: unknown[] = []): Promise<Result> {
    const client = await this.take();
    let hasFailed = false;
    try {
      const name = this.nameOf(sql);
      const statement = { text: sql, values: parameters, ...(name === null ? {} : { name }) };
      const { rows } = await client.query<object>(statement);
      return rows as Result;
    } catch (error) {
      const facts = databaseErrorOf(error);
      // an error of the server came over a connection that works
      const isOfServer = facts.sqlState !== null;
      if (!isOfServer) this.connections.suspectAll();
      hasFailed = !isOfServer || isOfSession(facts);
      throw error;
    } finally {
      this.connections.giveBack(client, hasFailed);
    }
  }

  private async take(): Promise<pg.PoolClient> {
    try {
      return await this.connections.take();
    } catch (error) {
      throw new NotConnectedError(`no connection to the database: ${String(error)}`, {
        cause: error,
      });
    }
  }

  /** null: it is not prepared. */
  private nameOf(sql: string): string | null {
    const { names } = this;
    if (names === null) return null;
    if (!names.has(sql) && names.size < PREPARED_MAX) names.set(sql, `read-${names.size + 1}`);
    return names.get(sql) ?? null;
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}

/** The session ends, or cannot do what another one may: it only reads. */
function isOfSession({ kind, isFatal }: DatabaseErrorFacts): boolean {
  return isFatal || ['not-connected', 'shut-down', 'read-only'].includes(kind);
}
