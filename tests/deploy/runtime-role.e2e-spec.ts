import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { pino } from 'pino';
import { InProcessBroker, InProcessBus } from '#messaging';
import { eventually } from '#testing-internal';
import { startConductor } from '../../apps/conductor/src/conductor.js';
import { callUrl } from '../../apps/conductor/src/conductor-call.fixture.js';
import {
  ConductorStack,
  ORDER_DEFINITION,
} from '../../apps/conductor/src/conductor-stack.fixture.js';
import { asRuntimeRole, TwoRoles } from '../../apps/conductor/src/runtime-role.fixture.js';
import { startOrderService } from '../../apps/order-service/src/order-service.js';
import { startPaymentService } from '../../apps/payment-service/src/payment-service.js';
import { startShippingService } from '../../apps/shipping-service/src/shipping-service.js';
import { RUNTIME_GRANTS } from '../../migrations/runtime-grants.js';
import { placeOrders } from '../e2e/fleet.fixture.js';

const logger = pino({ level: 'silent' });
const REASON = { reason: 'tried with the role that has no DDL' };

/** The built command, as people run it. */
function migrate(app: string, settings: Record<string, string>) {
  const { status, stdout } = spawnSync(process.execPath, [`dist/apps/${app}/src/migrate.js`], {
    env: { PATH: process.env['PATH'], ...settings },
    encoding: 'utf8',
  });
  return { status, log: JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as object };
}

/** On a machine that is busy a connection may take longer than a program waits for it. */
async function patiently<Started>(start: () => Promise<Started>, tries = 20): Promise<Started> {
  return start().catch((error: Error) => {
    if (tries === 0 || !/time(d )?out/i.test(error.message)) throw error;
    return patiently(start, tries - 1);
  });
}

async function refusalOf(url: string, statement: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const refused = await client.query(statement).catch((error: pg.DatabaseError) => error);
  await client.end();
  return (refused as pg.DatabaseError).code;
}

it('The file of grants is what the migrate commands run', () => {
  expect(readFileSync('deploy/postgres/grants.sql', 'utf8')).toBe(RUNTIME_GRANTS);
});

describe('A conductor whose role may make, change and drop nothing', () => {
  let stack: ConductorStack;
  let runtimeUrl = '';
  const post = async (path: string, body: object = {}) => {
    const { status, body: answer } = await stack.call('POST', `/v1${path}`, {
      body: { ...REASON, ...body },
    });
    return { status, answer };
  };

  beforeAll(async () => {
    stack = await ConductorStack.start({ migrations: 'check' }, async (database) => {
      runtimeUrl = await asRuntimeRole(database);
      return runtimeUrl;
    });
    await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  });
  afterAll(async () => {
    await stack?.stopReplicas();
    const runtime = new URL(runtimeUrl).username;
    const owner = runtime.replace('runtime', 'owner');
    await stack?.sql.query(`reassign owned by ${owner} to current_user`);
    await stack?.sql.query(`drop owned by ${owner}, ${runtime}`);
    await stack?.sql.query(`drop role ${owner}, ${runtime}`);
    await stack?.close();
  });

  it('is ready, and does sagas with all that belongs to them', async () => {
    const ready = await stack.call('GET', '/health/ready');
    expect(ready.status).toBe(200);
    const start = { definition: 'place-order', input: { orderId: 'o-1' } };
    const { body: saga } = await stack.call('POST', '/v1/sagas?wait=30s', {
      body: start,
      headers: { 'idempotency-key': 'o-1' },
    });
    expect(saga).toMatchObject({ status: 'completed' });
    stack.script.set('payment.capture', () => null);
    const open = await stack.call('POST', '/v1/sagas', {
      body: { definition: 'place-order', input: { orderId: 'o-2' } },
    });
    const acts = `/admin/sagas/${open.body.id}`;
    for (const act of ['pause', 'resume', 'exempt', 'unexempt', 'cancel']) {
      expect([act, await post(`${acts}/${act}`)]).toEqual([
        act,
        { status: 200, answer: expect.anything() },
      ]);
    }
    await stack.publish({ json: 'no message at all', isBroken: true });
    await eventually(
      async () => (await stack.call('GET', '/v1/admin/dead-messages')).body.items.length,
      (count) => count > 0,
    );
    const lists = ['sagas', 'sagas?q=o-1', 'admin/sagas', 'admin/overview', 'admin/failures'];
    for (const path of [...lists, 'admin/audit', 'admin/retention', 'definitions']) {
      expect((await stack.call('GET', `/v1/${path}`)).status).toBe(200);
    }
    expect((await stack.call('GET', '/metrics')).status).toBe(200);
  });

  it('deletes what its rules of retention say', async () => {
    stack.script.clear();
    const { body: saga } = await stack.call('POST', '/v1/sagas?wait=30s', {
      body: { definition: 'place-order', input: { orderId: 'o-3' } },
    });
    await stack.sql.query('alter table saga disable trigger user');
    await stack.sql.query(
      `update saga set ended_at = now() - interval '9 days' where id = '${saga.id}'`,
    );
    await stack.sql.query('alter table saga enable trigger user');
    expect(saga).toMatchObject({ status: 'completed' });
    expect(await post('/admin/retention', { completedDays: 5 })).toMatchObject({ status: 200 });
    await eventually(
      async () => (await stack.call('GET', `/v1/sagas/${saga.id}`)).status,
      (status) => status === 404,
    );
  });

  it.each([
    'create table more (id int)',
    'alter table saga add column more int',
    'drop table outbox',
    'truncate saga',
    'create function f() returns int language sql as $$ select 1 $$',
    'alter table operator_audit disable trigger user',
    `insert into migrations (timestamp, name) values (1, 'x')`,
    'delete from migrations',
    'create schema more',
  ])('is refused: %s', async (statement) => {
    expect(await refusalOf(runtimeUrl, statement)).toBe('42501');
  });
});

