import { deleteFromBroker, newStep, openTestBus, TestConductor } from '#testing-duties';
import { createTestDatabase, eventually, RecordedLog, uniquePrefix } from '#testing-internal';
import { participantQueue, type MessageBus } from '#bus';
import type { Ask } from '#duties';
import { RabbitBus } from '#messaging';
import type { INestMicroservice, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { participantMigrations } from '../../../../migrations/participant/index.js';
import type { ParticipantOptions } from '../settings/participant-options.js';
import { ParticipantServer } from '../participant-server.js';

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
    const bus = await openTestBus('conductor');
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
    const own = options.bus ? null : await openTestBus('payment');
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

  /** A statement on the service's database. */
  readonly ask: Ask = (text, values) => this.dataSource.query(text, [...values]);

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
