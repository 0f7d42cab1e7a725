import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import {
  createTestDatabase,
  deleteQueues,
  Firehose,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';

/** How long anything a fleet does may take before a test gives up on it. */
export const PATIENCE_MS = 120_000;
/** What a probe is given, so that the test still has time to say what it saw. */
const PROBE_PATIENCE_MS = 90_000;

/** The product as processes, the way it is run: built code on real servers. */
export class Fleet {
  private readonly processes: ChildProcess[] = [];

  private constructor(
    readonly databases: Readonly<Record<'conductor' | 'order' | 'payment' | 'shipping', string>>,
    private readonly owned: readonly TestDatabase[],
    /** Of the names of exchanges and queues. */
    readonly prefix: string,
    private readonly tap: Firehose | null,
  ) {}

  static async prepare(): Promise<Fleet> {
    const owned: TestDatabase[] = [];
    for (let count = 0; count < 4; count++) owned.push(await createTestDatabase());
    const [conductor = '', order = '', payment = '', shipping = ''] = owned.map(({ url }) => url);
    const prefix = uniquePrefix();
    const tap = await Firehose.openIfAsked(prefix);
    return new Fleet({ conductor, order, payment, shipping }, owned, prefix, tap);
  }

  /** Starts an app and waits until it answers on its port, or for services without one: at once. */
  async start(app: string, settings: Readonly<Record<string, string>> = {}): Promise<ChildProcess> {
    const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`], {
      env: { ...process.env, ...this.environment(), ...settings, NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.processes.push(child);
    return child;
  }

  async kill(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async query<Row extends pg.QueryResultRow>(
    database: keyof Fleet['databases'],
    text: string,
  ): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.databases[database] });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async end(): Promise<void> {
    for (const child of this.processes) {
      if (child.exitCode === null && child.signalCode === null) await this.kill(child);
    }
    await this.tap?.close();
    await deleteQueues(this.prefix, ['order', 'payment', 'shipping']);
    for (const database of this.owned) await database.drop();
  }

  private environment(): Record<string, string> {
    return {
      DATABASE_URL: this.databases.conductor,
      ORDER_DATABASE_URL: this.databases.order,
      PAYMENT_DATABASE_URL: this.databases.payment,
      SHIPPING_DATABASE_URL: this.databases.shipping,
      CONDUCTOR_PREFIX: this.prefix,
      LOG_LEVEL: 'fatal',
    };
  }
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Repeats a probe until it is content; fails with what it saw last. */
export async function waitFor<Seen>(
  what: string,
  probe: () => Promise<Seen>,
  isRight: (seen: Seen) => boolean,
  patienceMs = PROBE_PATIENCE_MS,
): Promise<Seen> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const seen = await probe().catch((error: unknown) => error as Seen);
    if (!(seen instanceof Error) && isRight(seen)) return seen;
    if (Date.now() > giveUpAt) throw new Error(`${what}: still ${String(JSON.stringify(seen))}`);
    await delay(100);
  }
}

export async function waitUntilUp(url: string): Promise<void> {
  const probe = async (): Promise<number> => (await fetch(url)).status;
  await waitFor(`${url} is up`, probe, (status) => status < 500);
}

/**
 * Places orders as customers do, all at once: one in four is declined. A service that is too busy
 * says so, and is asked again with the same key. Gives their ids.
 */
export async function placeOrders(orderUrl: string, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => placeOrder(orderUrl, index)));
}

async function placeOrder(orderUrl: string, index: number): Promise<string> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      customerId: `customer-${index}`,
      amount: 40,
      card: index % 4 === 0 ? '4000000000000002' : '4242424242424242',
      lines: [{ sku: 'book', quantity: 2 }],
    }),
  };
  const { status, text } = await waitFor(
    'an order',
    async () => {
      const answer = await fetch(`${orderUrl}/orders`, request);
      return { status: answer.status, text: await answer.text() };
    },
    (answer) => answer.status !== 503,
  );
  // 200: it was placed before, and the answer was lost
  if (status !== 201 && status !== 200) throw new Error(`${status} ${text}`);
  return (JSON.parse(text) as { id: string }).id;
}
