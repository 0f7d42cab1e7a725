import type { Pool, PoolClient } from 'pg';
import { clientSocket } from './client-socket.js';

/** Each start of a server has its own, whoever runs it: a standby that took over, too. */
const SERVER = 'select pg_postmaster_start_time()::text as server';

/**
 * The connections of a pool, without those that may be dead. A network that drops connections
 * without a word drops all of them: once one has not answered, those that were made before are
 * closed instead of being tried one after the other, each for as long as the first.
 */
export class FreshConnections {
  private static readonly ofPools = new WeakMap<Pool, FreshConnections>();
  private readonly madeAt = new WeakMap<PoolClient, number>();
  private readonly servers = new WeakMap<PoolClient, string>();
  private suspectUntil = -Infinity;
  private losses = 0;

  private constructor(private readonly pool: Pool) {
    pool.on('connect', (client) => {
      this.madeAt.set(client, performance.now());
      client.on('error', () => void this.losses++);
    });
  }

  /** The same for all who use a pool: what one of them finds out saves the others from it. */
  static of(pool: Pool): FreshConnections {
    const known = FreshConnections.ofPools.get(pool);
    if (known) return known;
    const made = new FreshConnections(pool);
    FreshConnections.ofPools.set(pool, made);
    return made;
  }

  /** @throws what the pool does when there is none to be had in time */
  async take(): Promise<PoolClient> {
    for (;;) {
      const client = await this.pool.connect();
      const madeAt = this.madeAt.get(client) ?? Infinity;
      if (madeAt > this.suspectUntil) return client;
      // a polite end would wait for the peer, and with it whoever waits for a connection
      clientSocket(client)?.destroy();
      client.release(true);
    }
  }

  /**
   * What a server says does not hold in another era: after a connection was lost or did not answer,
   * and on another server. Asks the server once for each connection.
   * @throws what the client does when the server does not say who it is
   */
  async eraOf(client: PoolClient): Promise<string> {
    const known = this.servers.get(client);
    if (known !== undefined) return `${this.losses} ${known}`;
    const { rows } = await client.query<{ server: string }>(SERVER);
    const server = rows[0]?.server ?? '';
    this.servers.set(client, server);
    return `${this.losses} ${server}`;
  }

  /** One that failed may hold a transaction, or answers yet to come: it is closed. */
  giveBack(client: PoolClient, hasFailed: boolean): void {
    client.release(hasFailed);
  }

  /** A connection was lost, or did not answer: none of those that are there now is trusted. */
  suspectAll(): void {
    this.suspectUntil = performance.now();
    this.losses++;
  }
}
