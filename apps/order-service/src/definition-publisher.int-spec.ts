import { createTestDatabase, eventually, type TestDatabase } from '#testing-internal';
import { startTestOrderService, type TestOrderService } from './order-service.fixture.js';
import { StubConductor } from './orders/stub-conductor.fixture.js';

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

async function start(conductorApiKey?: string): Promise<void> {
  service = await startTestOrderService({
    databaseUrl: database.url,
    conductorUrl,
    ...(conductorApiKey === undefined ? {} : { conductorApiKey }),
  });
}

describe('The definition', () => {
  it('is posted when the service starts, with the event that starts its sagas', async () => {
    await start();

    const [request] = conductor.requests;
    expect(request?.body).toMatchObject({
      name: 'order-fulfilment',
      trigger: { event: 'order.placed', key: '${data.orderId}', input: '${data}' },
    });
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

  it('is posted under one key until it is published, so that it is asked for once', async () => {
    // given a second person has to confirm it, and does so before the third try
    const waits = { status: 202, body: { id: 'approval-1', state: 'open' } };
    conductor.answer = () => (conductor.requests.length > 2 ? null : waits);

    await start();

    await eventually(
      () => conductor.definitions.size,
      (size) => size === 1,
    );
    const keys = conductor.requests.map(({ idempotencyKey }) => idempotencyKey);
    expect(keys.length).toBeGreaterThan(2);
    expect(new Set(keys)).toEqual(new Set([expect.stringMatching(/^[0-9a-f-]{36}$/)]));
  });

  it('is posted with the API key', async () => {
    await start('secret');

    expect(conductor.requests.map(({ authorization }) => authorization)).toEqual(['Bearer secret']);
  });
});
