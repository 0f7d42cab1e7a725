import { participantQueue } from '#bus';
import type { ReplyOutcome } from '#contracts';
import { brokerUrl, createTestDatabase, eventually, newSagaId } from '#testing-internal';
import { Client } from 'pg';
import { PlainConductor, type PlainCommand } from '../plain-conductor.fixture.js';
import { OwnProcess } from './own-process.fixture.js';

/** Where a service of payments finds everything; as its environment. */
export interface Place {
  readonly AMQP_URL: string;
  readonly PAYMENT_DATABASE_URL: string;
  readonly CONDUCTOR_PREFIX: string;
}

/** What is special about a service of payments that is to be put to the test. */
export interface PaymentService {
  /**
   * The program and its arguments; its environment is the `Place`, and what a test adds. It writes
   * "takes commands" once it does.
   */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Makes the inbox, by what the library ships. */
  createTables(databaseUrl: string): Promise<void>;
}

/** A busy machine takes half a minute to load a program. */
export const START_MS = 90_000;

/** What a run of a handler does after its effect: payment_service.py says what each means. */
export type Plan = string;

type Step = Omit<PlainCommand, 'command'>;

/** A service as a process of its own, its database, and the conductor's side of the wire. */
export class DutiesBench {
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly databaseUrl: string,
    readonly conductor: PlainConductor,
    readonly client: Client,
    private readonly service: PaymentService,
  ) {}

  static async open(service: PaymentService, tables = true): Promise<DutiesBench> {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const conductor = await PlainConductor.open('payment');
    const bench = new DutiesBench(database.url, conductor, client, service);
    bench.onClose(() => database.drop());
    bench.onClose(() => client.end());
    bench.onClose(() => conductor.close());
    if (tables) await service.createTables(database.url);
    await client.query(`
      create table effect (key text, what text, at timestamptz default clock_timestamp());
      create table plan (place bigserial, key text, what text)`);
    return bench;
  }

  /** Starts the service, or another process of it, and waits until it takes commands. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<OwnProcess> {
    const started = this.launch(env);
    await eventually(
      () => started.log,
      (log) => {
        if (started.hasEnded) throw new Error(`the service ended:\n${log}`);
        return log.includes('takes commands');
      },
    );
    return started;
  }

  /** Starts it, and waits for nothing. */
  launch(env: Readonly<Record<string, string>> = {}): OwnProcess {
    const place: Place = {
      AMQP_URL: brokerUrl(),
      PAYMENT_DATABASE_URL: this.databaseUrl,
      CONDUCTOR_PREFIX: this.conductor.prefix,
    };
    const all = { ...this.service.env, ...place, ...env };
    const started = OwnProcess.start(this.service.command, all);
    this.onClose(() => started.kill());
    return started;
  }

  onClose(closer: () => Promise<unknown>): void {
    this.closers.push(closer);
  }

  /** In the opposite order. */
  async close(): Promise<void> {
    for (const closer of this.closers.reverse()) await closer();
  }

  async plan(key: string, ...plans: readonly Plan[]): Promise<void> {
    for (const what of plans) {
      await this.client.query('insert into plan (key, what) values ($1, $2)', [key, what]);
    }
  }

  /** Makes the next run of the key's handler wait, with its effect written. */
  async halt(key: string): Promise<Halt> {
    await this.plan(key, 'wait');
    const holder = new Client({ connectionString: this.databaseUrl });
    await holder.connect();
    await holder.query('select pg_advisory_lock(hashtext($1))', [key]);
    const halt = new Halt(this, holder);
    this.onClose(() => halt.release());
    return halt;
  }

  /** Waits until so many transactions wait for a lock. */
  async untilBlocked(count: number): Promise<void> {
    const statement = `
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await eventually(
      async () => (await this.client.query<{ waiting: number }>(statement)).rows[0]?.waiting ?? 0,
      (waiting) => waiting === count,
    );
  }

  async effectsOf(key: string): Promise<readonly string[]> {
    const statement = 'select what from effect where key = $1 order by at';
    const { rows } = await this.client.query<{ what: string }>(statement, [key]);
    return rows.map(({ what }) => what);
  }

  async inboxRow(key: string): Promise<Record<string, unknown> | undefined> {
    const statement = 'select * from inbox where idempotency_key = $1';
    const { rows } = await this.client.query<Record<string, unknown>>(statement, [key]);
    return rows[0];
  }

  queue() {
    const { bus, prefix } = this.conductor;
    return bus.inspect(participantQueue(prefix, 'payment'));
  }

  send(command: PlainCommand): Promise<ReplyOutcome> {
    return this.conductor.send(command);
  }

  /** Resolves when the broker has the command. */
  ask(command: PlainCommand): Promise<{ readonly answer: Promise<ReplyOutcome> }> {
    return this.conductor.ask(command);
  }
}

/** A handler that waits where a test wants it to. */
export class Halt {
  private isReleased = false;

  constructor(
    private readonly bench: DutiesBench,
    private readonly holder: Client,
  ) {}

  async arrived(): Promise<void> {
    await this.bench.untilBlocked(1);
  }

  async release(): Promise<void> {
    if (this.isReleased) return;
    this.isReleased = true;
    await this.holder.end();
  }
}

/** The commands of one step of a new saga, and its key. */
export function newStep(data: PlainCommand['data'] = { amount: 10 }, more: Partial<Step> = {}) {
  const step = { sagaId: newSagaId(), step: 'authorizePayment', data, ...more } as const;
  const action = { ...step, command: 'payment.authorize', direction: 'execute' } as const;
  const compensation = { ...step, command: 'payment.void', direction: 'compensate' } as const;
  const inquiry = { ...action, direction: 'inquire' } as const;
  return { key: `${step.sagaId}/authorizePayment/0`, action, compensation, inquiry };
}

export const AUTHORIZED = {
  type: 'succeeded',
  output: { authorizationId: 'authorization of authorizePayment', amount: 10 },
};
export const UNDONE = {
  type: 'succeeded',
  output: { voided: 'authorization of authorizePayment', result: 'undone' },
};
export const NOTHING_TO_UNDO = { type: 'succeeded', output: { result: 'nothing-to-undo' } };
export const LATER = {
  type: 'errored',
  error: { code: 'BANK_CLOSED', message: 'the bank is closed' },
  retryAfterMs: 1_500,
};

export const refusedWith = (code: string) => ({
  type: 'refused',
  error: { code, message: expect.any(String) as string },
});
export const erroredWith = (code: string) => ({
  type: 'errored',
  error: { code, message: expect.any(String) as string },
});
