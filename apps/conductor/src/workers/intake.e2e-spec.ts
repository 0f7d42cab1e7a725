import { randomUUID } from 'node:crypto';
import { eventually } from '#testing-internal';
import { ConductorStack, refuses } from '../conductor-stack.fixture.js';
import type { Json } from '../api/openapi/conformance.fixture.js';

let stack: ConductorStack;

const EVENTS = 'conductor.events';
const ORDER = {
  name: 'fulfil-order',
  inputSchema: {
    type: 'object',
    required: ['orderId', 'amount'],
    properties: { orderId: { type: 'string' }, amount: { type: 'number' } },
  },
  trigger: { event: 'order.placed', key: '${data.orderId}', input: '${data}' },
  steps: [
    { name: 'create', command: 'order.create', compensation: 'order.reject' },
    { name: 'pay', command: 'payment.take', kind: 'pivot' },
  ],
  output: { paid: '${input.amount}' },
};
const BONUS = {
  name: 'add-bonus',
  trigger: { event: 'order.placed', key: '${data.orderId}', input: { of: '${data.customer}' } },
  steps: [{ name: 'count', command: 'order.count', compensation: 'none' }],
};
const LOAN = {
  name: 'loan',
  steps: [
    { name: 'approve', wait: { signal: 'approval' } },
    { name: 'pay', command: 'payment.take', kind: 'pivot' },
  ],
  output: { by: '${steps.approve.output.by}' },
};

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const body of [ORDER, BONUS, LOAN]) await stack.call('POST', '/v1/definitions', { body });
});

afterAll(() => stack.close());

function place(data: object, event = 'order.placed'): Promise<void> {
  const json = { pattern: event, data };
  return stack.publish({ exchange: EVENTS, routingKey: event, json });
}

async function sagasOf(key: string, definition: string): Promise<readonly Json[]> {
  const query = `key=${key}&definition=${definition}`;
  return (await stack.call('GET', `/v1/sagas?${query}`)).body.items as readonly Json[];
}

/** The saga with this key, once it has ended. */
async function ended(key: string, definition: string): Promise<Json> {
  const [saga] = await eventually(
    () => sagasOf(key, definition),
    ([first]) => first !== undefined && first.endedAt !== null,
  );
  return (await stack.call('GET', `/v1/sagas/${saga.id}`)).body;
}

/** The dead messages with this reason. */
async function dead(reason: string): Promise<readonly Json[]> {
  const { rows } = await stack.sql.query(
    `select source, detail from dead_message where reason = $1`,
    [reason],
  );
  return rows;
}

describe('The key of a start', () => {
  it('takes away the saga of no other door', async () => {
    const keys = [
      'event:order.placed:fulfil-order:o-victim',
      'event:fulfil-order:order.placed:o-victim',
      'm-victim',
      'message:m-victim',
      'rest:local:m-victim',
    ];
    const body = { definition: 'add-bonus', input: {} };
    for (const key of keys) {
      const headers = { 'idempotency-key': key };
      const { status } = await stack.call('POST', '/v1/sagas', { body, headers });
      expect(status).toBe(201);
    }
    await place({ orderId: 'o-victim', amount: 5, customer: 'c-1' });
    expect(await ended('o-victim', 'fulfil-order')).toMatchObject({ status: 'completed' });
    const data = {
      definition: 'fulfil-order',
      key: 'by-message',
      input: { orderId: 'o', amount: 1 },
    };
    await stack.publish({ json: { pattern: 'saga.start', data, id: 'm-victim' } });
    expect(await ended('by-message', 'fulfil-order')).toMatchObject({ status: 'completed' });
  });

  it('is told from the same one of a signal by message', async () => {
    const start = { definition: 'loan', input: {} };
    const { id } = (await stack.call('POST', '/v1/sagas', { body: start })).body;
    const path = `/v1/sagas/${id}/signals/approval`;
    const headers = { 'idempotency-key': 's-1' };
    const sent = { sagaId: id, name: 'approval', payload: { by: 'message' } };
    await stack.publish({ json: { pattern: 'saga.signal', data: sent, id: 's-1' } });
    await eventually(
      async () => (await stack.call('GET', `/v1/sagas/${id}`)).body,
      ({ status }) => status === 'completed',
    );
    const late = await stack.call('POST', path, { body: { by: 'call' }, headers });
    expect(late.body).toMatchObject({ code: 'SAGA_ENDED' });
  });
});

