import { withinLimit } from '#resilience';
import pg from 'pg';
import { eventually, TcpProxy } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION } from './conductor-stack.fixture.js';
import type { HttpAnswer } from './conductor-call.fixture.js';

/** Longer than any answer may take: a call that takes this long hangs for ever. */
const ANSWER_MS = 20_000;
const BODY = { definition: 'place-order', input: { orderId: 'o-1' } };

let stack: ConductorStack;
let proxy: TcpProxy;

beforeAll(async () => {
  stack = await ConductorStack.start({}, async ({ url }) => {
    proxy = await TcpProxy.to(url);
    return proxy.through(url);
  });
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});
afterAll(async () => {
  await stack.close();
  await proxy.close();
});

const start = () => answerOf('POST', '/v1/sagas', BODY);
const ready = () => answerOf('GET', '/health/ready');

/** The status and code of an answer, which must come in any case. */
async function answerOf(method: string, path: string, body?: object): Promise<string> {
  const call = stack.call(method, path, body === undefined ? {} : { body });
  const late = () => new Error(`${method} ${path}: no answer`);
  return toText(await withinLimit(call, ANSWER_MS, late));
}

function toText({ status, body }: HttpAnswer): string {
  return [status, ...(body?.code ? [body.code] : [])].join(' ');
}

async function expectBack(): Promise<void> {
  await eventually(start, (answer) => answer === '201');
  await eventually(ready, (answer) => answer === '200');
  const { body } = await stack.call('POST', '/v1/sagas?wait=10s', { body: BODY });
  expect(body.status).toBe('completed');
}

async function countDead(): Promise<number> {
  const { rows } = await stack.sql.query('select from dead_message');
  return rows.length;
}

describe('Connections that die without a word', () => {
  beforeEach(async () => {
    // as many connections as each kind may have
    const lists = Array.from({ length: 12 }, () => stack.call('GET', '/v1/sagas'));
    await Promise.all([...lists, start(), start(), ready()]);
  });

  it('are noticed by all pools, and everything goes on by new ones', async () => {
    proxy.freeze();
    const answers = await Promise.all([
      start(),
      ready(),
      answerOf('GET', '/v1/sagas'),
      answerOf('GET', '/v1/admin/overview'),
      answerOf('GET', '/v1/definitions'),
      answerOf('POST', '/v1/definitions', ORDER_DEFINITION),
      answerOf('GET', '/metrics'),
    ]);
    for (const answer of answers) expect(answer).toMatch(/^(20[01]|503)/);
    await expectBack();
  });

  it('are answered for while the server is frozen as a whole, and after it', async () => {
    proxy.pause();
    expect(await start()).toBe('503 STORE_UNAVAILABLE');
    expect(await answerOf('GET', '/v1/sagas')).toBe('503 STORE_UNAVAILABLE');
    expect(await ready()).toBe('503');
    expect(await answerOf('GET', '/metrics')).toBe('200');
    proxy.resume();
    await expectBack();
    expect(await countDead()).toBe(0);
  });
});

describe('A database that only reads', () => {
  const set = async (change: string): Promise<void> => {
    const client = new pg.Client({ connectionString: stack.database.url });
    await client.connect();
    await client.query('set default_transaction_read_only = off');
    const name = new URL(stack.database.url).pathname.slice(1);
    await client.query(`alter database ${name} ${change}`);
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'conductor%'`);
    await client.end();
  };

  it('makes the conductor not ready, costs no message, and is left behind', async () => {
    await set('set default_transaction_read_only = on');
    await eventually(ready, (answer) => answer === '503');
    expect(await start()).toBe('503 STORE_UNAVAILABLE');
    expect(await ready()).toBe('503');
    // the database is back, and its sessions are still read-only
    const client = new pg.Client({ connectionString: stack.database.url });
    await client.connect();
    await client.query('set default_transaction_read_only = off');
    const name = new URL(stack.database.url).pathname.slice(1);
    await client.query(`alter database ${name} reset default_transaction_read_only`);
    await client.end();
    await expectBack();
    expect(await countDead()).toBe(0);
  });
});
