import type { JsonValue } from '#protocol';
import { InProcessBroker, InProcessBus } from '#messaging';
import {
  CommandSender,
  createTestDatabase,
  newSagaId,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import {
  get,
  post,
  startTestOrderService,
  VALID_ORDER,
  type TestOrderService,
} from '../order-service.fixture.js';
import { OrderListener } from '../orders/order-listener.fixture.js';

const UNDONE = { type: 'succeeded', output: { result: 'undone' } };
const LINES = [{ sku: 'book', quantity: 1 }];

let database: TestDatabase;
let listener: OrderListener;
const answers: Promise<unknown>[] = [];
let bus: InProcessBus;
let service: TestOrderService;
let conductor: CommandSender;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = new InProcessBus(new InProcessBroker());
  await bus.open({ exchanges: [], queues: [] });
  const prefix = uniquePrefix();
  conductor = await CommandSender.open(bus, prefix);
  listener = await OrderListener.open(bus, prefix, null);
  service = await startTestOrderService({
    databaseUrl: database.url,
    conductorUrl: 'http://127.0.0.1:1',
    bus,
    prefix,
  });
});

afterAll(async () => {
  await Promise.all(answers);
  await service?.close();
  await conductor?.close();
  await bus?.close();
  await database?.drop();
});

/** Does not await the answer, which waits for the saga's first command. */
async function placeOrder(): Promise<Subject> {
  const count = listener.heard.length + 1;
  answers.push(post(`${service.url}/orders`, VALID_ORDER));
  const { orderId } = await listener.waitFor(count);
  return { orderId, sagaId: newSagaId() };
}

interface Subject {
  readonly orderId: string;
  readonly sagaId: string;
}

const send = (command: string, { orderId, sagaId }: Subject, data: object = {}, attempt = 1) =>
  conductor.send({
    command,
    sagaId,
    attempt,
    data: { orderId, lines: LINES, ...data } as JsonValue,
  });

const create = (subject: Subject, attempt = 1) => send('order.create', subject, {}, attempt);

const confirm = (subject: Subject) => send('order.confirm', subject, { trackingId: 'T-1' });

const reject = ({ orderId, sagaId }: Subject, attempt = 1) =>
  conductor.send({
    command: 'order.reject',
    step: 'create',
    direction: 'compensate',
    sagaId,
    attempt,
    data: { orderId, lines: LINES },
  });

const find = async ({ orderId }: Subject) => (await get(`${service.url}/orders/${orderId}`)).body;

describe('Creating an order', () => {
  it('takes on the one that was placed, as it is', async () => {
    const placed = await placeOrder();

    expect(await create(placed)).toEqual({
      type: 'succeeded',
      output: { orderId: placed.orderId },
    });

    expect(await find(placed)).toMatchObject({
      status: 'pending',
      sagaId: placed.sagaId,
      lines: VALID_ORDER.lines,
    });
  });

  it('makes it when the saga was started without this service', async () => {
    const subject = { orderId: newSagaId(), sagaId: newSagaId() };

    await create(subject);
    await create(subject, 2);

    expect(await find(subject)).toMatchObject({
      status: 'pending',
      sagaId: subject.sagaId,
      lines: LINES,
      amount: null,
    });
  });

  it('takes it up again when its saga was taken back and goes forward again', async () => {
    const placed = await placeOrder();
    await create(placed);
    await reject(placed);

    const { orderId, sagaId } = placed;
    const again = {
      command: 'order.create',
      sagaId,
      iteration: 1,
      data: { orderId, lines: LINES },
    };
    expect(await conductor.send(again)).toMatchObject({ type: 'succeeded' });

    expect(await find(placed)).toMatchObject({ status: 'pending', reason: null });
  });

  it('is refused when another saga has the order, and rejects nothing then', async () => {
    const placed = await placeOrder();
    await create(placed);
    const other = { orderId: placed.orderId, sagaId: newSagaId() };

    expect(await create(other)).toMatchObject({
      type: 'refused',
      error: { code: 'ORDER_EXISTS' },
    });
    expect(await reject(other)).toEqual({
      type: 'succeeded',
      output: { result: 'nothing-to-undo' },
    });
    expect(await find(placed)).toMatchObject({ status: 'pending' });
  });
});

describe('The end of an order', () => {
  it('is confirmed, with its tracking id', async () => {
    const placed = await placeOrder();
    await create(placed);

    expect(await confirm(placed)).toMatchObject({ type: 'succeeded' });

    expect(await find(placed)).toMatchObject({ status: 'confirmed', trackingId: 'T-1' });
  });

  it('is rejected when its saga is undone, once', async () => {
    const placed = await placeOrder();
    await create(placed);

    expect([await reject(placed), await reject(placed, 2)]).toEqual([UNDONE, UNDONE]);

    expect(await find(placed)).toMatchObject({
      status: 'rejected',
      reason: 'the order could not be fulfilled',
    });
  });

  it('is confirmed for good: it cannot be rejected any more', async () => {
    const placed = await placeOrder();
    await create(placed);
    await confirm(placed);

    expect(await reject(placed)).toMatchObject({
      type: 'refused',
      error: { code: 'NOT_PENDING' },
    });
    expect(await find(placed)).toMatchObject({ status: 'confirmed', reason: null });
  });

  it('is rejected for good: it cannot be confirmed any more', async () => {
    const placed = await placeOrder();
    await create(placed);
    await reject(placed);

    expect(await confirm(placed)).toMatchObject({ type: 'refused' });
    expect(await find(placed)).toMatchObject({ status: 'rejected', trackingId: null });
  });

  it('of a saga that never created it stays pending', async () => {
    const placed = await placeOrder();

    expect(await reject(placed)).toEqual({
      type: 'succeeded',
      output: { result: 'nothing-to-undo' },
    });
    expect(await create(placed)).toMatchObject({ type: 'refused', error: { code: 'FENCED' } });
    expect(await find(placed)).toMatchObject({ status: 'pending' });
  });
});
