import amqp, { type ChannelModel } from 'amqplib';
import { certificateFault, describeServerUrl } from '#process';
import { backoffMs, OutageReport, pause } from '#resilience';
import { BROKER_BACKOFF } from '../reporting/broker-backoff.js';
import {
  BusClosedError,
  ClientLibraryChangedError,
  TopologyMismatchError,
} from '../reporting/bus-errors.js';
import type { BusLogger } from '../reporting/bus-logger.js';
import { coalesceWrites, socketOf } from '../frames/amqp-socket.js';
import { closeSurely } from '../frames/close-surely.js';
import { probeConnection } from './connection-probe.js';
import { IncomingFrames } from '../frames/incoming-frames.js';
import type { Question } from '../topology/probe-questions.js';

export interface KeeperOptions {
  readonly url: string;
  /** The setting that the address came from, for messages. */
  readonly setting?: string | undefined;
  /** The name that the broker's list of connections shows to operators. */
  readonly connectionName: string;
  readonly log: BusLogger;
  /**
   * Prepares a new connection. A throw ends the connection. A `TopologyMismatchError` before the
   * first success ends the keeper, because retrying cannot fix it.
   */
  readonly setUp: (connection: ChannelModel, incoming: IncomingFrames) => Promise<void>;
  readonly onChange: () => void;
  /** The question that probes a new connection repeatedly, even before it is set up. */
  readonly question: (connection: ChannelModel) => Question;
}

/** TCP and the AMQP handshake together. */
const CONNECT_TIMEOUT_MS = 5_000;
/** The broker drops a silent client after two to three of these. Probes detect a silent broker. */
const HEARTBEAT_SECONDS = 10;
const KEEP_ALIVE_DELAY_MS = 10_000;
/**
 * Large enough for a whole batch of publishes to go out in one write; the default of 16 KiB is not.
 */
const WRITE_BUFFER_BYTES = 1024 * 1024;
/** After a connection has lasted this long, the back-off starts over. */
const STABLE_AFTER_MS = 5_000;

/**
 * Keeps one connection to the broker: connects, sets it up, waits until it is lost, and starts
 * over, for ever. Any error on a connection ends the whole connection; nothing is repaired in
 * place.
 *
 * amqplib's own `recovery` is not used: it restores a connection without its channels, leaves
 * closed channels closed, and its `setup` never ends if the broker falls silent during it.
 */
export class ConnectionKeeper {
  private current: ChannelModel | null = null;
  private isUp = false;
  private blocked = false;
  private wasUp = false;
  private readonly outage = new OutageReport();
  private lastError: unknown = null;
  private readonly closing = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private sayTried: () => void = () => {};
  /** Resolves when the first attempt has ended, successful or not. */
  readonly tried = new Promise<void>((resolve) => {
    this.sayTried = resolve;
  });

  constructor(private readonly options: KeeperOptions) {}

  /** The connection, once it is set up; null while there is none. */
  get connection(): ChannelModel | null {
    return this.isUp ? this.current : null;
  }

  /** Whether it was connected before and is not now. */
  get isLost(): boolean {
    return this.wasUp && !this.isUp;
  }

  /** Whether the broker accepts no messages for now (memory or disk alarm). */
  get isBlocked(): boolean {
    return this.blocked;
  }

