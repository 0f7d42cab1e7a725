import type { MessageBus } from '#bus';
import {
  CommandSender,
  createTestDatabase,
  eventually,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { Client } from 'pg';
import { OrderListener } from './order-listener.fixture.js';
import {
  get,
  openTestBus,
  post,
  RecordingLogger,
  startTestOrderService,
  VALID_ORDER,
  type TestOrderService,
} from '../order-service.fixture.js';
import { StubConductor } from './stub-conductor.fixture.js';

let database: TestDatabase;
let conductor: StubConductor;
let bus: MessageBus;
let service: TestOrderService;
let client: Client;
const logger = new RecordingLogger();

beforeAll(async () => {
  database = await createTestDatabase();
  conductor = new StubConductor();
  const conductorUrl = await conductor.listen();
  bus = await openTestBus();
  const prefix = uniquePrefix();
  await OrderListener.open(bus, prefix, await CommandSender.open(bus, prefix));
  const { url: databaseUrl } = database;
  service = await startTestOrderService({ databaseUrl, conductorUrl, bus, prefix, logger });
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await service?.close();
  await bus?.close();
  await conductor?.close();
  await database?.drop();
});

/** An order placed a minute ago, whose saga is in the given state. */
async function oldOrder(saga: object): Promise<string> {
  const { body } = await post(`${service.url}/orders`, VALID_ORDER);
  conductor.sagaById.set(String(body['sagaId']), saga);
  await makeOld(body['id']);
  return `${service.url}/orders/${String(body['id'])}`;
}

/** The same, but no command of the saga has arrived. */
async function oldOrderWithout(sagas: Readonly<Record<string, object>>): Promise<string> {
  const { body } = await post(`${service.url}/orders`, VALID_ORDER);
  const id = String(body['id']);
  for (const [sagaId, saga] of Object.entries(sagas)) conductor.sagaById.set(sagaId, saga);
  conductor.sagaIdsByKey.set(id, Object.keys(sagas));
  await client.query('update customer_order set saga_id = null where id = $1', [id]);
  await makeOld(id);
  return `${service.url}/orders/${id}`;
}

async function makeOld(id: unknown, age = '1 minute'): Promise<void> {
  await client.query(
    `update customer_order set created_at = created_at - $2::interval,
            check_at = clock_timestamp() where id = $1`,
    [id, age],
  );
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

it('An order whose saga ended without a command to it is rejected', async () => {
  const url = await oldOrderWithout({ 'saga-ended': { status: 'compensated', error } });

  const { body } = await eventually(
    () => get(url),
    (answer) => answer.body['status'] !== 'pending',
  );

  expect(body).toMatchObject({ status: 'rejected', sagaId: 'saga-ended' });
});

it('An order whose saga runs and has sent it no command yet learns which saga it is', async () => {
  const url = await oldOrderWithout({ 'saga-slow': { status: 'running' } });

  const { body } = await eventually(
    () => get(url),
    (answer) => answer.body['sagaId'] !== null,
  );

  expect(body).toMatchObject({ status: 'pending', sagaId: 'saga-slow' });
});

it.each<[string, Readonly<Record<string, object>>]>([
  ['no saga', {}],
  ['two sagas', { 'saga-one': { status: 'compensated' }, 'saga-two': { status: 'running' } }],
])('An order with %s under its key is left as it is', async (_what, sagas) => {
  const url = await oldOrderWithout(sagas);

  await eventually(isNothingDue, (isDone) => isDone);

  expect((await get(url)).body).toMatchObject({ status: 'pending', sagaId: null });
});

it('An order that no saga takes for minutes is told of', async () => {
  const { body } = await post(`${service.url}/orders`, VALID_ORDER);
  await client.query('update customer_order set saga_id = null where id = $1', [body['id']]);
  await makeOld(body['id'], '10 minutes');

  const lines = await eventually(
    async () => logger.lines,
    (said) => said.some((line) => line.startsWith('no saga takes the order')),
  );

  expect(lines).toBeDefined();
});

async function isNothingDue(): Promise<boolean> {
  const { rows } = await client.query(
    'select from customer_order where check_at <= clock_timestamp()',
  );
  return rows.length === 0;
}