describe('An event of a service', () => {
  it('starts a saga of each definition that waits for it', async () => {
    await place({ orderId: 'o-1', amount: 5, customer: 'c-1' });
    const saga = await ended('o-1', 'fulfil-order');
    expect(saga).toMatchObject({ status: 'completed', output: { paid: 5 }, key: 'o-1' });
    expect(await ended('o-1', 'add-bonus')).toMatchObject({ input: { of: 'c-1' } });
  });

  it('starts one saga for its key, however often it comes', async () => {
    const again = { orderId: 'o-2', amount: 5, customer: 'c' };
    await Promise.all([place(again), place(again), place({ ...again, amount: 6 })]);
    await ended('o-2', 'fulfil-order');
    await place(again);
    await place({ orderId: 'o-3', amount: 1, customer: 'c' });
    await ended('o-3', 'fulfil-order');
    expect(await sagasOf('o-2', 'fulfil-order')).toHaveLength(1);
  });

  it('may be the data alone, without a packet around it', async () => {
    const json = { orderId: 'o-4', amount: 7, customer: 'c' };
    await stack.publish({ exchange: EVENTS, routingKey: 'order.placed', json });
    expect(await ended('o-4', 'fulfil-order')).toMatchObject({ output: { paid: 7 } });
  });

  it('is kept for a person when it can start no saga, and starts the others', async () => {
    await place({ orderId: 'o-5', amount: 'much', customer: 'c-5' });
    await ended('o-5', 'add-bonus');
    const [found] = await eventually(
      () => dead('TRIGGER_FAILED'),
      (rows) => rows.length === 1,
    );
    expect(found).toMatchObject({ source: 'intake' });
    expect(found.detail).toMatch(/^fulfil-order@1: INPUT_INVALID: .*amount/);
    await place({ amount: 5, customer: 'c' });
    await eventually(
      () => dead('TRIGGER_FAILED'),
      (rows) => rows.some(({ detail }) => /EXPRESSION_FAILED.*orderId/.test(detail as string)),
    );
  });

  it('starts nothing with a definition that was retired', async () => {
    await stack.call('POST', '/v1/definitions/add-bonus/versions/1/retire', {
      body: { reason: 'over' },
    });
    await place({ orderId: 'o-6', amount: 5, customer: 'c' });
    await ended('o-6', 'fulfil-order');
    expect(await sagasOf('o-6', 'add-bonus')).toEqual([]);
  });

  it('is kept for a person when all that it would start are retired', async () => {
    const once = { ...BONUS, name: 'once', trigger: { ...BONUS.trigger, event: 'order.changed' } };
    await stack.call('POST', '/v1/definitions', { body: once });
    const change = (orderId: string) => place({ orderId, customer: 'c' }, 'order.changed');
    await change('r-1');
    await ended('r-1', 'once');
    await stack.call('POST', '/v1/definitions/once/versions/1/retire', {
      body: { reason: 'over' },
    });
    // the first message again: its saga exists, and nothing is wrong
    await change('r-1');
    await change('r-2');
    const details = () => dead('TRIGGER_FAILED');
    const found = await eventually(details, (rows) =>
      rows.some(({ detail }) => /^once@1: DEFINITION_RETIRED/.test(detail as string)),
    );
    expect(found.filter(({ detail }) => /^once@1/.test(detail as string))).toHaveLength(1);
  });
});

