import amqp, { type ChannelModel } from 'amqplib';
import { setTimeout as delay } from 'node:timers/promises';
import { describeServerUrl } from '#process';
import { backoffMs } from '#resilience';
import { BROKER_BACKOFF } from '../reporting/broker-backoff.js';
import {
  BusClosedError,
  ClientLibraryChangedError,
  TopologyMismatchError,
} from '../reporting/bus-errors.js';
import type { BusLogger } from '../reporting/bus-logger.js';
import { coalesceWrites, socketOf } from '../frames/amqp-socket.js';
import { probeConnection } from './connection-probe.js';
import { IncomingFrames } from '../frames/incoming-frames.js';
import type { Question } from '../topology/probe-questions.js';

export interface KeeperOptions {
  readonly url: string;
  /** Where whoever started us wrote it. */
  readonly setting?: string | undefined;
  /** As operators see it in the broker's list of connections. */
  readonly connectionName: string;
  readonly log: BusLogger;
  /**
   * Makes a new connection usable. What it throws ends the connection; a `TopologyMismatchError`
   * before the first success ends the keeper, for that never heals.
   */
  readonly setUp: (connection: ChannelModel, incoming: IncomingFrames) => Promise<void>;
  readonly onChange: () => void;
  /** What a new connection is asked again and again, from before it is set up. */
  readonly question: (connection: ChannelModel) => Question;
}

/** TCP and the AMQP handshake together. */
const CONNECT_TIMEOUT_MS = 5_000;
/** The broker notices a dead client after two to three of these; the other way round see probes. */
const HEARTBEAT_SECONDS = 10;
const KEEP_ALIVE_DELAY_MS = 10_000;
/**
 * A whole batch of publishes fits, and goes out in one write; the default of 16 KiB does not take
 * it.
 */
const WRITE_BUFFER_BYTES = 1024 * 1024;
/** A connection that lived this long worked: the back-off begins anew. */
const STABLE_AFTER_MS = 5_000;

/**
 * Keeps one connection to the broker: connects, sets it up, waits until it is lost, and starts
 * again, for ever. Any trouble of a connection ends it as a whole; nothing is patched up.
 *
 * Not amqplib's own `recovery`: that gives back a connection without its channels, leaves closed
 * channels closed, and its `setup` has no end when the broker falls silent in it.
 */
export class ConnectionKeeper {
  private current: ChannelModel | null = null;
  private isUp = false;
  private blocked = false;
  private wasUp = false;
  private isOutageSaid = false;
  private lastError: unknown = null;
  private readonly closing = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private sayTried: () => void = () => {};
  /** Resolves when the first attempt has ended, well or not. */
  readonly tried = new Promise<void>((resolve) => {
    this.sayTried = resolve;
  });

  constructor(private readonly options: KeeperOptions) {}

  /** Connected and set up; null while it is not. */
  get connection(): ChannelModel | null {
    return this.isUp ? this.current : null;
  }

  /** It was up before, and is not now. */
  get isLost(): boolean {
    return this.wasUp && !this.isUp;
  }

  /** The broker takes no messages for now (memory or disk alarm). */
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

  /** Ends the present connection; a new one follows. */
  recycle(reason: string): void {
    this.kill(new Error(reason));
  }

  /** Says goodbye to the broker and waits for its answer, which a frozen broker never gives. */
  async close(): Promise<void> {
    this.closing.abort();
    try {
      await this.current?.close();
    } catch (error) {
      // It was lost in the same moment: closed is closed.
      this.lastError = error;
    }
    await this.running;
  }

  /** Closes without asking. */
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
      this.sayOutageOnce();
      failures = performance.now() - startedAt > STABLE_AFTER_MS ? 1 : failures + 1;
      // It rejects when the keeper is closed meanwhile, and the loop sees that for itself.
      await delay(backoffMs(failures, BROKER_BACKOFF), null, { signal: this.closing.signal }).catch(
        () => null,
      );
    }
    if (!this.wasUp) onGivenUp(new BusClosedError());
  }

  /** From connecting to the loss of the connection. */
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
      this.isOutageSaid = false;
      this.options.log.info({ connection: this.options.connectionName }, 'connected to the broker');
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

  /** Also while it is set up: a broker that falls silent in the middle must not hold that up. */
  private probe(connection: ChannelModel, incoming: IncomingFrames, signal: AbortSignal): void {
    void probeConnection({
      ask: this.options.question(connection),
      // an alarm of the broker, or more in hand than is read on with
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
    };
    const connection = await amqp.connect(url.href, socketOptions).catch((error: unknown) => {
      throw namingVirtualHost(error, url);
    });
    coalesceWrites(socketOf(connection.connection));
    return connection;
  }

  /** Resolves when the connection is gone. */
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
        // A broker that shuts down closes without an `error`.
        if (error) this.lastError = error;
        resolve();
      });
    });
  }

  /** With an error: amqplib takes no notice of a socket that only closes. */
  private kill(reason: Error): void {
    if (this.current) socketOf(this.current.connection)?.destroy(reason);
  }

  private sayOutageOnce(): void {
    if (this.isOutageSaid) return;
    this.isOutageSaid = true;
    this.options.log.warn(
      { connection: this.options.connectionName, err: this.lastError },
      this.wasUp ? 'the connection to the broker was lost' : this.waitingText(),
    );
  }

  private waitingText(): string {
    const { url, setting } = this.options;
    if (setting === undefined) return 'waiting for the broker';
    return `waiting for the broker at ${describeServerUrl(url)}, see ${setting}`;
  }
}

/** The client library only says which frame it waited for when the broker closed instead. */
function namingVirtualHost(error: unknown, { pathname }: URL): unknown {
  if (!(error instanceof Error) || !error.message.includes('ConnectionOpenOk')) return error;
  const name = pathname.length > 1 ? decodeURIComponent(pathname.slice(1)) : '/';
  const message = `the broker has no virtual host "${name}", or the account may not use it`;
  return new Error(message, { cause: error });
}

/** What no other attempt will change. */
function isLasting(error: unknown): error is Error {
  return error instanceof TopologyMismatchError || error instanceof ClientLibraryChangedError;
}
