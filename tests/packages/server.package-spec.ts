import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTo, createServer, type Server } from 'node:net';
import { connect } from 'amqplib';
import { findFreePort } from '#servers/ports';
import {
  brokerUrl,
  createTestDatabase,
  deleteQueues,
  eventually,
  uniquePrefix,
} from '#testing-internal';
import { newFolder, pack, Project, removeFolder } from './installed.fixture.js';

/* The server as its users have it: installed by npm, run by its command, with their service. */

const COMMAND = 'node_modules/@conductor/server/apps/standalone/src/server/main.js';
const DEFINITION = {
  name: 'sale',
  steps: [{ name: 'sell', command: 'shop.sell', compensation: 'none', retry: { maxAttempts: 50 } }],
};

const prefix = uniquePrefix();
let folder: string;
let project: Project;
const processes: ChildProcess[] = [];

beforeAll(() => {
  folder = newFolder();
  project = Project.install(folder, { packed: pack(['server'], folder) });
});

afterAll(async () => {
  for (const each of processes) if (each.exitCode === null) each.kill('SIGKILL');
  await deleteQueues(prefix, ['shop']);
  removeFolder(folder);
});

/** Starts it and waits until it says where it listens; fails with what it said. */
async function start(args: readonly string[], settings: Record<string, string>) {
  const env = { AMQP_URL: '', DATABASE_URL: '', ...settings, CONDUCTOR_PREFIX: prefix };
  const child = project.start([COMMAND, ...args], env);
  processes.push(child);
  let said = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    const [, url] = /Console +(http\S+)/.exec(said) ?? [];
    if (url !== undefined && said.includes('definition.json')) {
      child.stdout!.resume();
      return { child, url, said };
    }
  }
  throw new Error(said);
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>;
  child.kill(signal);
  const [code] = await ended;
  return code;
}

async function post(url: string, body: object): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const told = (await answer.json()) as Record<string, string>;
  expect({ status: answer.status, told }).toMatchObject({ status: 201 });
  return told;
}

async function get(url: string): Promise<string> {
  return (await fetch(url)).text();
}

/** A service of the user's: it sells whatever it is told to, over the broker alone. */
async function openShop(): Promise<() => Promise<void>> {
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  const queue = `${prefix}.commands.shop`;
  await channel.assertExchange(`${prefix}.commands`, 'direct', { durable: true });
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.bindQueue(queue, `${prefix}.commands`, 'shop');
  await channel.consume(queue, (message) => {
    if (message === null) return;
    const { replyTo, correlationId } = message.properties;
    const reply = Buffer.from(JSON.stringify({ outcome: 'succeeded', output: { sold: true } }));
    channel.publish('', String(replyTo), reply, { correlationId, contentType: 'application/json' });
    channel.ack(message);
  });
  return () => connection.close();
}

it('runs sagas over a broker, is killed, goes on, and ends when it is told to', async () => {
  const args = ['--port', '0', '--data', 'here'];
  const first = await start(args, { AMQP_URL: brokerUrl() });
  expect(JSON.parse(await get(`${first.url}/health/live`))).toMatchObject({ status: 'live' });
  expect(await get(`${first.url}/`)).toContain('<base href="./"');
  expect(await get(`${first.url}/docs`)).toContain('Conductor API');
  await post(`${first.url}/v1/definitions`, DEFINITION);
  const { id } = await post(`${first.url}/v1/sagas`, { definition: 'sale', input: {} });
  await end(first.child, 'SIGKILL');

  const closeShop = await openShop();
  const second = await start(args, { AMQP_URL: brokerUrl() });
  const saga = JSON.parse(await get(`${second.url}/v1/sagas/${id}?wait=30s`)) as object;

  expect(saga).toMatchObject({ id, status: 'completed' });
  expect(second.said).toContain('RabbitMQ at ');
  await closeShop();
  expect(await end(second.child, 'SIGTERM')).toBe(0);
});

/** The broker at a port of its own, from now on. */
async function openGate(port: number): Promise<Server> {
  const { hostname, port: behind } = new URL(brokerUrl());
  const gate = createServer((socket) => {
    const through = connectTo(Number(behind || 5672), hostname);
    for (const each of [socket, through]) each.on('error', () => undefined);
    socket.pipe(through).pipe(socket);
  });
  gate.listen(port, '127.0.0.1');
  await once(gate, 'listening');
  return gate;
}

it('runs without its broker, says so, and sends what it has when the broker is there', async () => {
  const port = await findFreePort();
  const address = new URL(brokerUrl());
  address.host = `127.0.0.1:${port}`;
  const args = ['--port', '0', '--data', 'away'];
  const { child, url, said } = await start(args, { AMQP_URL: address.href });
  expect(said).toContain(`RabbitMQ at 127.0.0.1:${port}, which is away: it is waited for`);
  expect(JSON.parse(await get(`${url}/health/ready`))).toMatchObject({
    status: 'degraded',
    reasons: ['the broker is disconnected'],
  });
  await post(`${url}/v1/definitions`, { ...DEFINITION, name: 'late-sale' });
  const { id } = await post(`${url}/v1/sagas`, { definition: 'late-sale', input: {} });
  const waiting = await eventually(
    () => get(`${url}/v1/sagas/${id}`),
    (saga) => saga.includes('the broker does not take it now'),
  );
  expect(JSON.parse(waiting)).toMatchObject({ status: 'running' });

  const closeShop = await openShop();
  const gate = await openGate(port);
  const saga = JSON.parse(await get(`${url}/v1/sagas/${id}?wait=60s`)) as object;

  expect(saga).toMatchObject({ id, status: 'completed' });
  await closeShop();
  expect(await end(child, 'SIGTERM')).toBe(0);
  gate.close();
});

it('says which release it is', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(project.run('npx', ['conductor-server', '--version']).trim()).toBe(version);
});

it('brings the tables up to date by a command, and then only looks at them', async () => {
  const database = await createTestDatabase();
  const settings = { DATABASE_URL: database.url, CONDUCTOR_MIGRATIONS: 'check' };
  const refused = project.start([COMMAND, '--port', '0'], { ...settings, AMQP_URL: '' });
  let said = '';
  refused.stdout!.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(refused, 'close')) as [number];
  expect([code, said]).toEqual([1, expect.stringContaining('run "conductor-server migrate"')]);
  const [migrated] = (await once(project.start([COMMAND, 'migrate'], settings), 'exit')) as [
    number,
  ];
  expect(migrated).toBe(0);
  const { child } = await start(['--port', '0', '--data', 'there'], settings);
  expect(await end(child, 'SIGTERM')).toBe(0);
  await database.drop();
});

it('says what is missing without a broker, and who has the folder or the port', async () => {
  const { child, url, said } = await start(['--port', '0', '--data', 'alone'], {});
  const { port } = new URL(url);

  expect(said).toContain('Broker    none');
  await expect(start(['--port', '0', '--data', 'alone'], {})).rejects.toThrow(
    'Conductor is already running in',
  );
  await expect(start(['--port', port, '--data', 'other'], {})).rejects.toThrow(
    `127.0.0.1:${port} is in use: choose another one with --port`,
  );
  await expect(
    start(['--port', '0'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }),
  ).rejects.toThrow('PostgreSQL at 127.0.0.1:1/none (DATABASE_URL) cannot be used');
  expect(await end(child, 'SIGTERM')).toBe(0);
});
