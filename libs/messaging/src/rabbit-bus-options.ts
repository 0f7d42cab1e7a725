import type { BusLogger } from './reporting/bus-logger.js';
import { FloodGuard } from './reporting/flood-guard.js';

export interface RabbitBusOptions {
  /** `amqp://` or `amqps://`, with credentials and virtual host. */
  readonly url: string;
  /** Where whoever started us wrote the address, for the log: `AMQP_URL`. */
  readonly setting?: string;
  /** Names the connections in the broker's list: `conductor-1` becomes `conductor-1-publish`. */
  readonly name: string;
  readonly log: BusLogger;
  /** Without a confirm for this long a message is `unknown`. Default 10 s. */
  readonly confirmTimeoutMs?: number;
  /** `close()` takes no longer. Default 3 s. */
  readonly closeTimeoutMs?: number;
  /** Published to one exchange and not yet confirmed, at most. Default 500. */
  readonly inFlightMax?: number;
  /** Bindings that somebody took away are bound again within this. Default 10 s. */
  readonly checkEveryMs?: number;
}

/** What others can make a bus say, over and over, is bounded. */
export function withFloodGuard(options: RabbitBusOptions): RabbitBusOptions {
  return { ...options, log: new FloodGuard(options.log) };
}
