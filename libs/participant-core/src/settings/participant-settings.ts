import { BROKER_URL_FORM, serverUrlFault } from '#process';
import type { MessageBus } from '#bus';
import {
  dutySettings,
  ParticipantMisconfiguredError,
  type DutyOptions,
  type DutySettings,
  type ParticipantLogger,
} from '#duties';
import type { ParticipantDatabase } from '../database/participant-database.js';
import type { Handlers } from '../handling/handlers.js';

export interface StartOptions<Tx> extends DutyOptions {
  /** The first segment of its commands: `payment` for `payment.authorize`. */
  readonly name: string;
  /** `amqp://` or `amqps://`, with credentials and virtual host. The participant closes it. */
  readonly amqpUrl?: string;
  /** Instead of `amqpUrl`: a bus that the caller has opened, and closes. */
  readonly bus?: MessageBus;
  /** The service's own database, with the library's tables: `pgDatabase(pool)` and its like. */
  readonly database: ParticipantDatabase<Tx>;
  readonly handlers: Handlers<NoInfer<Tx>>;
  /** Default: warnings and errors as lines of JSON on stderr. */
  readonly logger?: ParticipantLogger;
  /** How long the start waits for the broker of `amqpUrl`. Default 10,000. */
  readonly connectTimeoutMs?: number;
}

export interface Settings extends DutySettings {
  readonly logger: ParticipantLogger;
  readonly connectTimeoutMs: number;
}

const CONNECTIONS_DEFAULT = 5;

/** @throws ParticipantMisconfiguredError */
export function settingsOf<Tx>(options: StartOptions<Tx>): Settings {
  const { name, database, amqpUrl, bus } = options;
  const hasTransaction = typeof (database as Partial<typeof database> | undefined)?.transaction;
  if (hasTransaction !== 'function') {
    throw new ParticipantMisconfiguredError(
      'the option "database" has to be an adapter, like pgDatabase(pool)',
    );
  }
  if ((amqpUrl === undefined) === (bus === undefined)) {
    throw new ParticipantMisconfiguredError(
      'without a bus no command arrives: give either "amqpUrl", or a "bus" that is open',
    );
  }
  const fault = amqpUrl === undefined ? null : serverUrlFault(amqpUrl, BROKER_URL_FORM);
  if (fault !== null) throw new ParticipantMisconfiguredError(`"amqpUrl" ${fault}`);
  const concurrency = Math.max(1, (database.connectionsMax ?? CONNECTIONS_DEFAULT) - 1);
  return {
    ...dutySettings(name, options, { concurrency }),
    logger: options.logger ?? stderrLogger(name),
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
  };
}

function stderrLogger(participant: string): ParticipantLogger {
  const write = (level: string) => (facts: object, message: string) => {
    const line = JSON.stringify({ level, participant, message, ...facts }, readableErrors);
    process.stderr.write(`${line}\n`);
  };
  return { info: () => undefined, warn: write('warn'), error: write('error') };
}

/** JSON writes `{}` for an error. */
function readableErrors(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
