import { pino } from 'pino';
import pg from 'pg';
import {
  conductorNames,
  conductorTopology,
  participantQueue,
  participantTopology,
  type Delivery,
  type MessageBus,
  type OutgoingMessage,
} from '#bus';
import {
  descriptionMessage,
  parseCommand,
  replyMessage,
  type CommandDescription,
  type ParsedCommand,
  type ReplyOutcome,
} from '#contracts';
import { InProcessBus, type InProcessBroker } from '#messaging';
import { createTestDatabase, eventually, TappedBroker, type TestDatabase } from '#testing-internal';
import type { Json } from './api/openapi/conformance.fixture.js';
import { startConductor, type RunningConductor } from './conductor.js';
import { callUrl, type CallRequest, type HttpAnswer } from './conductor-call.fixture.js';
import type { ConductorConfig } from './config.js';
import { asRuntimeRole } from './runtime-role.fixture.js';

/** A command that arrived. */
export type ParticipantCall = ParsedCommand;

/** How a participant answers a command; null: it does not. */
export type Answer = (command: ParsedCommand) => ReplyOutcome | null;

export const succeeds: Answer = () => ({ type: 'succeeded', output: {} });
export const isSilent: Answer = () => null;

export function refuses(code: string): Answer {
  return () => ({ type: 'refused', error: { code, message: `refused: ${code}` } });
}

export function errs(code: string): Answer {
  return () => ({ type: 'errored', error: { code, message: `errored: ${code}` } });
}

type Prepare = (database: TestDatabase) => Promise<string>;

const PREPARE: Prepare | null = process.env['TEST_RUNTIME_ROLE'] ? asRuntimeRole : null;

/** A conductor on real Postgres, with participants that answer according to a script. */
export class ConductorStack {
  /** Answers by pattern, such as `payment.authorize`; a command without one succeeds. */
  readonly script = new Map<string, Answer>();
  private outside: MessageBus | null = null;
  private listeners = 0;
  private readonly recorders: { patterns: readonly string[]; calls: ParticipantCall[] }[] = [];
  /** Patterns whose replies arrive twice. */
  readonly repeated = new Set<string>();
  private replicas: RunningConductor[] = [];
  private readonly buses: MessageBus[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly sql: pg.Client,
    private readonly broker: InProcessBroker,
    readonly config: ConductorConfig,
  ) {}

  /**
   * `prepare` gets an empty database and returns the URL that the conductor uses; null: one that
   * has the tables. With `TEST_RUNTIME_ROLE=1` every conductor works as a role without DDL.
   */
  static async start(
    changes: Partial<ConductorConfig> = {},
    prepare = PREPARE,
  ): Promise<ConductorStack> {
    const database = await createTestDatabase(prepare === null ? 'conductor' : undefined);
    const config: ConductorConfig = {
      host: '127.0.0.1',
      port: 0,
      databaseUrl: (await prepare?.(database)) ?? database.url,
      prefix: 'conductor',
      replySecret: null,
      apiKeys: [],
      ...changes,
    };
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    const stack = new ConductorStack(database, sql, new TappedBroker(config.prefix), config);
    for (const name of ['order', 'payment', 'shipping']) await stack.addParticipant(name);
    await stack.addReplica();
    return stack;
  }

  get conductor(): RunningConductor {
    const [first] = this.replicas;
    if (first === undefined) throw new Error('no replica runs');
    return first;
  }

  async addReplica(): Promise<RunningConductor> {
    const bus = new InProcessBus(this.broker);
    this.buses.push(bus);
    const replica = await startConductor({
      config: this.config,
      bus,
      logger: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    });
    this.replicas.push(replica);
    return replica;
  }

  /** Until another one is added nothing moves; messages wait on the broker. */
  async stopReplicas(): Promise<void> {
    for (const replica of this.replicas.splice(0)) await replica.close();
  }

  /** Records commands with these patterns from now on. */
  record(...patterns: readonly string[]): ParticipantCall[] {
    const calls: ParticipantCall[] = [];
    this.recorders.push({ patterns, calls });
    return calls;
  }

  /**
   * Publishes what a service would publish: an event, or a message to the intake queue. `isBroken`:
   * on purpose, so that it is not held to the schemas of messages.
   */
  async publish(
    message: Partial<OutgoingMessage> & { readonly json: unknown; readonly isBroken?: true },
  ): Promise<void> {
    this.outside ??= await this.openBus();
    const { json, isBroken, ...more } = message;
    const { intakeQueue } = conductorNames(this.config.prefix);
    const body = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
    if (isBroken) TappedBroker.brokenOnPurpose(body);
    const to = { exchange: '', routingKey: intakeQueue, properties: {} };
    const [outcome] = await this.outside.publish([{ ...to, body, ...more }]);
    if (outcome !== 'confirmed') throw new Error(`the message is ${outcome}`);
  }

