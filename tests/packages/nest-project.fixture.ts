import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { Client } from 'pg';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  eventually,
  type TestDatabase,
} from '#testing-internal';
import { BrokerStack } from '../../apps/conductor/src/broker-stack.fixture.js';
import type { Project } from './installed.fixture.js';

const SERVICES = ['stock', 'payment'] as const;

/** The two services of a made project, as its README starts them, with a conductor. */
export class RunningShop {
  private readonly processes: ChildProcess[] = [];

  private constructor(
    private readonly stack: BrokerStack,
    private readonly databases: readonly TestDatabase[],
  ) {}

  /** Starts them one after the other, as somebody with two terminals does. */
  static async start(project: Project): Promise<RunningShop> {
    shareBroker(project);
    const databases = [await createTestDatabase(), await createTestDatabase()];
    const shop = new RunningShop(await BrokerStack.start(), databases);
    const env = {
      AMQP_URL: brokerUrl(),
      STOCK_DATABASE_URL: databases[0]?.url,
      PAYMENT_DATABASE_URL: databases[1]?.url,
      CONDUCTOR_PREFIX: shop.stack.prefix,
    };
    try {
      for (const name of SERVICES) await shop.startService(project, name, env);
      const order = readFileSync(join(project.folder, 'sagas', 'order.json'), 'utf8');
      await shop.stack.post(JSON.parse(order) as object);
      return shop;
    } catch (error) {
      await shop.close();
      throw error;
    }
  }

  /** Runs one saga to its end. */
  async order(input: object): Promise<unknown> {
    const body = { definition: 'order', input };
    return (await this.stack.call('POST', '/v1/sagas?wait=30s', body)).body;
  }

  /** Asks the database of `stock`. */
  async inStock(sql: string): Promise<readonly unknown[]> {
    const client = new Client({ connectionString: this.databases[0]?.url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows;
  }

  /** As a supervisor stops them; gives their exit codes. */
  async stop(): Promise<readonly (number | null)[]> {
    return Promise.all(
      this.processes.splice(0).map(async (each) => {
        if (each.exitCode !== null) return each.exitCode;
        const ended = once(each, 'close') as Promise<[number | null]>;
        each.kill('SIGTERM');
        return (await ended)[0];
      }),
    );
  }

  async close(): Promise<void> {
    await this.stop();
    await this.stack.closeAndCount();
    await deleteQueues(this.stack.prefix, SERVICES);
    for (const each of this.databases) await each.drop();
  }

  private async startService(project: Project, name: string, env: NodeJS.ProcessEnv) {
    const service = project.start(['run', name], env, 'npm');
    this.processes.push(service);
    let said = '';
    for (const stream of [service.stdout, service.stderr]) {
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    }
    await eventually(
      () => ({ said, exitCode: service.exitCode }),
      (now) => now.exitCode !== null || now.said.includes(`${name} takes commands`),
    );
    if (service.exitCode !== null) throw new Error(`${name} ended:\n${said}`);
  }
}

/** The broker is one for all tests, so the names on it have a prefix. */
function shareBroker(project: Project): void {
  const file = join('services', 'participant.ts');
  const text = readFileSync(join(project.folder, file), 'utf8');
  expect(text).toContain('participant: name,');
  const prefixed = `participant: name,\n    prefix: process.env['CONDUCTOR_PREFIX'],`;
  project.write(file, text.replace('participant: name,', prefixed));
}
