import { once } from 'node:events';
import { connect } from 'node:net';
import type { MessageBus } from '#bus';
import {
  CommandSender,
  createTestDatabase,
  uniquePrefix,
  type TestDatabase,
} from '#testing-internal';
import { OrderListener } from './order-listener.fixture.js';
import {
  get,
  openTestBus,
  post,
  startTestOrderService,
  VALID_ORDER,
} from '../order-service.fixture.js';

const NOBODY_LISTENS = 'http://127.0.0.1:1';

let database: TestDatabase;
let bus: MessageBus;
let service: Awaited<ReturnType<typeof startTestOrderService>>;
let orders: string;

beforeAll(async () => {
  database = await createTestDatabase();
  bus = await openTestBus();
  const prefix = uniquePrefix();
  await OrderListener.open(bus, prefix, await CommandSender.open(bus, prefix));
  service = await startTestOrderService({
    databaseUrl: database.url,
    conductorUrl: NOBODY_LISTENS,
    bus,
    prefix,
  });
  orders = `${service.url}/orders`;
});

afterAll(async () => {
  await service?.close();
  await bus?.close();
  await database?.drop();
});

describe('Placing an order', () => {
  it('is answered with the pending order and its saga', async () => {
    const { status, headers, body } = await post(orders, VALID_ORDER);

    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'pending',
      customerId: 'c-1',
      lines: VALID_ORDER.lines,
      amount: 40.5,
      reason: null,
      trackingId: null,
      sagaId: expect.any(String),
      sagaStart: 'started',
    });
    expect(headers.get('location')).toBe(`/orders/${String(body['id'])}`);
    expect((await get(`${orders}/${String(body['id'])}`)).body).toMatchObject({
      id: body['id'],
      status: 'pending',
      sagaId: body['sagaId'],
    });
  });

  it('twice with one Idempotency-Key gives one order', async () => {
    const key = { 'idempotency-key': 'twice' };
    const { lines, ...others } = VALID_ORDER;

    const first = await post(orders, VALID_ORDER, key);
    const again = await post(orders, { lines, ...others }, key);

    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toMatchObject({ id: first.body['id'], sagaId: first.body['sagaId'] });
  });

  it('ten times at once with one Idempotency-Key gives one order', async () => {
    const key = { 'idempotency-key': 'at-once' };

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post(orders, VALID_ORDER, key)),
    );

    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it('with the Idempotency-Key of another order is refused', async () => {
    const key = { 'idempotency-key': 'other' };
    await post(orders, VALID_ORDER, key);

    const { status, body } = await post(orders, { ...VALID_ORDER, amount: 41 }, key);

    expect([status, body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

/** Lists nested this many levels deep. */
const nested = (depth: number): unknown[] => (depth === 1 ? [] : [nested(depth - 1)]);

const deepOrder = (depth: number) =>
  JSON.stringify({ ...VALID_ORDER, lines: 'LINES' }).replace(
    '"LINES"',
    `${'['.repeat(depth)}${']'.repeat(depth)}`,
  );

describe('A request that is not right', () => {
  const withoutCard = { ...VALID_ORDER, card: undefined };

  it.each([
    ['no lines', { ...VALID_ORDER, lines: [] }, '/lines'],
    ['a list as a line', { ...VALID_ORDER, lines: [[]] }, '/lines'],
    ['lists in lists as a line', { ...VALID_ORDER, lines: nested(30) }, '/lines'],
    ['a field that every object has', { ...VALID_ORDER, hasOwnProperty: 1 }, '/hasOwnProperty'],
    [
      'such a field in a line',
      { ...VALID_ORDER, lines: [{ sku: 'a', quantity: 1, valueOf: 'b' }] },
      '/lines/0/valueOf',
    ],
    ['half a book', { ...VALID_ORDER, lines: [{ sku: 'a', quantity: 0.5 }] }, '/lines/0/quantity'],
    ['nothing to pay', { ...VALID_ORDER, amount: 0 }, '/amount'],
    ['a fraction of a cent', { ...VALID_ORDER, amount: 1.001 }, '/amount'],
    ['an amount as text', { ...VALID_ORDER, amount: '40' }, '/amount'],
    ['no card', withoutCard, '/card'],
    ['a card that is an object', { ...VALID_ORDER, card: { number: '1' } }, '/card'],
    ['an unknown field', { ...VALID_ORDER, discount: 100 }, '/discount'],
    ['an empty gift', { ...VALID_ORDER, gift: {} }, '/gift/text'],
    ['an unknown fault', { ...VALID_ORDER, faults: { a: { mode: 'explode' } } }, '/faults'],
  ])('with %s is refused, and says where', async (_what, request, path) => {
    const { status, headers, body } = await post(orders, request);

    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    const faults = body['errors'] as readonly { readonly path: string }[];
    expect([...new Set(faults.map((fault) => fault.path))]).toEqual([path]);
  });

  it.each([
    ['that is no JSON', '{', {}, 400, 'BAD_REQUEST'],
    ['that is a list', '[]', {}, 400, 'VALIDATION_FAILED'],
    ['that is null', 'null', {}, 400, 'VALIDATION_FAILED'],
    ['that is empty', '', {}, 400, 'BAD_REQUEST'],
    ['with U+0000', '{ "customerId": "a\\u0000b" }', {}, 400, 'BAD_REQUEST'],
    ['with a key twice', '{ "amount": 1, "amount": 2 }', {}, 400, 'BAD_REQUEST'],
    ['with a key of prototypes', '{ "__proto__": {} }', {}, 400, 'BAD_REQUEST'],
    ['with a number between two', '{ "amount": 40.500000000000000000001 }', {}, 400, 'BAD_REQUEST'],
    ['nested 50 deep', JSON.stringify(nested(50)), {}, 400, 'BAD_REQUEST'],
    ['nested 200 deep in a field', deepOrder(200), {}, 400, 'BAD_REQUEST'],
    ['nested 5,000 deep in a field', deepOrder(5_000), {}, 400, 'BAD_REQUEST'],
    ['that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), {}, 400, 'BAD_REQUEST'],
    ['of another type', 'a=b', { 'content-type': 'text/csv' }, 415, 'CONTENT_TYPE_UNSUPPORTED'],
    ['that is too large', 'x'.repeat(70_000), {}, 413, 'BODY_TOO_LARGE'],
    ['under a key with a blank', '{}', { 'idempotency-key': 'a b' }, 400, 'VALIDATION_FAILED'],
  ])('whose body is one %s is refused', async (_what, text, headers, status, code) => {
    const answer = await post(orders, text, headers);

    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('with an unusable Idempotency-Key is refused', async () => {
    const answer = await post(orders, VALID_ORDER, { 'idempotency-key': 'a b' });

    expect([answer.status, answer.body['code']]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
  });

  it.each(['unknown', '%00', 'a'.repeat(90), '%2e%2e%2f', "'--"])(
    'for order %s finds none',
    async (id) => {
      const answer = await get(`${orders}/${id}`);

      expect([answer.status, answer.body['code']]).toEqual([404, 'ORDER_NOT_FOUND']);
    },
  );

  it.each([
    ['a malformed address', '/%zz', {}, 400, 'BAD_REQUEST'],
    ['headers of 20 kB', '/o-1', { 'x-long': 'x'.repeat(20_000) }, 431, 'HEADERS_TOO_LARGE'],
  ])('with %s is refused as any other', async (_what, path, headers, status, code) => {
    const answer = await fetch(`${orders}${path}`, { headers });

    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect([answer.status, await answer.json()]).toMatchObject([status, { status, code }]);
  });

  it('whose body says no type is refused', async () => {
    const body = Buffer.from(JSON.stringify(VALID_ORDER));
    const answer = await fetch(orders, { method: 'POST', body });

    expect([answer.status, await answer.json()]).toMatchObject([
      415,
      { code: 'CONTENT_TYPE_UNSUPPORTED' },
    ]);
  });

  it('for another address finds nothing', async () => {
    const answer = await get(`${service.url}/nothing`);

    expect([answer.status, answer.body['code']]).toEqual([404, 'ROUTE_NOT_FOUND']);
  });
});

it('The order service is alive and ready', async () => {
  expect((await get(`${service.url}/health/live`)).status).toBe(200);
  expect((await get(`${service.url}/health/ready`)).status).toBe(200);
});

it('A port that is in use keeps the order service from starting', async () => {
  const port = Number(new URL(service.url).port);

  const starting = startTestOrderService({
    databaseUrl: database.url,
    conductorUrl: NOBODY_LISTENS,
    port,
  });

  await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('Given a connection on which nothing has been asked, the order service stops', async () => {
  const stopping = await startTestOrderService({
    databaseUrl: database.url,
    conductorUrl: NOBODY_LISTENS,
  });
  const { hostname, port } = new URL(stopping.url);
  const silent = connect(Number(port), hostname);
  await once(silent, 'connect');

  await stopping.close();
});
