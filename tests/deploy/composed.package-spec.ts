import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'amqplib';
import pg from 'pg';
import { startKeeper, type Keeper } from '#servers/keeper';
import { startPostgres, type PostgresServer } from '#servers/postgres';
import { requirePsql } from '#servers/psql';
import { startRabbit, type RabbitServer } from '#servers/rabbitmq';
import { findFreePort, waitFor, waitUntilUp } from '../e2e/fleet.fixture.js';
import { compose, environmentOf, makeSecrets } from './composed.fixture.js';
import { endAll } from './ended.fixture.js';

/* docker-compose.yml without docker: its own scripts on real servers, then the built programs with
   the environments of its containers. What docker itself does with the file is not seen here. */

const ODD = `p@ss/word#1?%:[] 100% %41 ü€ß"'$\\ \${HOME}&=+`;

const folder = mkdtempSync(join(tmpdir(), 'conductor-composed-'));
const secrets = join(folder, 'secrets');
const composed = compose({ SECRETS_DIR: secrets });
const processes: ChildProcess[] = [];
let keeper: Keeper;
let postgres: PostgresServer;
let rabbit: RabbitServer;
let conductorUrl = '';
let orderUrl = '';
const healthUrls: Record<string, string> = {};

const secretOf = (name: string) => readFileSync(join(secrets, name), 'utf8').replace(/\r?\n$/, '');

/** `name` as a container would see it, with addresses of this machine. */
function environment(name: string, own: Record<string, string> = {}): Record<string, string> {
  const entries = Object.entries(environmentOf(composed, name)).map(([key, value]) => [
    key,
    value
      .replace('postgres:5432', new URL(postgres.url).host)
      .replace('rabbitmq:5672', new URL(rabbit.url).host),
  ]);
  return { PATH: process.env['PATH'] ?? '', ...Object.fromEntries(entries), ...own };
}

function script(file: string, own: Record<string, string>): string {
  const env = { PATH: process.env['PATH'], SECRETS: secrets, ...own };
  const { status, stdout, stderr } = spawnSync('sh', [file], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file}: ${stderr}`);
  return stdout;
}

function setUpPostgres(): string {
  const { hostname, port, username } = new URL(postgres.url);
  const own = { PGHOST: hostname, PGPORT: port, PGUSER: username };
  return script('deploy/postgres/set-accounts.sh', own);
}

function setUpBroker(): string {
  const { command, env } = rabbit.control;
  const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, value ?? '']));
  return script('deploy/rabbitmq/set-up.sh', { ...own, RABBITMQCTL: command.join(' ') });
}

function control(...own: readonly string[]): string {
  const { command, env } = rabbit.control;
  const [file = '', ...args] = command;
  return String(spawnSync(file, [...args, ...own], { env: { ...env } }).stdout);
}

/** Runs what the container runs. */
function start(name: string, own: Record<string, string>): void {
  const { command = 'node dist/apps/conductor/src/main.js' } = composed.services[name] ?? {};
  const [, main = ''] = String(command).split(' ');
  const child = spawn(process.execPath, [main], {
    env: environment(name, { LOG_LEVEL: 'error', ...own }),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  processes.push(child);
}

beforeAll(async () => {
  requirePsql();
  keeper = startKeeper();
  chmodSync(folder, 0o755);
  const dirs = ['postgres', 'rabbit'].map((name) => join(folder, name));
  for (const dir of dirs) mkdirSync(dir);
  const [postgresDir = '', rabbitDir = ''] = dirs;
  [postgres, rabbit] = await Promise.all([
    startPostgres({ dir: postgresDir, keeper }),
    startRabbit({ dir: rabbitDir, keeper }),
  ]);
  makeSecrets(secrets);
  for (const name of ['conductor-database', 'payment-database', 'conductor-broker']) {
    rmSync(join(secrets, name));
    // as Windows ends a line: no part of it, for scripts and programs alike
    writeFileSync(join(secrets, name), `${ODD}${name}\r\n`);
  }
  rmSync(join(secrets, 'postgres-superuser'));
  const superuser = decodeURIComponent(new URL(postgres.url).password);
  writeFileSync(join(secrets, 'postgres-superuser'), superuser);
}, 300_000);

afterAll(async () => {
  await endAll(processes);
  await keeper?.end();
  rmSync(folder, { recursive: true, force: true });
});

it('the scripts make databases, roles and accounts, and may be repeated', () => {
  for (let time = 0; time < 2; time += 1) {
    expect(setUpPostgres()).toContain('conductor, order, payment, shipping');
    expect(setUpBroker()).toContain('accounts of the virtual host conductor');
    // as the image of an older release left it
    if (time === 0) control('set_user_tags', 'conductor', 'administrator');
  }
  expect(control('-q', 'list_users')).toMatch(/^conductor\t\[\]$/m);
});

it('the migrations run as the owner, and end', () => {
  const main = String(composed.services['conductor-migrate']?.command).split(' ')[1] ?? '';
  const run = spawnSync(process.execPath, [main], { env: environment('conductor-migrate') });
  expect([run.status, String(run.stderr)]).toEqual([0, '']);
});

it('every program starts with the environment of its container, and is healthy', async () => {
  const port = String(await findFreePort());
  conductorUrl = `http://127.0.0.1:${port}`;
  start('conductor', { HOST: '127.0.0.1', PORT: port });
  for (const name of ['order', 'payment', 'shipping']) {
    const health = String(await findFreePort());
    healthUrls[name] = `http://127.0.0.1:${health}/health/ready`;
    const orderPort = String(await findFreePort());
    if (name === 'order') orderUrl = `http://127.0.0.1:${orderPort}`;
    const door = { HOST: '0.0.0.0', ORDER_SERVICE_PORT: orderPort, CONDUCTOR_URL: conductorUrl };
    start(`${name}-service`, { HEALTH_PORT: health, ...(name === 'order' ? door : {}) });
  }
  await waitUntilUp(`${conductorUrl}/health/ready`);
  for (const url of Object.values(healthUrls)) await waitUntilUp(url);
});

