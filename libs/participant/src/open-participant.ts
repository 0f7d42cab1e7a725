// before Nest, whose decorators need it, and so first in the library's door
import 'reflect-metadata';
import { withinLimit } from '#resilience';
import { BROKER_URL_FORM, describeServerUrl, serverUrlFault } from '#process';
import type { MessageBus } from '#bus';
import { ParticipantMisconfiguredError, type ParticipantLogger } from '#duties';
import { RabbitBus } from '#messaging';
import { EventOutbox } from './events/event-outbox.js';
import { ParticipantServer } from './participant-server.js';
import { NestLog } from './reporting/nest-log.js';
import type { ParticipantOptions } from './settings/participant-options.js';

export interface OpenParticipantOptions extends Omit<ParticipantOptions, 'bus' | 'logger'> {
  /** `amqp://` or `amqps://`, with credentials and virtual host: the conductor's broker. */
  readonly amqpUrl: string;
  /** Default: the Nest application's own log. */
  readonly logger?: ParticipantLogger;
  /** How long a broker that is away at the start is waited for. Default 30,000. */
  readonly brokerTimeoutMs?: number;
}

/** What `openParticipant` gives. */
export interface OpenParticipant {
  /** For `NestFactory.createMicroservice(AppModule, { strategy })`, or `connectMicroservice`. */
  readonly strategy: ParticipantServer;
  /** The connection to the broker, for whoever wants its status. */
  readonly bus: MessageBus;
  /**
   * Starts an event outbox of the service. It is closed with the participant.
   *
   * @throws ParticipantMisconfiguredError: the table `event_outbox` is not there
   */
  openEventOutbox(): Promise<EventOutbox>;
  /**
   * Ends what is at work and leaves the broker. `app.close()` does the same: call this one only
   * where there is no application. Later calls wait for the first.
   */
  close(): Promise<void>;
}

/** The broker could not be reached in time, so the service cannot take part. */
export class BrokerUnreachableError extends Error {
  readonly code = 'BROKER_UNREACHABLE';
  constructor(url: string, timeoutMs: number) {
    super(
      `the broker at ${describeServerUrl(url)} could not be reached within ${timeoutMs} ms: ` +
        'check amqpUrl, its account and its virtual host; the log says what the last try met',
    );
  }
}

/**
 * Connects to the broker and makes the strategy of a Nest microservice. When the application
 * closes, the participant ends its work and leaves the broker; the data source belongs to the
 * caller and is destroyed after that.
 *
 * @throws ParticipantMisconfiguredError, BrokerUnreachableError; `listen()` of the application
 * throws what only it can see, such as handlers that no command can reach
 */
export async function openParticipant(options: OpenParticipantOptions): Promise<OpenParticipant> {
  const { amqpUrl, logger = new NestLog(), brokerTimeoutMs = 30_000, ...more } = options;
  const { participant, dataSource, prefix } = more;
  requireUrl(amqpUrl);
  requireDataSource(dataSource);
  const bus = new RabbitBus({ url: amqpUrl, setting: 'amqpUrl', name: participant, log: logger });
  try {
    const strategy = new OwningServer({ ...more, bus, logger });
    await withinLimit(
      bus.open({ exchanges: [], queues: [] }),
      brokerTimeoutMs,
      () => new BrokerUnreachableError(amqpUrl, brokerTimeoutMs),
    );
    return {
      strategy,
      bus,
      openEventOutbox: async () => {
        const own = { service: participant, bus, dataSource, logger };
        const outbox = new EventOutbox(prefix === undefined ? own : { ...own, prefix });
        await outbox.start();
        strategy.closeWith(() => outbox.close());
        return outbox;
      },
      close: () => strategy.close(),
    };
  } catch (error) {
    await bus.close();
    throw error;
  }
}

/** Closes what was opened for it, in this order: its commands, then the rest, then the bus. */
class OwningServer extends ParticipantServer {
  private readonly others: (() => Promise<void>)[] = [];
  private closed: Promise<void> | undefined;

  constructor(private readonly own: ParticipantOptions) {
    super(own);
  }

  /** A start that fails leaves nothing open that would keep the process alive. */
  override listen(callback: (error?: unknown) => void): void {
    super.listen((error) => {
      if (error === undefined) callback();
      else void this.close().finally(() => callback(error));
    });
  }

  closeWith(other: () => Promise<void>): void {
    this.others.push(other);
  }

  override close(): Promise<void> {
    this.closed ??= this.closeAll();
    return this.closed;
  }

  private async closeAll(): Promise<void> {
    await super.close();
    for (const other of this.others) await other();
    await this.own.bus.close();
  }
}

/** JavaScript callers, and an environment that lacks the setting, give anything. */
function requireUrl(amqpUrl: unknown): void {
  if (typeof amqpUrl === 'string' && /^amqps?:\/\/./.test(amqpUrl)) {
    const fault = serverUrlFault(amqpUrl, BROKER_URL_FORM);
    if (fault === null) return;
    throw new ParticipantMisconfiguredError(`amqpUrl ${fault}`);
  }
  throw new ParticipantMisconfiguredError(
    'amqpUrl has to be the address of the broker, such as amqp://user:password@host:5672',
  );
}

function requireDataSource(dataSource: unknown): void {
  if (typeof dataSource === 'object' && dataSource !== null && 'options' in dataSource) return;
  throw new ParticipantMisconfiguredError(
    "dataSource has to be the service's own TypeORM DataSource, initialized",
  );
}
