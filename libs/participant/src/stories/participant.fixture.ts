import { participantQueue, type MessageBus } from '#bus';
import { type JsonValue } from '#protocol';
import { RabbitBus } from '#messaging';
import { brokerUrl, createTestDatabase, eventually, uniquePrefix } from '#testing-internal';
import type { INestMicroservice, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { connect } from 'amqplib';
import { DataSource } from 'typeorm';
import { v7 } from 'uuid';
import { participantMigrations } from '../../../../migrations/participant/index.js';
import type { ParticipantOptions } from '../settings/participant-options.js';
import { ParticipantServer } from '../participant-server.js';
import { mergedTopology, TestConductor } from './test-conductor.fixture.js';

/** The lines that the service logged. */
export class RecordedLog {
  readonly lines: { readonly facts: object; readonly message: string }[] = [];
  readonly info = (facts: object, message: string) => void this.lines.push({ facts, message });
  readonly warn = this.info;
  readonly error = this.info;
  readonly said = (message: string) => this.lines.some((line) => line.message.includes(message));
}

export async function openBus(name: string, url = brokerUrl()): Promise<RabbitBus> {
  const bus = new RabbitBus({ url, name: `test-${name}`, log: new RecordedLog() });
  await bus.open({ exchanges: [], queues: [] });
  return bus;
}

/** The service's own database: its inbox, and a table for effects of any kind. */
export async function openDatabase(url: string, poolSize = 5): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    poolSize,
    migrations: participantMigrations,
    extra: { connectionTimeoutMillis: 3_000 },
  });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.query('create table if not exists effect (key text, what text)');
  return dataSource;
}

/** How commands are done: each by itself, or in a transaction with others. */
export interface Way {
  readonly name: string;
  readonly isShared: boolean;
}

const ALONE: Way = { name: 'alone', isShared: false };
/** For tests of what has to hold either way. */
export const BOTH_WAYS: readonly Way[] = [
  ALONE,
  { name: 'in a transaction with others', isShared: true },
];

/** One service under test, with its conductor, on a real Postgres and a real RabbitMQ. */
export class Bench {
  readonly log = new RecordedLog();
  readonly prefix = uniquePrefix();
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly databaseUrl: string,
    readonly conductor: TestConductor,
    readonly conductorBus: RabbitBus,
    readonly dataSource: DataSource,
    prefix: string,
    private readonly way: Way,
  ) {
    this.prefix = prefix;
  }

  static async open(way: Way = ALONE): Promise<Bench> {
    const prefix = uniquePrefix();
    const database = await createTestDatabase();
    const bus = await openBus('conductor');
    const companions = () => [newStep().action, newStep().action] as const;
    const conductor = await TestConductor.open(bus, prefix, way.isShared ? companions : undefined);
    const dataSource = await openDatabase(database.url);
    const bench = new Bench(database.url, conductor, bus, dataSource, prefix, way);
    bench.onClose(() => database.drop());
    bench.onClose(() => deleteFromBroker(prefix));
    bench.onClose(() => bus.close());
    bench.onClose(() => dataSource.destroy());
    return bench;
  }

  /** Starts the service `module`; another one of the same name competes for its commands. */
  async start(
    module: Type,
    options: Partial<ParticipantOptions> = {},
    configure: (app: INestMicroservice) => unknown = () => {},
  ): Promise<{
    readonly app: INestMicroservice;
    readonly bus: MessageBus;
    readonly server: ParticipantServer;
  }> {
    const own = options.bus ? null : await openBus('payment');
    const bus = options.bus ?? (own as MessageBus);
    const strategy = new ParticipantServer({
      participant: 'payment',
      dataSource: this.dataSource,
      logger: this.log,
      prefix: this.prefix,
      batch: this.way.isShared,
      ...options,
      bus,
    });
    const app = await NestFactory.createMicroservice(module, { strategy, logger: false });
    configure(app);
    if (own) this.onClose(() => own.close());
    await app.listen();
    this.onClose(() => app.close());
    return { app, bus, server: strategy };
  }

  /** Closed in the opposite order. */
  onClose(closer: () => Promise<unknown>): void {
    this.closers.push(closer);
  }

  async close(): Promise<void> {
    for (const closer of this.closers.reverse()) await closer();
  }

  /** The effects of a key, in order. */
  async effectsOf(key: string): Promise<string[]> {
    const statement = 'select what from effect where key = $1';
    const rows = await this.dataSource.query<{ what: string }[]>(statement, [key]);
    return rows.map(({ what }) => what);
  }

  async inboxRow(key: string): Promise<Record<string, unknown> | undefined> {
    const statement = 'select * from inbox where idempotency_key = $1';
    const [row] = await this.dataSource.query<Record<string, unknown>[]>(statement, [key]);
    return row;
  }

  /** Waits until a transaction waits for another one's lock. */
  async untilBlocked(): Promise<void> {
    const statement = `
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await eventually(
      async () => (await this.dataSource.query<{ waiting: number }[]>(statement))[0]?.waiting ?? 0,
      (waiting) => waiting > 0,
    );
  }

  async commandsLeft(): Promise<number> {
    const queue = participantQueue(this.prefix, 'payment');
    return (await this.conductorBus.inspect(queue)).ready;
  }
}

/** Each quorum queue keeps files open on a broker that many tests share. */
export async function deleteFromBroker(prefix: string): Promise<void> {
  const { queues, exchanges } = mergedTopology(prefix);
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  for (const { name } of queues) await channel.deleteQueue(name);
  for (const { name } of exchanges) await channel.deleteExchange(name);
  await connection.close();
}

/** A command of a new saga, and its idempotency key. */
export function newStep(data: JsonValue = { amount: 10 }) {
  const sagaId = v7();
  const action = { sagaId, data, command: 'payment.authorize', direction: 'execute' } as const;
  const compensation = { ...action, command: 'payment.void', direction: 'compensate' } as const;
  const inquiry = { ...action, direction: 'inquire' } as const;
  return { key: `${sagaId}/authorizePayment/0`, sagaId, action, compensation, inquiry };
}

/** Makes a handler wait where a test wants it to, and reports that it has arrived there. */
export class Halt {
  private open: () => void = () => {};
  private arrive: () => void = () => {};
  readonly arrived = new Promise<void>((resolve) => (this.arrive = resolve));
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  async wait(): Promise<void> {
    this.arrive();
    await this.opened;
  }

  release(): void {
    this.open();
  }
}
