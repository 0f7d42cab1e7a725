import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { startKeeper, type Keeper } from '#servers/keeper';
import { startPostgres, type PostgresServer } from '#servers/postgres';
import { requirePsql } from '#servers/psql';
import { startRabbit, type RabbitServer } from '#servers/rabbitmq';
import { findFreePort, waitFor, waitUntilUp } from '../e2e/fleet.fixture.js';
import { compose, COMPOSE_FILE, environmentOf, makeSecrets } from './composed.fixture.js';
import { endAll } from './ended.fixture.js';
import { frontLines } from './front.fixture.js';

/* docker-compose.tls.yml without docker: certificates of its script, PostgreSQL and RabbitMQ with
   its settings, and the built programs with the environments of its containers. */

const MEMORY_FILE = 'deploy/rabbitmq/25-container.conf';
const TLS_FILE = 'docker-compose.tls.yml';
const folder = mkdtempSync(join(tmpdir(), 'conductor-tls-'));
const at = (...names: readonly string[]) => join(folder, ...names);
const composed = compose({ SECRETS_DIR: at('secrets'), TLS_DIR: at('tls') }, TLS_FILE);
const processes: ChildProcess[] = [];
let keeper: Keeper;
let postgres: PostgresServer;
let rabbit: RabbitServer;
let brokerPort = 0;

function environment(name: string, own: Record<string, string> = {}): Record<string, string> {
  const server = `localhost:${new URL(postgres.url).port}`;
  const entries = Object.entries(environmentOf(composed, name)).map(([key, value]) => [
    key,
    value.replace('postgres:5432', server).replace('rabbitmq:5671', `localhost:${brokerPort}`),
  ]);
  const path = { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn' };
  return { ...Object.fromEntries(entries), ...path, ...own };
}

function start(name: string, own: Record<string, string>): ChildProcess {
  const app = name === 'conductor' ? name : 'payment-service';
  const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`], {
    env: environment(name, own),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  processes.push(child);
  return child;
}

function migrate(own: Record<string, string> = {}) {
  const main = 'dist/apps/conductor/src/migrate.js';
  const env = environment('conductor-migrate', { ...own, LOG_LEVEL: 'info' });
  const { status, stdout } = spawnSync(process.execPath, [main], { env, encoding: 'utf8' });
  return { status, stdout };
}

/** What the broker's file has, with paths of this machine, and plain AMQP beside for the test. */
function brokerSettings(): readonly string[] {
  return `${readFileSync('deploy/tls/30-tls.conf', 'utf8')}${readFileSync(MEMORY_FILE, 'utf8')}`
    .replace('= 5671', `= ${brokerPort}`)
    .replace('/run/secrets/tls-ca', at('tls', 'ca.crt'))
    .replace('/run/secrets/rabbitmq-certificate', at('tls', 'rabbitmq.crt'))
    .replace('/run/secrets/rabbitmq-key', at('tls', 'rabbitmq.key'))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('listeners.tcp'));
}

/** As the container does: the key belongs to the server alone. */
function settingsOfPostgres(): Record<string, string> {
  const own = at('postgres-tls');
  mkdirSync(own);
  for (const name of ['postgres.crt', 'postgres.key'])
    copyFileSync(at('tls', name), join(own, name));
  copyFileSync(resolve('deploy/tls/pg_hba.conf'), join(own, 'pg_hba.conf'));
  const { uid, gid } = statSync(at('postgres', 'postgres', 'data'));
  chmodSync(own, 0o755);
  chmodSync(join(own, 'pg_hba.conf'), 0o644);
  chmodSync(join(own, 'postgres.key'), 0o600);
  chownSync(join(own, 'postgres.key'), uid, gid);
  return {
    ssl: 'on',
    ssl_cert_file: join(own, 'postgres.crt'),
    ssl_key_file: join(own, 'postgres.key'),
    ssl_min_protocol_version: 'TLSv1.2',
    hba_file: join(own, 'pg_hba.conf'),
  };
}

beforeAll(async () => {
  requirePsql();
  keeper = startKeeper();
  chmodSync(folder, 0o755);
  for (const name of ['tls', 'other']) {
    execFileSync('sh', ['deploy/tls/make-certificates.sh', at(name)]);
    chmodSync(at(name), 0o755);
  }
  makeSecrets(at('secrets'));
  brokerPort = await findFreePort();
  // its folder is there after a first start, and says who the server is
  await (await startPostgres({ dir: at('postgres') })).stop();
  postgres = await startPostgres({ dir: at('postgres'), keeper, settings: settingsOfPostgres() });
  rabbit = await startRabbit({ dir: at('rabbit'), keeper, settings: brokerSettings() });
  rmSync(at('secrets', 'postgres-superuser'));
  copySuperuser();
  const { port, username } = new URL(postgres.url);
  const trust = { PGSSLMODE: 'verify-full', PGSSLROOTCERT: at('tls', 'ca.crt') };
  const PATH = process.env['PATH'];
  execFileSync('sh', ['deploy/postgres/set-accounts.sh'], {
    env: {
      PATH,
      SECRETS: at('secrets'),
      PGHOST: 'localhost',
      PGPORT: port,
      PGUSER: username,
      ...trust,
    },
  });
  const { command, env } = rabbit.control;
  execFileSync('sh', ['deploy/rabbitmq/set-up.sh'], {
    env: { ...env, SECRETS: at('secrets'), RABBITMQCTL: command.join(' ') },
  });
}, 300_000);

function copySuperuser(): void {
  const password = decodeURIComponent(new URL(postgres.url).password);
  execFileSync('sh', ['-c', 'cat > "$1"', 'sh', at('secrets', 'postgres-superuser')], {
    input: password,
  });
}

afterAll(async () => {
  await endAll(processes);
  await keeper?.end();
  rmSync(folder, { recursive: true, force: true });
});

it('conductor and service work, and every connection of theirs is encrypted', async () => {
  expect(migrate().status).toBe(0);
  const port = String(await findFreePort());
  const health = String(await findFreePort());
  start('conductor', { HOST: '127.0.0.1', PORT: port });
  start('payment-service', { HEALTH_PORT: health });
  await waitUntilUp(`http://127.0.0.1:${port}/health/ready`);
  await waitUntilUp(`http://127.0.0.1:${health}/health/ready`);
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  const { rows } = await admin.query<{ role: string; all: boolean }>(
    `select usename as role, bool_and(ssl) as all from pg_stat_ssl join pg_stat_activity using (pid)
      where usename in ('conductor_app', 'payment') group by 1 order by 1`,
  );
  await admin.end();
  expect(rows).toEqual([
    { role: 'conductor_app', all: true },
    { role: 'payment', all: true },
  ]);
  const { command, env } = rabbit.control;
  const [file = '', ...args] = command;
  const listed = execFileSync(file, [...args, '-q', 'list_connections', 'user', 'ssl'], {
    env: { ...env },
    encoding: 'utf8',
  });
  const lines = listed
    .trim()
    .split('\n')
    .filter((line) => /\t(true|false)$/.test(line));
  expect(new Set(lines)).toEqual(new Set(['conductor\ttrue', 'payment\ttrue']));
});