describe('A message to the intake queue', () => {
  const start = (data: object, messageId: string = randomUUID()) =>
    stack.publish({ json: { pattern: 'saga.start', data }, properties: { messageId } });

  it('starts a saga, once for its message id', async () => {
    const data = { definition: 'loan', key: 'l-1', input: {} };
    await start(data, 'the-loan');
    await start(data, 'the-loan');
    await start({ ...data, key: 'l-2' }, 'another-loan');
    await eventually(
      () => sagasOf('l-2', 'loan'),
      (found) => found.length === 1,
    );
    expect(await sagasOf('l-1', 'loan')).toHaveLength(1);
  });

  it('that comes again is not set aside, though its definition is retired by now', async () => {
    const brief = { ...LOAN, name: 'brief-loan' };
    await stack.call('POST', '/v1/definitions', { body: brief });
    const data = { definition: 'brief-loan', key: 'b-1', input: {} };
    await start(data, 'brief');
    await eventually(
      () => sagasOf('b-1', 'brief-loan'),
      (found) => found.length === 1,
    );
    await stack.call('POST', '/v1/definitions/brief-loan/versions/1/retire', {
      body: { reason: 'over' },
    });
    await start(data, 'brief');
    await start(data, 'too-late');
    await eventually(
      () => dead('DEFINITION_RETIRED'),
      (rows) => rows.length > 0,
    );
    expect(await dead('DEFINITION_RETIRED')).toHaveLength(1);
  });

  it('is a signal for a saga that waits for it', async () => {
    const { body } = await stack.call('POST', '/v1/sagas', {
      body: { definition: 'loan', key: 'l-3', input: {} },
    });
    const data = { sagaId: body.id, name: 'approval', payload: { by: 'ann' } };
    const json = { pattern: 'saga.signal', data };
    await stack.publish({ json, properties: { messageId: 'sig-1' } });
    expect(await ended('l-3', 'loan')).toMatchObject({ output: { by: 'ann' } });
  });

  it('is set aside when its payload fits no step that waits: SIGNAL_PAYLOAD_INVALID', async () => {
    const wait = { signal: 'go', payloadSchema: { type: 'object', required: ['by'] } };
    const definition = { name: 'choosy', steps: [{ name: 'go', wait }] };
    await stack.call('POST', '/v1/definitions', { body: definition });
    const { body } = await stack.call('POST', '/v1/sagas', {
      body: { definition: 'choosy', input: {} },
    });
    const data = { sagaId: body.id, name: 'go', payload: { at: 7 } };
    const json = { pattern: 'saga.signal', data };
    await stack.publish({ json, properties: { messageId: 'sig-2' } });
    const rows = await eventually(
      () => dead('SIGNAL_PAYLOAD_INVALID'),
      (found) => found.length === 1,
    );
    expect(rows).toMatchObject([{ detail: expect.stringContaining('property "by"') }]);
  });

  it.each([
    ['NOT_JSON', 'hello', {}],
    ['UNKNOWN_PATTERN', { pattern: 'saga.stop', data: {} }, {}],
    ['NO_MESSAGE_ID', { pattern: 'saga.start', data: { definition: 'loan' } }, {}],
    ['MESSAGE_ID_INVALID', { pattern: 'saga.start', data: {} }, { messageId: 'a b' }],
    [
      'WRONG_FORM',
      { pattern: 'saga.start', data: { definition: 'loan', version: 3_000_000_000 } },
      { messageId: 'w' },
    ],
    [
      'DEFINITION_NOT_FOUND',
      { pattern: 'saga.start', data: { definition: 'x', version: 9, input: {} } },
      { messageId: 'x' },
    ],
    [
      'IDEMPOTENCY_KEY_REUSED',
      { pattern: 'saga.start', data: { definition: 'loan', input: {} } },
      { messageId: 'the-loan' },
    ],
    [
      'SAGA_NOT_FOUND',
      { pattern: 'saga.signal', data: { sagaId: 'x', name: 'a' } },
      { messageId: 'n' },
    ],
  ])('is set aside when nobody can use it: %s', async (reason, json, properties) => {
    await stack.publish({ json, properties, isBroken: true });
    const rows = await eventually(
      () => dead(reason),
      (found) => found.length === 1,
    );
    expect(rows).toMatchObject([{ source: 'intake' }]);
  });
});

describe('A service that only listens', () => {
  it('hears of the life of every saga', async () => {
    const heard = await stack.listen('saga.*.fulfil-order');
    const stuckOnes = await stack.listen('saga.stuck.#');
    await place({ orderId: 'o-7', amount: 5, customer: 'c' });
    const saga = await ended('o-7', 'fulfil-order');
    await eventually(
      async () => heard,
      (events) => events.length === 2,
    );
    expect(heard).toMatchObject([
      { pattern: 'saga.started.fulfil-order', data: { sagaId: saga.id, key: 'o-7' } },
      {
        pattern: 'saga.completed.fulfil-order',
        data: { sagaId: saga.id, status: 'completed', output: { paid: 5 } },
      },
    ]);
    stack.script.set('payment.take', refuses('CARD_DECLINED'));
    await place({ orderId: 'o-8', amount: 5, customer: 'c' });
    await eventually(
      async () => heard,
      (events) => events.some(({ pattern }) => pattern === 'saga.compensated.fulfil-order'),
    );
    expect(stuckOnes).toEqual([]);
  });

  it('can be another saga, which an end of the first one starts', async () => {
    stack.script.clear();
    const body = {
      name: 'thank',
      trigger: { event: 'saga.completed.fulfil-order', key: '${data.sagaId}' },
      steps: [{ name: 'mail', command: 'order.mail', compensation: 'none' }],
    };
    await stack.call('POST', '/v1/definitions', { body });
    await place({ orderId: 'o-9', amount: 5, customer: 'c' });
    const { id } = await ended('o-9', 'fulfil-order');
    expect(await ended(id as string, 'thank')).toMatchObject({ status: 'completed' });
  });
});