describe('With two roles', () => {
  const all: TwoRoles[] = [];
  const make = async (): Promise<TwoRoles> => {
    const roles = await TwoRoles.make();
    all.push(roles);
    return roles;
  };
  const open = async (url: string, migrations: 'run' | 'check') => {
    const bus = new InProcessBus(new InProcessBroker());
    const config = {
      ...{ host: '127.0.0.1', port: 0, prefix: 'conductor', replySecret: null, apiKeys: [] },
      ...{ databaseUrl: url, migrations },
    };
    const running = await patiently(() => startConductor({ config, bus, logger }));
    await running.close();
    await bus.close();
  };
  afterAll(async () => {
    for (const roles of all) await roles.drop();
  });

  it('a conductor that checks refuses tables that are not there, or lack a migration', async () => {
    const roles = await make();
    await expect(open(roles.ownerUrl, 'check')).rejects.toMatchObject({
      code: 'SCHEMA_OUTDATED',
      message: expect.stringMatching(/(\d+) of \1 migrations are missing.*"node dist.*migrate.js"/),
    });
    expect(migrate('conductor', { DATABASE_URL: roles.ownerUrl }).status).toBe(0);
    await open(roles.ownerUrl, 'check');
    await roles.asAdmin(`delete from migrations where name = 'ProbePauses0000000000146'`);
    await expect(open(roles.ownerUrl, 'check')).rejects.toMatchObject({
      code: 'SCHEMA_OUTDATED',
      message: expect.stringContaining('the first is ProbePauses0000000000146'),
    });
  });

  it('a role without its grants is refused with what to do, whatever it is to do', async () => {
    const roles = await make();
    const settings = { DATABASE_URL: roles.ownerUrl };
    expect(migrate('conductor', { DATABASE_URL: roles.runtimeUrl })).toMatchObject({
      status: 1,
      log: { code: 'GRANTS_MISSING', msg: expect.stringContaining('permission denied') },
    });
    expect(migrate('conductor', settings).status).toBe(0);
    await expect(open(roles.runtimeUrl, 'check')).rejects.toMatchObject({
      code: 'GRANTS_MISSING',
      message: expect.stringContaining(`CONDUCTOR_RUNTIME_ROLE=${roles.runtime}`),
    });
    const granted = migrate('conductor', { ...settings, CONDUCTOR_RUNTIME_ROLE: roles.runtime });
    expect(granted).toMatchObject({ status: 0, log: { migrations: [] } });
    await open(roles.runtimeUrl, 'check');
    // of a later release, or somebody's own: no conductor of this release touches it
    await roles.asAdmin('create table public.saga_copy (id int, n serial)');
    await open(roles.runtimeUrl, 'check');
    await roles.asAdmin('revoke truncate on store_probe from ' + roles.runtime);
    await expect(open(roles.runtimeUrl, 'check')).rejects.toThrow(/may not use store_probe/);
  });

  it('the migrate commands name a role that is not there, when all else is done', async () => {
    const { ownerUrl } = await make();
    const settings = { DATABASE_URL: ownerUrl, PAYMENT_DATABASE_URL: ownerUrl };
    for (const app of ['conductor', 'payment-service']) {
      const role = { CONDUCTOR_RUNTIME_ROLE: 'nobody_such' };
      expect(migrate(app, { ...settings, ...role })).toMatchObject({
        status: 1,
        log: { code: 'GRANTS_MISSING', msg: expect.stringContaining('no role nobody_such') },
      });
    }
  });

  it('the migrate commands refuse and leave alone the same settings', async () => {
    const { ownerUrl } = await make();
    const settings = { DATABASE_URL: ownerUrl, PAYMENT_DATABASE_URL: ownerUrl };
    for (const app of ['conductor', 'payment-service']) {
      expect(migrate(app, { ...settings, LOG_LEVEL: 'loud' })).toMatchObject({
        status: 1,
        log: { msg: expect.stringMatching(/^LOG_LEVEL must be one of /) },
      });
      expect(migrate(app, { ...settings, CONDUCTOR_MIGRATIONS: 'perhaps' }).status).toBe(0);
    }
  });

  it('the migrate command says what is missing, and ends with 1', () => {
    expect(migrate('conductor', {})).toMatchObject({ status: 1, log: { code: 'CONFIG_INVALID' } });
    expect(migrate('payment-service', {})).toMatchObject({
      status: 1,
      log: { code: 'SETTING_ERROR' },
    });
  });

  it('the services of the demo do orders, and undo them, without DDL', async () => {
    const names = ['conductor', 'order', 'payment', 'shipping'] as const;
    const urls: Record<string, string> = {};
    for (const name of names) {
      const roles = await make();
      urls[name] = roles.runtimeUrl;
      const app = name === 'conductor' ? name : `${name}-service`;
      const setting = name === 'conductor' ? 'DATABASE_URL' : `${name.toUpperCase()}_DATABASE_URL`;
      const settings = { [setting]: roles.ownerUrl, CONDUCTOR_RUNTIME_ROLE: roles.runtime };
      expect(migrate(app, settings)).toMatchObject({ status: 0 });
    }
    const broker = new InProcessBroker();
    const closers: (() => Promise<unknown>)[] = [];
    const optionsOf = async (name: string) => {
      const bus = new InProcessBus(broker);
      await bus.open({ exchanges: [], queues: [] });
      closers.push(() => bus.close());
      const databaseUrl = urls[name] ?? '';
      return { databaseUrl, bus, prefix: 'conductor', logger, migrations: 'check' as const };
    };
    const { databaseUrl, bus } = await optionsOf('conductor');
    const config = {
      ...{ host: '127.0.0.1', port: 0, prefix: 'conductor', replySecret: null, apiKeys: [] },
      ...{ databaseUrl, migrations: 'check' as const },
    };
    const conductor = await patiently(() => startConductor({ config, bus, logger }));
    closers.push(() => conductor.close());
    const [forPayment, forShipping] = [await optionsOf('payment'), await optionsOf('shipping')];
    const payment = await patiently(() => startPaymentService(forPayment));
    const shipping = await patiently(() => startShippingService(forShipping));
    closers.push(() => payment.close());
    closers.push(() => shipping.close());
    const forOrder = {
      ...(await optionsOf('order')),
      ...{ host: '127.0.0.1', port: 0, conductorUrl: conductor.url },
    };
    const order = await patiently(() => startOrderService(forOrder));
    closers.push(() => order.close());
    const ids = await placeOrders(order.url ?? '', 4);
    const statusesOf = () =>
      Promise.all(
        ids.map(async (id) => {
          const answer = await fetch(`${order.url}/orders/${id}`);
          return (await answer.json()) as { readonly status: string };
        }),
      );
    const orders = await eventually(statusesOf, (list) =>
      list.every(({ status }) => status !== 'pending'),
    );
    expect(orders.map(({ status }) => status).sort()).toEqual([
      ...['confirmed', 'confirmed', 'confirmed', 'rejected'],
    ]);
    expect((await callUrl('GET', `${conductor.url}/v1/admin/dead-messages`)).body.items).toEqual(
      [],
    );
    for (const close of closers.reverse()) await close();
  }, 240_000);
});