  /**
   * Resolves after the first success, however long that takes.
   * @throws TopologyMismatchError, ClientLibraryChangedError, or BusClosedError when it was closed
   * before
   */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.running = this.keep(resolve, reject);
    });
  }

  /** Ends the current connection; a new one follows. */
  recycle(reason: string): void {
    this.kill(new Error(reason));
  }

  /** Closes politely and waits for the broker's answer, which a frozen broker never gives. */
  async close(): Promise<void> {
    this.closing.abort();
    if (this.current) await closeSurely(this.current);
    await this.running;
  }

  /** Closes without waiting for the broker. */
  destroy(): void {
    this.closing.abort();
    this.kill(new Error('closed'));
  }

  private async keep(onFirstUp: () => void, onGivenUp: (error: Error) => void): Promise<void> {
    let failures = 0;
    while (!this.closing.signal.aborted) {
      const startedAt = performance.now();
      try {
        await this.live(onFirstUp);
      } catch (error) {
        this.lastError = error;
        this.sayTried();
        if (!this.wasUp && isLasting(error)) {
          onGivenUp(error);
          return;
        }
      }
      if (this.closing.signal.aborted) break;
      this.sayOutage();
      failures = performance.now() - startedAt > STABLE_AFTER_MS ? 1 : failures + 1;
      await pause(backoffMs(failures, BROKER_BACKOFF), this.closing.signal);
    }
    if (!this.wasUp) onGivenUp(new BusClosedError());
  }

  /** One connection, from connecting to its loss. */
  private async live(onFirstUp: () => void): Promise<void> {
    const connection = await this.connect();
    const lost = this.watch(connection);
    this.current = connection;
    const gone = new AbortController();
    try {
      if (this.closing.signal.aborted) return;
      const incoming = IncomingFrames.of(connection.connection);
      this.probe(connection, incoming, gone.signal);
      await this.options.setUp(connection, incoming);
      incoming.assertInUse();
      this.isUp = true;
      this.wasUp = true;
      this.sayConnected();
      this.options.onChange();
      onFirstUp();
      this.sayTried();
      await lost;
    } finally {
      gone.abort();
      this.kill(new Error('given up'));
      this.current = null;
      this.isUp = false;
      this.blocked = false;
      this.options.onChange();
    }
  }

  /** Also probed during set-up: a broker that falls silent must not block it. */
  private probe(connection: ChannelModel, incoming: IncomingFrames, signal: AbortSignal): void {
    void probeConnection({
      ask: this.options.question(connection),
      // the broker raised an alarm, or we have stopped reading because too much is in hand
      isExcused: () => this.blocked || incoming.isHeld,
      onSilence: () => this.kill(new Error('the broker does not answer')),
      signal,
    });
  }

  private async connect(): Promise<ChannelModel> {
    const url = new URL(this.options.url);
    if (!url.searchParams.has('heartbeat')) {
      url.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
    }
    const socketOptions = {
      timeout: CONNECT_TIMEOUT_MS,
      noDelay: true,
      keepAlive: true,
      keepAliveDelay: KEEP_ALIVE_DELAY_MS,
      writableHighWaterMark: WRITE_BUFFER_BYTES,
      clientProperties: { connection_name: this.options.connectionName },
      ...loginOf(url),
    };
    const connection = await amqp.connect(url.href, socketOptions).catch((error: unknown) => {
      throw namingVirtualHost(error, url);
    });
    coalesceWrites(socketOf(connection.connection));
    return connection;
  }

  /** Resolves when the connection is lost. */
  private watch(connection: ChannelModel): Promise<void> {
    const { log, connectionName } = this.options;
    connection.on('error', (error) => {
      this.lastError = error;
    });
    connection.on('blocked', (reason) => {
      log.warn({ connection: connectionName, reason }, 'the broker takes no messages');
      this.blocked = true;
      this.options.onChange();
    });
    connection.on('unblocked', () => {
      log.info({ connection: connectionName }, 'the broker takes messages again');
      this.blocked = false;
      this.options.onChange();
    });
    connection.on('handler-error', (error, event) => {
      log.error({ connection: connectionName, event, err: error }, 'a listener of the bus failed');
    });
    return new Promise((resolve) => {
      connection.on('close', (error) => {
        // A broker that shuts down closes the connection without an `error`.
        if (error) this.lastError = error;
        resolve();
      });
    });
  }

  /** Destroyed with an error: amqplib ignores a socket that merely closes. */
  private kill(reason: Error): void {
    if (this.current) socketOf(this.current.connection)?.destroy(reason);
  }

  private sayConnected(): void {
    const awayForMs = this.outage.succeeded(performance.now());
    const { log, connectionName: connection } = this.options;
    log.info({ connection, ...(awayForMs !== null && { awayForMs }) }, 'connected to the broker');
  }

  private sayOutage(): void {
    const awayForMs = this.outage.failed(performance.now());
    if (awayForMs === null) return;
    const { log, connectionName: connection } = this.options;
    const isNew = awayForMs === 0;
    const away = isNew ? 'the connection to the broker was lost' : 'the broker is still away';
    const facts = { connection, ...(!isNew && { awayForMs }), err: this.lastError };
    log.warn(facts, this.wasUp ? away : this.waitingText());
  }

  private waitingText(): string {
    const { url, setting } = this.options;
    if (setting === undefined) return 'waiting for the broker';
    const server = `the broker at ${describeServerUrl(url)}`;
    const untrusted = certificateFault(this.lastError, server);
    return untrusted ?? `waiting for ${server}, see ${setting}`;
  }
}

/**
 * When the broker closes instead of answering, the client library reports only the frame it
 * awaited.
 */
function namingVirtualHost(error: unknown, { pathname }: URL): unknown {
  if (!(error instanceof Error) || !error.message.includes('ConnectionOpenOk')) return error;
  const name = pathname.length > 1 ? decodeURIComponent(pathname.slice(1)) : '/';
  const message = `the broker has no virtual host "${name}", or the account may not use it`;
  return new Error(message, { cause: error });
}

/** Errors that another attempt will not fix. */
function isLasting(error: unknown): error is Error {
  return error instanceof TopologyMismatchError || error instanceof ClientLibraryChangedError;
}

/**
 * amqplib reads the login of a URL by `unescape`, for which each byte is a character: names and
 * passwords with umlauts would be others. Without a login it has a default, `guest`.
 */
function loginOf({
  username,
  password,
}: URL): Partial<Record<'credentials', ReturnType<typeof amqp.credentials.plain>>> {
  if (username === '' && password === '') return {};
  const [user, secret] = [username, password].map(decodeURIComponent);
  return { credentials: amqp.credentials.plain(user ?? '', secret ?? '') };
}
