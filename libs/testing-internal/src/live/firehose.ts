import { connect, type Channel, type ChannelModel, type ConsumeMessage } from 'amqplib';
import { conductorNames } from '#bus';
import { brokerUrl } from '../servers.js';
import { isFirehoseAsked, LIVE, lookAtLive } from './live-messages.js';
import { forget, settleBeforeTestEnds } from './test-end.js';

/** RabbitMQ's firehose: it has a copy of what anybody publishes, once tracing is switched on. */
const TRACE_EXCHANGE = 'amq.rabbitmq.trace';
const SETTLE_MAX_MS = 20_000;
const NO_TRACE =
  'the broker gives no copies of messages: run "rabbitmqctl trace_on" on that of AMQP_URL';

/** Names of the properties in a copy, and ours. */
const PROPERTIES = {
  content_type: 'contentType',
  delivery_mode: 'deliveryMode',
  message_id: 'messageId',
  correlation_id: 'correlationId',
  reply_to: 'replyTo',
  type: 'type',
  app_id: 'appId',
  timestamp: 'timestamp',
  user_id: 'userId',
} as const;

/**
 * Holds every message to the schemas that is published under a prefix on the broker of `AMQP_URL`,
 * by whatever process and client.
 */
export class Firehose {
  /** What was seen in this process, and what was wrong. */
  static readonly live = LIVE;

  private markers = 0;
  private copies = 0;
  private arrived = 0;
  private wake = (): void => {};

  private constructor(
    private readonly prefix: string,
    private readonly connection: ChannelModel,
    private readonly channel: Channel,
    private readonly queue: string,
  ) {}

  /** null: nobody asked for it. */
  static openIfAsked(prefix: string): Promise<Firehose | null> {
    return isFirehoseAsked ? Firehose.open(prefix) : Promise.resolve(null);
  }

  static async open(prefix: string): Promise<Firehose> {
    const connection = await connect(brokerUrl());
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue('', { exclusive: true });
    const names = conductorNames(prefix);
    const exchanges = Object.entries(names).filter(([name]) => name.endsWith('Exchange'));
    for (const exchange of ['', ...exchanges.map(([, each]) => each)]) {
      await channel.bindQueue(queue, TRACE_EXCHANGE, `publish.${exchange}`);
    }
    const tap = new Firehose(prefix, connection, channel, queue);
    await channel.consume(queue, (message) => tap.take(message), { noAck: true });
    settleBeforeTestEnds(tap, () => tap.settle());
    await tap.settle();
    return tap;
  }

  async close(): Promise<void> {
    forget(this);
    await this.connection.close();
  }

  /** What was published and confirmed until now has been looked at. @throws Error */
  async settle(): Promise<void> {
    const marker = ++this.markers;
    this.channel.sendToQueue(this.queue, Buffer.from('marker'));
    const giveUp = AbortSignal.timeout(SETTLE_MAX_MS);
    await new Promise<void>((resolve, reject) => {
      giveUp.onabort = () => reject(new Error('the firehose does not answer'));
      this.wake = () => {
        if (this.arrived >= marker) resolve();
      };
      this.wake();
    });
    giveUp.onabort = null;
    // the broker copies a message before it routes it
    if (this.copies < marker) throw new Error(NO_TRACE);
  }

  private take(message: ConsumeMessage | null): void {
    if (message === null) return;
    if (message.fields.exchange === '') {
      this.arrived++;
      this.wake();
      return;
    }
    const {
      exchange_name: exchange,
      routing_keys: keys,
      properties,
    } = message.properties.headers as Traced;
    const [routingKey = ''] = keys;
    if (exchange === '' && routingKey === this.queue) {
      this.copies++;
      return;
    }
    const { headers = {}, ...rest } = properties;
    const own = Object.entries(PROPERTIES).flatMap(([name, ours]) =>
      rest[name] === undefined ? [] : [[ours, rest[name]] as const],
    );
    const published = { exchange, routingKey, headers, properties: Object.fromEntries(own) };
    lookAtLive(this.prefix, { ...published, body: message.content });
  }
}

interface Traced {
  readonly exchange_name: string;
  readonly routing_keys: readonly string[];
  readonly properties: {
    readonly [name: string]: unknown;
    readonly headers?: Readonly<Record<string, unknown>>;
  };
}