it('an order is done, and one that is declined is undone', async () => {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${secretOf('order-api-key')}`,
  };
  for (const [card, end] of [
    ['4242424242424242', 'confirmed'],
    ['4000000000000002', 'rejected'],
  ]) {
    const body = { customerId: 'c', amount: 40, card, lines: [{ sku: 'book', quantity: 1 }] };
    const placed = await fetch(`${orderUrl}/orders`, {
      ...{ method: 'POST', headers, body: JSON.stringify(body) },
    });
    expect(placed.status).toBe(201);
    const { id } = (await placed.json()) as { id: string };
    await waitFor(
      'the order',
      async () => (await fetch(`${orderUrl}/orders/${id}`, { headers })).json(),
      (order) => (order as { status: string }).status === end,
    );
  }
  const key = /ops:([^,]+)/.exec(secretOf('conductor-api-keys'))?.[1] ?? '';
  const dead = await fetch(`${conductorUrl}/v1/admin/dead-messages`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(await dead.json()).toMatchObject({ items: [] });
});

const asRole = (role: string, secret: string, database: string): pg.Client => {
  const { hostname, port } = new URL(postgres.url);
  const password = secretOf(secret);
  return new pg.Client({ host: hostname, port: Number(port), user: role, password, database });
};

it.each([
  ['payment', 'payment-database', 'conductor'],
  ['payment', 'payment-database', 'conductor_order'],
  ['conductor_app', 'conductor-database', 'conductor_payment'],
])('the role %s (%s) does not get into the database %s', async (role, secret, database) => {
  const client = asRole(role, secret, database);
  await expect(client.connect()).rejects.toMatchObject({ code: '42501' });
});

it('the role of the conductor may not change its tables, and is no superuser', async () => {
  const client = asRole('conductor_app', 'conductor-database', 'conductor');
  await client.connect();
  await expect(client.query('drop table saga')).rejects.toMatchObject({ code: '42501' });
  await expect(client.query('create table more ()')).rejects.toMatchObject({ code: '42501' });
  const { rows } = await client.query(
    'select rolsuper, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user',
  );
  expect(rows).toEqual([{ rolsuper: false, rolcreatedb: false, rolcreaterole: false }]);
  await client.end();
});

it('the broker knows these accounts alone, and a service hears no other', async () => {
  const { host } = new URL(rabbit.url);
  await expect(connect(rabbit.url)).rejects.toThrow(/ACCESS-REFUSED/);
  const password = encodeURIComponent(secretOf('payment-broker'));
  const connection = await connect(`amqp://payment:${password}@${host}/conductor`);
  connection.on('error', () => undefined);
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  await expect(channel.checkQueue('conductor.commands.payment')).resolves.toBeDefined();
  await expect(channel.get('conductor.commands.shipping')).rejects.toThrow(/ACCESS_REFUSED/);
  await connection.close().catch(() => undefined);
});

it('the health of a service is 503 while its broker is away', async () => {
  control('stop_app');
  await waitFor(
    'the health of payment',
    async () => (await fetch(healthUrls['payment'] ?? '')).status,
    (status) => status === 503,
  );
});
