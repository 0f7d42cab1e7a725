import { createTestDatabase, eventually, type TestDatabase } from '#testing';
import {
  get,
  post,
  startTestOrderService,
  VALID_ORDER,
  type TestOrderService,
} from './order-service.fixture.js';
import { StubConductor } from './stub-conductor.fixture.js';

const NOBODY_LISTENS = 'http://127.0.0.1:1';

let database: TestDatabase;
let conductor: StubConductor;
let conductorUrl: string;
let service: TestOrderService | null;

beforeEach(async () => {
  database = await createTestDatabase();
  conductor = new StubConductor();
  conductorUrl = await conductor.listen();
  service = null;
});

afterEach(async () => {
  await service?.close();
  await conductor.close();
  await database.drop();
});

async function start(url = conductorUrl, conductorApiKey?: string): Promise<TestOrderService> {
  service = await startTestOrderService({
    databaseUrl: database.url,
    conductorUrl: url,
    ...(conductorApiKey === undefined ? {} : { conductorApiKey }),
  });
  return service;
}

async function stop(): Promise<void> {
  await service?.close();
  service = null;
}

/** The order, once it is as wished. */
function orderOnce(id: unknown, holds: (order: Readonly<Record<string, unknown>>) => boolean) {
  const url = `${service?.url ?? ''}/orders/${String(id)}`;
  return eventually(async () => (await get(url)).body, holds);
}

describe('A saga that is owed', () => {
  it('is started by the next process when one ends between commit and start', async () => {
    const first = await start(NOBODY_LISTENS);
    const placed = await post(`${first.url}/orders`, VALID_ORDER);
    await stop();
    await start();

    const order = await orderOnce(placed.body['id'], ({ sagaId }) => sagaId !== null);

    expect(placed.body).toMatchObject({ status: 'pending', sagaId: null });
    expect(order['sagaId']).toBe(conductor.sagaIdByKey.get(String(placed.body['id'])));
    expect(conductor.starts.map(({ idempotencyKey }) => idempotencyKey)).toEqual([order['id']]);
  });

  it('is asked for again under its key when the answer was lost, and stays one', async () => {
    conductor.answer = ({ path }) =>
      path === '/v1/sagas' && conductor.starts.length === 1 ? { status: 502 } : null;
    const { url } = await start();

    const { body } = await post(`${url}/orders`, VALID_ORDER);

    await orderOnce(body['id'], ({ sagaId }) => sagaId !== null);
    expect(conductor.starts.map(({ idempotencyKey }) => idempotencyKey)).toEqual([
      body['id'],
      body['id'],
    ]);
    expect(conductor.sagaIdByKey.size).toBe(1);
  });

  it.each([401, 409, 429, 500, 503])('is asked for again after a %d', async (status) => {
    conductor.answer = ({ path }) =>
      path === '/v1/sagas' && conductor.starts.length < 3 ? { status } : null;
    const { url } = await start();

    const { body } = await post(`${url}/orders`, VALID_ORDER);

    const order = await orderOnce(body['id'], ({ sagaId }) => sagaId !== null);
    expect(order['status']).toBe('pending');
    expect(conductor.starts).toHaveLength(3);
  });

  it('is owed no longer, and the order rejected with the reason, after a clear no', async () => {
    conductor.answer = ({ path }) =>
      path === '/v1/sagas'
        ? { status: 400, body: { code: 'INPUT_INVALID', detail: 'no such field' } }
        : null;
    const { url } = await start();

    const { body } = await post(`${url}/orders`, VALID_ORDER);

    const order = await orderOnce(body['id'], ({ status }) => status !== 'pending');
    expect(order).toMatchObject({
      status: 'rejected',
      reason: 'the conductor answered 400: INPUT_INVALID: no such field',
    });
    expect(conductor.starts).toHaveLength(1);
  });

  it('of each of a hundred orders placed at once is started once', async () => {
    const { url } = await start();

    const placed = await Promise.all(
      Array.from({ length: 100 }, () => post(`${url}/orders`, VALID_ORDER)),
    );

    const keys = conductor.starts.map(({ idempotencyKey }) => idempotencyKey).sort();
    expect(keys).toEqual(placed.map(({ body }) => body['id']).sort());
    expect(placed.filter(({ body }) => body['sagaId'] === null)).toEqual([]);
  });

  it('leaves no card number in the database once it is started', async () => {
    const { url } = await start();
    const { body } = await post(`${url}/orders`, VALID_ORDER, { 'idempotency-key': 'k' });
    await orderOnce(body['id'], ({ sagaId }) => sagaId !== null);

    await stop();

    expect(await rowsOf('saga_start')).toEqual([]);
    expect(JSON.stringify(await rowsOf('customer_order'))).not.toContain(VALID_ORDER.card);
  });
});

describe('The definition', () => {
  it('is posted when the service starts', async () => {
    await start();

    expect(conductor.definitions).toContain('order-fulfilment');
  });

  it('is posted when the conductor comes up later', async () => {
    await conductor.close();
    await start();
    expect(conductor.definitions.size).toBe(0);

    await conductor.listen(Number(new URL(conductorUrl).port));

    await eventually(
      () => conductor.definitions.size,
      (size) => size === 1,
    );
  });

  it('is posted again when the conductor has lost it, before the saga is started', async () => {
    const { url } = await start();
    conductor.definitions.clear();

    const { body } = await post(`${url}/orders`, VALID_ORDER);

    expect(body['sagaId']).toBe('saga-1');
  });
});

it('The API key goes with every request', async () => {
  const { url } = await start(conductorUrl, 'secret');

  await post(`${url}/orders`, VALID_ORDER);

  const sent = new Set(conductor.requests.map(({ authorization }) => authorization));
  expect([...sent]).toEqual(['Bearer secret']);
});

async function rowsOf(table: string): Promise<readonly unknown[]> {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(`select * from ${table}`)).rows;
  } finally {
    await client.end();
  }
}
