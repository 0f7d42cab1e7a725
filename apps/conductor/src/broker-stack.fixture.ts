import { connect, type Channel, type ChannelModel } from 'amqplib';
import { pino } from 'pino';
import { conductorNames, participantQueue } from '#bus';
import { parseCommand, replyMessage } from '#contracts';
import { RabbitBus } from '#messaging';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  eventually,
  Firehose,
  RawPublisher,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { startConductor, type RunningConductor } from './conductor.js';
import { callUrl, type HttpAnswer } from './conductor-call.fixture.js';
import type { Json } from './api/openapi/conformance.fixture.js';
import type { ConductorConfig } from './config.js';

const PARTICIPANT = 'svc';
const HONEST = {
  name: 'honest',
  steps: [{ name: 'one', command: `${PARTICIPANT}.do`, compensation: `${PARTICIPANT}.undo` }],
};

/** A conductor on a real broker, with one participant that always succeeds. */
export class BrokerStack {
  private constructor(
    readonly prefix: string,
    private readonly database: TestDatabase,
    private readonly conductor: RunningConductor,
    private readonly buses: readonly RabbitBus[],
    private readonly connection: ChannelModel,
    readonly operator: Channel,
    readonly raw: RawPublisher,
    private readonly tap: Firehose | null,
  ) {}

  /** `isTapped`: its messages are held to their schemas. Default true. */
  static async start(
    changes: Partial<ConductorConfig> = {},
    { isTapped = true }: { readonly isTapped?: boolean } = {},
  ): Promise<BrokerStack> {
    const prefix = uniquePrefix();
    const tap = isTapped ? await Firehose.openIfAsked(prefix) : null;
    const database = await createTestDatabase('conductor');
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const newBus = (name: string) => new RabbitBus({ url: brokerUrl(), name, log });
    const [bus, outside] = [newBus(`${prefix}-conductor`), newBus(`${prefix}-participant`)];
    const config = { host: '127.0.0.1', port: 0, databaseUrl: database.url, prefix };
    const conductor = await startConductor({
      config: { ...config, replySecret: null, apiKeys: [], ...changes },
      bus,
      logger: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    });
    const connection = await connect(brokerUrl());
    const operator = await connection.createChannel();
    const raw = await RawPublisher.at(brokerUrl());
    const buses = [bus, outside];
    const parts = [prefix, database, conductor, buses, connection, operator, raw, tap] as const;
    const stack = new BrokerStack(...parts);
    await stack.post(HONEST);
    await takeCommands(outside, prefix);
    return stack;
  }

  get repliesQueue(): string {
    return conductorNames(this.prefix).repliesQueue;
  }

  get intakeQueue(): string {
    return conductorNames(this.prefix).intakeQueue;
  }

  call(method: string, path: string, body?: unknown): Promise<HttpAnswer> {
    const url = `${this.conductor.url}${path}`;
    return callUrl(method, url, body === undefined ? {} : { body });
  }

  async post(definition: object): Promise<void> {
    const { status, body } = await this.call('POST', '/v1/definitions', definition);
    if (status !== 201) throw new Error(JSON.stringify(body));
  }

  async start(definition: string): Promise<string> {
    const { body } = await this.call('POST', '/v1/sagas', { definition, input: {} });
    return body.id as string;
  }

  /** Runs an ordinary saga from start to end. */
  async runHonestSaga(): Promise<Json> {
    const body = { definition: HONEST.name, input: {} };
    return (await this.call('POST', '/v1/sagas?wait=20s', body)).body;
  }

  /** Dead messages by reason, once there are this many. */
  async deadMessages(count: number): Promise<Readonly<Record<string, number>>> {
    const items = await eventually(
      () => this.listDeadMessages(),
      ({ length }) => length >= count,
    );
    const reasons: Record<string, number> = {};
    for (const { reason } of items) reasons[reason] = (reasons[reason] ?? 0) + 1;
    return reasons;
  }

  async listDeadMessages(): Promise<readonly Json[]> {
    const items: Json[] = [];
    for (let cursor = ''; ;) {
      const path = `/v1/admin/dead-messages?limit=100${cursor && `&cursor=${cursor}`}`;
      const { body } = await this.call('GET', path);
      items.push(...body.items);
      if (body.next === null) return items;
      cursor = body.next as string;
    }
  }

  /** A message that no consumer has acknowledged returns to its queue. */
  async closeAndCount(): Promise<number> {
    await this.conductor.close();
    for (const bus of this.buses) await bus.close();
    const queues = [this.repliesQueue, this.intakeQueue];
    let left = 0;
    for (const queue of queues) left += (await this.operator.checkQueue(queue)).messageCount;
    await this.tap?.close();
    await this.raw.close();
    await this.connection.close();
    await deleteQueues(this.prefix, [PARTICIPANT]);
    await this.database.drop();
    return left;
  }
}

async function takeCommands(bus: RabbitBus, prefix: string): Promise<void> {
  await bus.open({ exchanges: [], queues: [] });
  const queue = participantQueue(prefix, PARTICIPANT);
  await bus.declare({
    exchanges: [{ name: conductorNames(prefix).commandsExchange, type: 'direct' }],
    queues: [
      {
        name: queue,
        bindings: [{ exchange: conductorNames(prefix).commandsExchange, routingKey: PARTICIPANT }],
      },
    ],
  });
  await bus.consume(queue, { prefetch: 100 }, (delivery) => {
    const check = parseCommand(delivery);
    delivery.ack();
    if (!check.ok) return;
    const outcome = { type: 'succeeded', output: {} } as const;
    void bus.publish([replyMessage(check.command, outcome, { appId: 'svc', at: Date.now() })]);
  });
}
