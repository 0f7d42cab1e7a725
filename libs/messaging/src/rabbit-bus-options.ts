import type { BusLogger } from './reporting/bus-logger.js';
import { FloodGuard } from './reporting/flood-guard.js';

export interface RabbitBusOptions {
  /** `amqp://` or `amqps://`, with credentials and virtual host. */
  readonly url: string;
  /** The setting that the address came from, for the log: `AMQP_URL`. */
  readonly setting?: string;
  /** Names the connections in the broker's list: `conductor-1` becomes `conductor-1-publish`. */
  readonly name: string;
  readonly log: BusLogger;
  /** A message without a confirm after this time is `unknown`. Default 10 s. */
  readonly confirmTimeoutMs?: number;
  /** The longest that `close()` takes. Default 3 s. */
  readonly closeTimeoutMs?: number;
  /** How many messages to one exchange may be published and not yet confirmed. Default 500. */
  readonly inFlightMax?: number;
  /** Bindings that somebody removed are restored within this time. Default 10 s. */
  readonly checkEveryMs?: number;
}

/** Limits the log lines that others can cause repeatedly. */
export function withFloodGuard(options: RabbitBusOptions): RabbitBusOptions {
  return { ...options, log: new FloodGuard(options.log) };
}
