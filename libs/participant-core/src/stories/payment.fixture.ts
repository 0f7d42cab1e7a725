import { readFileSync } from 'node:fs';
import type { JsonObject } from '#protocol';
import {
  deleteFromBroker,
  openTestBus,
  TestConductor,
  type DutiesBench,
  type Halt,
  type Plan,
} from '#testing-duties';
import { createTestDatabase, eventually, RecordedLog, uniquePrefix } from '#testing-internal';
import { Pool } from 'pg';
import { CommandRefused, TryAgainLater } from '../errors/answers.js';
import type { CommandContext, Handlers } from '../handling/handlers.js';
import { startParticipant, type Participant } from '../participant.js';
import type { ParticipantDatabase } from '../database/participant-database.js';
import type { StartOptions } from '../settings/participant-settings.js';

/** One library under test. */
export interface Library<Tx> {
  readonly database: ParticipantDatabase<Tx>;
  /** Writes an effect as the library's users do. */
  write(tx: Tx, key: string, what: string): Promise<unknown>;
  /** Runs a statement that fails, as they do. */
  fail(tx: Tx): Promise<unknown>;
  close(): Promise<unknown>;
}

const halts = new Map<string, Halt>();
const plansOf = new Map<string, Plan[]>();

export const SCHEMA = readFileSync('migrations/participant/tables.sql', 'utf8');

/** A service on a library, with its conductor, on a real PostgreSQL and a real RabbitMQ. */
export class CoreBench<Tx> implements DutiesBench {
  readonly log = new RecordedLog();
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly databaseUrl: string,
    readonly prefix: string,
    readonly conductor: TestConductor,
    readonly library: Library<Tx>,
    private readonly pool: Pool,
  ) {}

  static async open<Tx>(connect: (url: string) => Promise<Library<Tx>>): Promise<CoreBench<Tx>> {
    const prefix = uniquePrefix();
    const { url, drop } = await createTestDatabase();
    const pool = new Pool({ connectionString: url });
    await pool.query(`${SCHEMA};
      create table effect (id int generated always as identity primary key, key text, what text)`);
    const bus = await openTestBus('conductor');
    const conductor = await TestConductor.open(bus, prefix);
    const bench = new CoreBench(url, prefix, conductor, await connect(url), pool);
    bench.onClose(() => drop());
    bench.onClose(() => pool.end());
    bench.onClose(() => deleteFromBroker(prefix));
    bench.onClose(() => bus.close());
    bench.onClose(() => bench.library.close());
    return bench;
  }

  async startPayment(options: Partial<StartOptions<Tx>> = {}): Promise<() => Promise<unknown>> {
    const participant = await this.start(options);
    return () => participant.stop();
  }

  async start(options: Partial<StartOptions<Tx>> = {}): Promise<Participant> {
    const own = options.bus || options.amqpUrl ? null : await openTestBus('payment');
    if (own) this.onClose(() => own.close());
    const participant = await startParticipant<Tx>({
      name: 'payment',
      database: this.library.database,
      handlers: paymentHandlers(this.library) as Handlers<NoInfer<Tx>>,
      logger: this.log,
      prefix: this.prefix,
      ...(own ? { bus: own } : {}),
      ...options,
    });
    this.onClose(() => participant.stop());
    return participant;
  }

  plan(key: string, ...plans: readonly Plan[]): void {
    plansOf.set(key, [...plans]);
  }

  haltAt(key: string, halt: Halt): void {
    halts.set(key, halt);
  }

  async effectsOf(key: string): Promise<string[]> {
    const rows = await this.ask('select what from effect where key = $1 order by id', [key]);
    return rows.map((row) => (row as { readonly what: string }).what);
  }

  async inboxRow(key: string): Promise<Record<string, unknown> | undefined> {
    const [row] = await this.ask('select * from inbox where idempotency_key = $1', [key]);
    return row as Record<string, unknown> | undefined;
  }

  async untilBlocked(): Promise<void> {
    const statement = `
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await eventually(
      () => this.ask(statement, []),
      (rows) => rows.length > 0,
    );
  }

  async ask(text: string, values: readonly unknown[]): Promise<readonly unknown[]> {
    return (await this.pool.query<object>(text, [...values])).rows;
  }

  onClose(closer: () => Promise<unknown>): void {
    this.closers.push(closer);
  }

  async close(): Promise<void> {
    for (const closer of this.closers.splice(0).reverse()) await closer();
  }
}

/** What the contracts on duties expect of `payment.authorize` and `payment.void`. */
function paymentHandlers<Tx>({ write, fail }: Library<Tx>): Handlers<Tx> {
  const refuse = () => {
    throw new CommandRefused('NOT_VOIDABLE', 'it was captured');
  };
  async function doAsPlanned({ tx, idempotencyKey }: CommandContext<Tx>): Promise<void> {
    const halt = halts.get(idempotencyKey);
    halts.delete(idempotencyKey);
    await halt?.wait();
    switch (plansOf.get(idempotencyKey)?.shift()) {
      case 'refuses':
        return refuse();
      case 'refuses after a statement failed':
        await fail(tx).catch(refuse);
        return;
      case 'hides a failed statement':
        await fail(tx).catch(() => null);
        return;
      case 'errs':
        throw new TryAgainLater('BANK_CLOSED', 'the bank is closed', { retryAfterMs: 1_500 });
      case undefined:
    }
  }
  return {
    'payment.authorize': async (input: { readonly amount: number }, context) => {
      await write(context.tx, context.idempotencyKey, 'authorized');
      await doAsPlanned(context);
      if (input.amount > 100) throw new CommandRefused('LIMIT_EXCEEDED', 'too much');
      return { authorizationId: `authorization of ${context.step}`, amount: input.amount };
    },
    'payment.void': {
      run: async (_input, context) => {
        await write(context.tx, context.idempotencyKey, 'voided');
        await doAsPlanned(context);
        return { voided: (context.executed as JsonObject)['authorizationId'] };
      },
    },
  };
}
