import { pino } from 'pino';
import pg from 'pg';
import { InProcessBus } from '#messaging';
import { createTestDatabase, eventually, TappedBroker, type TestDatabase } from '#testing-internal';
import { startConductor } from '../conductor.js';
import { callUrl } from '../conductor-call.fixture.js';

/** A broker that is away until the test lets it answer. */
class LateBus extends InProcessBus {
  letIn: () => void = () => undefined;
  private readonly isBack = new Promise<void>((resolve) => {
    this.letIn = resolve;
  });

  override async open(...args: Parameters<InProcessBus['open']>): Promise<void> {
    await this.isBack;
    await super.open(...args);
  }
}

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

async function letConnect(isAllowed: boolean): Promise<void> {
  const name = new URL(database.url).pathname.slice(1);
  const server = new URL(database.url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  await client.query(`alter database "${name}" allow_connections ${isAllowed}`);
  if (!isAllowed) {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [name],
    );
  }
  await client.end();
}

describe('A conductor whose broker comes back while the database is away', () => {
  it('works when the database is back too', async () => {
    const bus = new LateBus(new TappedBroker('late'));
    const config = { host: '127.0.0.1', port: 0, databaseUrl: database.url, prefix: 'late' };
    const failures: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => void failures.push(line) });
    const conductor = await startConductor({
      config: { ...config, replySecret: null, apiKeys: [] },
      bus,
      logger,
    });
    await letConnect(false);
    bus.letIn();
    await eventually(
      async () => failures,
      (lines) => lines.some((line) => line.includes('take open sagas up again')),
    );
    await letConnect(true);
    const { status } = await eventually(
      () => callUrl('GET', `${conductor.url}/health/ready`),
      (answer) => answer.status === 200,
    );
    expect(status).toBe(200);
    await conductor.close();
  });
});