it('the broker goes by the memory of its container', () => {
  const { command, env } = rabbit.control;
  const [file = '', ...args] = command;
  const asked = ['-q', 'eval', 'vm_memory_monitor:get_total_memory().'];
  const total = execFileSync(file, [...args, ...asked], { env: { ...env }, encoding: 'utf8' });
  expect(total.trim()).toBe('2000000000');
});

it('a certificate of another authority is refused by both, with what to do', async () => {
  const NODE_EXTRA_CA_CERTS = at('other', 'ca.crt');
  const { status, stdout } = migrate({ NODE_EXTRA_CA_CERTS });
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /certificate of the database at localhost.* is not trusted .*NODE_EXTRA_CA_/,
  );

  const plain = `postgres://localhost:${new URL(postgres.url).port}/conductor`;
  const port = String(await findFreePort());
  const own = { NODE_EXTRA_CA_CERTS, DATABASE_URL: plain, HOST: '127.0.0.1', PORT: port };
  let log = '';
  start('conductor', own).stdout?.on('data', (chunk) => (log += String(chunk)));
  await waitFor(
    'the log',
    () => Promise.resolve(log),
    (text) => /certificate of the broker at localhost.* is not trusted .*NODE_EXTRA_CA_/.test(text),
  );
});

it('a server of another name is refused, though the authority is the right one', () => {
  const { port } = new URL(postgres.url);
  // the same machine, by a name that no certificate has
  const DATABASE_URL = `postgres://127.1:${port}/conductor?sslmode=verify-full`;
  const { status, stdout } = migrate({ DATABASE_URL });
  expect(status).toBe(1);
  expect(stdout).toMatch(/ERR_TLS_CERT_ALTNAME_INVALID.*use the name in the address/);
});

describe('The override', () => {
  const base = compose({ SECRETS_DIR: '/s' });
  const tls = compose({ SECRETS_DIR: '/s' }, TLS_FILE);

  it('has no address without TLS, and checks names', () => {
    const urls = Object.values(tls.services)
      .flatMap(({ environment: given = {} }) => Object.entries(given))
      .filter(([name]) => name.endsWith('_URL'))
      .map(([, value]) => value);
    expect(urls.length).toBeGreaterThan(6);
    expect(
      urls.filter((url) => !/^(amqps|https):\/\/|^postgres:.*\?sslmode=verify-full$/.test(url)),
    ).toEqual([]);
  });

  it('mounts what it names, and leaves the rest as it is', () => {
    for (const [name, service] of Object.entries(tls.services)) {
      const mounted = (service['secrets'] ?? []) as readonly string[];
      expect(mounted.filter((secret) => !(secret in (tls.secrets ?? {})))).toEqual([]);
      expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(service['healthcheck']).toEqual(base.services[name]?.['healthcheck']);
    }
    expect(Object.keys(tls.services)).toEqual(Object.keys(base.services));
    expect(readFileSync(COMPOSE_FILE, 'utf8')).not.toContain('tls');
  });

  it('changes nothing of the front but how it listens', () => {
    const lines = (file: string) =>
      frontLines(readFileSync(file, 'utf8')).map((line) => Object.values(line).join(' '));
    const [plain, withTls] = [lines('deploy/front/haproxy.cfg'), lines('deploy/tls/haproxy.cfg')];
    const bind = 'frontend conductor bind :3000';
    const options = 'ssl crt /run/secrets/front-certificate ssl-min-ver TLSv1.2 alpn http/1.1';
    expect(plain).toContain(bind);
    expect(withTls).toEqual(plain.map((line) => (line === bind ? `${bind} ${options}` : line)));
  });
});