  /** Sends a participant's description, and waits until the conductor knows it. */
  async describe(
    participant: string,
    commands: readonly CommandDescription[],
    at = Date.now(),
  ): Promise<void> {
    const seen = await this.lastSeen(participant);
    const { prefix } = this.config;
    const message = descriptionMessage({ participant, commands }, { prefix, at });
    const { body, properties } = message;
    await this.publish({ json: String(body), properties });
    await eventually(
      () => this.lastSeen(participant),
      (at) => at !== seen,
    );
  }

  /** Waits until the participant's queue exists, with or without a consumer. */
  async untilDeclared(participant: string): Promise<void> {
    this.outside ??= await this.openBus();
    const { outside } = this;
    const queue = participantQueue(this.config.prefix, participant);
    await eventually(
      () => outside.findQueue(queue),
      (state) => state !== null,
    );
  }

  /** Disconnects the conductors' buses from now on. */
  leaveBroker(): Promise<unknown> {
    return Promise.all(this.buses.map((bus) => bus.close()));
  }

  private async lastSeen(participant: string): Promise<string | undefined> {
    const { rows } = await this.sql.query<{ at: string }>(
      'select last_seen_at::text as at from participant_description where participant = $1',
      [participant],
    );
    return rows[0]?.at;
  }

  /** Records packets of the events that match the pattern from now on. */
  async listen(pattern: string): Promise<Json[]> {
    const heard: Json[] = [];
    await this.hear(pattern, ({ body }) => heard.push(JSON.parse(body.toString())));
    return heard;
  }

  /** Records the events that match the pattern from now on. */
  async hear(pattern: string, onEvent: (event: Delivery) => void): Promise<void> {
    const bus = await this.openBus();
    const queue = `listener-${this.listeners++}`;
    const exchange = conductorNames(this.config.prefix).eventsExchange;
    const bindings = [{ exchange, routingKey: pattern }];
    await bus.declare({ exchanges: [], queues: [{ name: queue, bindings }] });
    await bus.consume(queue, { prefetch: 100 }, (delivery) => {
      onEvent(delivery);
      delivery.ack();
    });
  }

  /** Makes an HTTP call to the first replica. A body that is not a string is sent as JSON. */
  async call(method: string, path: string, request: CallRequest = {}): Promise<HttpAnswer> {
    return callUrl(method, `${this.conductor.url}${path}`, request);
  }

  /**
   * Counts the rows of all tables, which a refused request must not change. The outbox is left out:
   * its rows disappear by themselves; and so are refusals in the audit log, which are written when
   * the answer has been sent.
   */
  async countRows(): Promise<number> {
    const { rows } = await this.sql.query<{ rows: number }>(
      `select (select count(*) from saga_definition) + (select count(*) from saga)
            + (select count(*) from saga_event)
            + (select count(*) from operator_audit where outcome <> 'refused')
            + (select count(*) from dead_message) as rows`,
    );
    return Number(rows[0]?.rows);
  }

  async close(): Promise<void> {
    for (const replica of this.replicas) await replica.close();
    await this.sql.end();
    await this.database.drop();
  }

  private async openBus(): Promise<MessageBus> {
    const bus = new InProcessBus(this.broker);
    await bus.open(conductorTopology(this.config.prefix));
    return bus;
  }

  async addParticipant(name: string): Promise<void> {
    const bus = new InProcessBus(this.broker);
    await bus.open(participantTopology(this.config.prefix, name));
    const queue = participantQueue(this.config.prefix, name);
    await bus.consume(queue, { prefetch: 100 }, (delivery) => this.answer(bus, delivery));
  }

  private answer(bus: MessageBus, delivery: Delivery): void {
    const check = parseCommand(delivery);
    delivery.ack();
    if (!check.ok) throw new Error(check.detail);
    const { command } = check;
    for (const { patterns, calls } of this.recorders) {
      if (patterns.includes(command.pattern)) calls.push(command);
    }
    const answer = this.script.get(command.pattern) ?? succeeds;
    const outcome = answer(command);
    if (outcome === null) return;
    const reply = replyMessage(command, outcome, { appId: 'test', at: Date.now() });
    void bus.publish(this.repeated.has(command.pattern) ? [reply, reply] : [reply]);
  }
}

/** Order, payment, shipping: undone in reverse order until the payment is captured. */
export const ORDER_DEFINITION = {
  name: 'place-order',
  inputSchema: {
    type: 'object',
    required: ['orderId'],
    properties: { orderId: { type: 'string' } },
  },
  defaults: { retry: { maxAttempts: 1 }, compensation: { retry: { maxAttempts: 1 } } },
  steps: [
    {
      name: 'createOrder',
      command: 'order.create',
      compensation: 'order.reject',
      input: { orderId: '${input.orderId}' },
    },
    { name: 'authorize', command: 'payment.authorize', compensation: 'payment.void' },
    { name: 'capture', command: 'payment.capture', kind: 'pivot' },
    { name: 'ship', command: 'shipping.ship', kind: 'retryable', retry: { maxAttempts: 1 } },
  ],
} as const;
