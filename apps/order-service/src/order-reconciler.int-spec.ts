import { createTestDatabase, eventually, type TestDatabase } from '#testing';
import { Client } from 'pg';
import {
  get,
  post,
  startTestOrderService,
  VALID_ORDER,
  type TestOrderService,
} from './order-service.fixture.js';
import { StubConductor } from './stub-conductor.fixture.js';

let database: TestDatabase;
let conductor: StubConductor;
let service: TestOrderService;
let client: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  conductor = new StubConductor();
  const conductorUrl = await conductor.listen();
  service = await startTestOrderService({ databaseUrl: database.url, conductorUrl });
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await service?.close();
  await conductor?.close();
  await database?.drop();
});

/** An order placed a minute ago, whose saga is as told. */
async function oldOrder(saga: object): Promise<string> {
  const { body } = await post(`${service.url}/orders`, VALID_ORDER);
  conductor.sagaById.set(String(body['sagaId']), saga);
  await client.query(
    `update customer_order set created_at = created_at - interval '1 minute',
            check_at = clock_timestamp() where id = $1`,
    [body['id']],
  );
  return `${service.url}/orders/${String(body['id'])}`;
}

const error = { code: 'TIMEOUT', message: 'no reply' };

it.each(['compensated', 'abandoned'])(
  'An order whose saga was %s before the order service heard of it is rejected',
  async (status) => {
    const url = await oldOrder({ status, error });

    const { body } = await eventually(
      () => get(url),
      (answer) => answer.body['status'] !== 'pending',
    );

    expect(body).toMatchObject({
      status: 'rejected',
      reason: `its saga was ${status}: TIMEOUT: no reply`,
    });
  },
);

it.each(['running', 'compensating', 'stuck', 'completed'])(
  'An order whose saga is %s is left as it is, and looked at again later',
  async (status) => {
    const url = await oldOrder({ status, error });

    await eventually(isNothingDue, (isDone) => isDone);

    expect((await get(url)).body).toMatchObject({ status: 'pending', reason: null });
  },
);

async function isNothingDue(): Promise<boolean> {
  const { rows } = await client.query(
    'select from customer_order where check_at <= clock_timestamp()',
  );
  return rows.length === 0;
}
