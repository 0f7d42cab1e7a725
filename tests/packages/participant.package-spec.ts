import { participantQueue } from '#bus';
import { createTestDatabase, eventually, newSagaId } from '#testing-internal';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { participantMigrations } from '../../migrations/participant/index.js';
import { newFolder, pack, Project, removeFolder } from './installed.fixture.js';
import { withService } from './running-service.fixture.js';

/*
 * @conductor/participant as its users have it: installed beside the oldest and the newest versions
 * that it says it works with. The service is the example of its README.
 */

const README = 'docs/packages/participant.md';
const { dependencies: newest, devDependencies } = JSON.parse(
  readFileSync('package.json', 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
const NEST = ['@nestjs/common', '@nestjs/core', '@nestjs/microservices'];
const SHARED = {
  '@types/node': devDependencies['@types/node'] ?? '',
  'reflect-metadata': '0.2.2',
  rxjs: '7.8.1',
};
const OLDEST = {
  ...SHARED,
  ...Object.fromEntries(NEST.map((name) => [name, '11.0.1'])),
  typeorm: '0.3.20',
  amqplib: '0.10.5',
  pg: '8.11.3',
};
const NEWEST = {
  ...SHARED,
  ...Object.fromEntries([...NEST, 'typeorm', 'amqplib', 'pg'].map((it) => [it, newest[it] ?? ''])),
};

const AUTHORIZED = { type: 'succeeded', output: { authorizationId: expect.any(String) } };
const step = 'authorize';
const IN_PROJECT = join('node_modules', '@conductor', 'participant');

let folder: string;
let packed: readonly string[];

beforeAll(() => {
  folder = newFolder();
  packed = pack(['participant'], folder);
});

afterAll(() => removeFolder(folder));

/** The service of the README; its broker is shared with other tests, so its names have a prefix. */
function example(): string {
  const [, text = ''] =
    /<!-- example: participant -->\n```ts\n([^]*?)\n```/.exec(readFileSync(README, 'utf8')) ?? [];
  expect(text).toContain("participant: 'payment',");
  return text.replace(
    "participant: 'payment',",
    "$&\n    prefix: process.env['CONDUCTOR_PREFIX'] ?? '',",
  );
}

const OUTBOX = `
import { openParticipant, participantMigrations } from '@conductor/participant';
import { DataSource } from 'typeorm';

async function publish() {
  const url = process.env['DATABASE_URL'] ?? '';
  const own = { type: 'postgres', url, migrations: participantMigrations } as const;
  const dataSource = new DataSource({ ...own, migrationsRun: true });
  await dataSource.initialize();
  const amqpUrl = process.env['AMQP_URL'] ?? '';
  const prefix = process.env['CONDUCTOR_PREFIX'] ?? '';
  const service = await openParticipant({ participant: 'payment', prefix, amqpUrl, dataSource });
  const outbox = await service.openEventOutbox();
  const event = { event: 'payment.authorized', data: { amount: 10 } };
  await dataSource.transaction((manager) => outbox.publish(manager, event));
  console.log('committed');
  process.once('SIGTERM', () => {
    void service.close().then(() => dataSource.destroy());
  });
}
void publish();
`;

async function statusesOf(client: Client, sagaId: string): Promise<readonly string[]> {
  const select = 'select status from payment where command_key = $1';
  const { rows } = await client.query<{ status: string }>(select, [`${sagaId}/authorize/0`]);
  return rows.map(({ status }) => status);
}

describe.each([
  ['the oldest', OLDEST],
  ['the newest', NEWEST],
])('Beside %s versions', (_, peers) => {
  let project: Project;

  beforeAll(() => {
    project = Project.install(folder, { packed, with: peers });
    for (const ending of ['mts', 'cts']) project.write(`service.${ending}`, example());
    project.write('outbox.mts', OUTBOX);
    project.write(
      'no-tables.mts',
      example().replace('migrationsRun: true', 'migrationsRun: false'),
    );
    project.compile(['service.mts', 'service.cts', 'outbox.mts', 'no-tables.mts']);
  });

  it('it uses those of the project, and has none of its own', () => {
    const own = join(project.folder, IN_PROJECT, 'node_modules');
    expect(existsSync(own) ? readdirSync(own) : []).toEqual([]);
    for (const [name, version] of Object.entries(peers)) {
      const manifest = join(project.folder, 'node_modules', name, 'package.json');
      expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({ version });
    }
  });

  it.each([
    ['a module', 'service.mjs'],
    ['CommonJS', 'service.cjs'],
  ])('a service that is %s does its duties', (_form, file) =>
    withService(project, file, async ({ conductor, client, untilReady, stop }) => {
      await untilReady();
      const statusOf = (id: string) => statusesOf(client, id);
      const sagaId = newSagaId();
      const authorize = { command: 'payment.authorize', data: { amount: 10 }, sagaId, step };
      const answers = [await conductor.send(authorize), await conductor.send(authorize)];
      expect(answers).toEqual([AUTHORIZED, AUTHORIZED]);
      expect(await statusOf(sagaId)).toEqual(['authorized']);

      const compensation = { ...authorize, direction: 'compensate' } as const;
      const undo = { ...compensation, command: 'payment.void' };
      expect(await conductor.send(undo)).toEqual({
        type: 'succeeded',
        output: { result: 'undone' },
      });
      expect(await statusOf(sagaId)).toEqual(['voided']);

      const refused = { ...authorize, sagaId: newSagaId(), data: { amount: 20_000 } };
      expect(await conductor.send(refused)).toMatchObject({
        type: 'refused',
        error: { code: 'LIMIT_EXCEEDED' },
      });
      await stop();
      const queue = participantQueue(conductor.prefix, 'payment');
      expect(await conductor.bus.inspect(queue)).toMatchObject({ consumers: 0 });
    }),
  );

  it('an event leaves after its transaction', () =>
    withService(project, 'outbox.mjs', async ({ client, untilSaid }) => {
      await untilSaid('committed');
      const left = async () => (await client.query('select from event_outbox')).rowCount;
      await eventually(left, (count) => count === 0);
    }));

  it('a service without its tables does not start, and says why', () =>
    withService(project, 'no-tables.mjs', async ({ untilEnded }) => {
      expect(await untilEnded()).toMatch(/"inbox" is not there[^]*PARTICIPANT_MISCONFIGURED/);
    }));
});

it('The SQL files make what the migrations make', async () => {
  const [bySql, byMigrations] = [await createTestDatabase(), await createTestDatabase()];
  const sql = join(Project.install(folder, { packed }).folder, IN_PROJECT, 'sql');
  const [up, down] = [sql, join(sql, 'down')].map((from) =>
    readdirSync(from)
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => readFileSync(join(from, file), 'utf8')),
  );
  const dataSource = new DataSource({
    type: 'postgres',
    url: byMigrations.url,
    migrations: participantMigrations,
  });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.query('drop table migrations');
  await dataSource.destroy();
  const before = await shapeOf(bySql.url);
  await execute(bySql.url, up ?? []);
  expect(await shapeOf(bySql.url)).toEqual(await shapeOf(byMigrations.url));
  expect(await shapeOf(bySql.url)).not.toEqual(before);
  await execute(bySql.url, [...(down ?? [])].reverse());
  expect(await shapeOf(bySql.url)).toEqual(before);
  for (const database of [bySql, byMigrations]) await database.drop();
});

async function execute(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** Columns, constraints and indexes of the schema. */
async function shapeOf(url: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`
    select table_name as of, column_name as name, concat_ws(' ', data_type, is_nullable,
      column_default, is_identity, collation_name) as text
    from information_schema.columns where table_schema = 'public'
    union all select conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace
    union all select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
    order by 1, 2, 3`);
  await client.end();
  return rows;
}
