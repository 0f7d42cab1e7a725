import pg from 'pg';
import { eventually, TcpProxy } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import type { HttpAnswer } from '../../conductor-call.fixture.js';

const PACK = { name: 'pack', command: 'shipping.pack', compensation: 'none' };
const WAIT = { name: 'approve', wait: { signal: 'approval', timeout: '1h' } };
const DEFINITIONS = [
  { name: 'parcel', steps: [PACK] },
  { name: 'order', steps: [{ name: 'parcel', saga: { definition: 'parcel' }, input: {} }] },
  { name: 'approval', steps: [WAIT, PACK] },
];

let stack: ConductorStack;
let proxy: TcpProxy;
let locker: pg.Client;

beforeAll(async () => {
  stack = await ConductorStack.start({}, async ({ url }) => {
    proxy = await TcpProxy.to(url);
    return proxy.through(url);
  });
  locker = new pg.Client({ connectionString: stack.database.url });
  await locker.connect();
  for (const body of DEFINITIONS) await stack.call('POST', '/v1/definitions', { body });
});

afterAll(async () => {
  await locker.end();
  await stack.close();
  await proxy.close();
});

/** Uses up all of the readers' connections, each held by a lock on what it reads. */
async function withReadersHeldUp<Result>(
  { table, path }: { readonly table: string; readonly path: string },
  act: () => Promise<Result>,
): Promise<Result> {
  await locker.query(`begin; lock table ${table} in access exclusive mode`);
  const readers = Array.from({ length: 60 }, () => stack.call('GET', path));
  try {
    await eventually(heldUp, (count) => count >= 3);
    return await act();
  } finally {
    await locker.query('rollback');
    await Promise.all(readers);
  }
}

async function heldUp(): Promise<number> {
  const { rows } = await stack.sql.query(`select from pg_stat_activity
    where application_name = 'conductor-queries' and wait_event_type = 'Lock'`);
  return rows.length;
}

function start(definition: string, wait: string): Promise<HttpAnswer> {
  return stack.call('POST', `/v1/sagas?wait=${wait}`, { body: { definition, input: {} } });
}

async function countOf(definition: string): Promise<number> {
  const sql = 'select from saga where definition_name = $1';
  return (await stack.sql.query(sql, [definition])).rows.length;
}

describe('What was committed is told as done', () => {
  it('of a start whose children are asked for while lists are busy', async () => {
    const locks = { table: 'saga_lock', path: '/v1/admin/locks' };
    const { status, body } = await withReadersHeldUp(locks, () => start('order', '20s'));
    expect({ status, saga: body.status }).toEqual({ status: 201, saga: 'completed' });
    expect(body.children).toMatchObject([{ step: 'parcel', status: 'completed' }]);
  });

  it('of an action while other sagas are read', async () => {
    const { id } = (await start('approval', '0s')).body;
    const definitions = { table: 'saga_definition', path: '/v1/definitions/approval/versions/1' };
    const headers = { 'idempotency-key': 'cancel-1' };
    const cancel = () =>
      stack.call('POST', `/v1/admin/sagas/${id}/cancel`, { body: { reason: 'late' }, headers });
    const answers = await withReadersHeldUp(definitions, async () => [
      await cancel(),
      await cancel(),
    ]);
    for (const { status, body } of answers) {
      expect({ status, saga: body.status }).toEqual({ status: 200, saga: 'compensated' });
    }
  });

  it('of a start that waits when the database goes away', async () => {
    const before = await countOf('approval');
    const starting = start('approval', '3s');
    await eventually(
      () => countOf('approval'),
      (count) => count === before + 1,
    );
    proxy.freeze();
    await proxy.shut();
    const { status, headers, body } = await starting;
    await proxy.open();
    expect({ status, saga: body.status }).toEqual({ status: 201, saga: 'running' });
    expect(headers.get('location')).toBe(`/v1/sagas/${body.id}`);
  });
});
