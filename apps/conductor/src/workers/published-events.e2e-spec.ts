import { readFileSync } from 'node:fs';
import type { Delivery } from '#bus';
import { eventually } from '#testing-internal';
import { ConductorStack, refuses, succeeds } from '../conductor-stack.fixture.js';
import type { Json } from '../api/openapi/conformance.fixture.js';

const ORDER = {
  name: 'order',
  steps: [
    {
      name: 'tell',
      publish: { event: 'order.priced', data: { id: '${input.id}' } },
      compensation: {
        publish: { event: 'order.unpriced', data: { id: '${input.id}', why: 'no' } },
      },
    },
    { name: 'pay', command: 'payment.take', compensation: 'none' },
  ],
};
const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const name of ['vouchers', 'mail', 'crm']) await stack.addParticipant(name);
});

afterAll(() => stack.close());

const post = (body: object) => stack.call('POST', '/v1/definitions', { body });

async function start(definition: string, input: object, key?: string): Promise<string> {
  const headers = { traceparent: TRACE };
  const body = { definition, input, ...(key === undefined ? {} : { key }) };
  return (await stack.call('POST', '/v1/sagas', { body, headers })).body.id;
}

async function untilEnded(id: string): Promise<Json> {
  const read = async () => (await stack.call('GET', `/v1/sagas/${id}`)).body;
  return eventually(read, ({ endedAt }) => endedAt !== null);
}

async function sagasOf(definition: string, key?: string): Promise<Json[]> {
  const query = key === undefined ? '' : `&key=${key}`;
  return (await stack.call('GET', `/v1/sagas?definition=${definition}${query}`)).body.items;
}

const dead = async () => (await stack.call('GET', '/v1/admin/dead-messages')).body.items as Json[];

function example(name: string): object {
  return JSON.parse(readFileSync(`examples/${name}.json`, 'utf8'));
}

describe('An event that a step publishes', () => {
  it('leaves with the trace and the origin of its saga, and is taken back with it', async () => {
    const heard: Delivery[] = [];
    await stack.hear('order.*', (event) => heard.push(event));
    await post(ORDER);
    stack.script.set('payment.take', refuses('NO_MONEY'));
    const id = await start('order', { id: 'o-1' });
    expect(await untilEnded(id)).toMatchObject({ status: 'compensated' });

    await eventually(
      async () => heard.length,
      (count) => count >= 2,
    );
    expect(heard.map(({ body }) => JSON.parse(String(body)))).toEqual([
      { pattern: 'order.priced', data: { id: 'o-1' }, id: `${id}/tell/0/publish` },
      { pattern: 'order.unpriced', data: { id: 'o-1', why: 'no' }, id: `${id}/tell/0/unpublish` },
    ]);
    for (const { properties } of heard) {
      expect(properties.headers).toMatchObject({ traceparent: TRACE, 'saga-origin': id });
    }
    const history = (await stack.call('GET', `/v1/sagas/${id}/history`)).body.items as Json[];
    const published = history.flatMap(({ events }) =>
      events.filter((event: Json) => event.type === 'event-published'),
    );
    expect(published).toMatchObject([{ direction: 'execute' }, { direction: 'compensate' }]);
    // confirmed messages leave the outbox a moment later
    const left = await eventually(
      async () => {
        const unsent = `select message_id from outbox union all
          select unnest(message_ids) from outbox_batch`;
        return (await stack.sql.query(unsent)).rows;
      },
      (rows) => rows.length === 0,
    );
    expect(left).toEqual([]);
  });

  it('starts sagas of its family, as far as a chain may go, with a warning before', async () => {
    const round = {
      name: 'round',
      trigger: { event: 'round.done', key: '${string(data.number)}', input: '${data}' },
      steps: [
        {
          name: 'again',
          publish: { event: 'round.done', data: { number: '${input.number + 1}' } },
        },
      ],
    };
    expect((await post(round)).body.warnings).toContainEqual({
      path: '/trigger/event',
      rule: 'trigger-cycle',
      message: 'these sagas start each other without end: round → round',
    });
    const id = await start('round', { number: 1 });
    const messages = await eventually(dead, (items) => items.length > 0);
    expect(messages).toMatchObject([{ reason: 'TRIGGER_LOOP' }]);
    expect(await sagasOf('round')).toHaveLength(17);
    const { rows } = await stack.sql.query('select root_id, sagas from saga_family');
    expect(rows).toEqual([{ root_id: id, sagas: 16 }]);
  });
});

describe('A customer whose order is taken back', () => {
  const INPUT = { orderId: 'o-1', amount: 40, lines: [{ sku: 'lamp' }] };

  beforeAll(async () => {
    expect((await post(example('order-with-gift'))).status).toBe(201);
    expect((await post(example('order-apology'))).status).toBe(201);
  });

  it('is told why, by a saga of another definition that has the order’s input', async () => {
    const mails = stack.record('mail.send');
    const told = await stack.listen('customer.told');
    stack.script.set('payment.authorize', refuses('CARD_DECLINED'));
    await untilEnded(await start('order-with-gift', INPUT, 'o-1'));
    await eventually(
      async () => told.length,
      (count) => count > 0,
    );
    expect(mails.map(({ data }) => data)).toEqual([
      { orderId: 'o-1', template: 'card-declined', hasVoucher: false },
    ]);
    expect(told).toMatchObject([{ data: { orderId: 'o-1', code: 'CARD_DECLINED' } }]);
  });

  it('is told of a cancelled order by its key, when its input was too large', async () => {
    const mails = stack.record('mail.send');
    const held = { type: 'errored', error: { code: 'BUSY', message: 'later' } } as const;
    stack.script.set('payment.authorize', () => held);
    const lines = [{ note: 'x'.repeat(1024 * 1024 - 1100) }];
    const data = { definition: 'order-with-gift', key: 'o-2', input: { ...INPUT, lines } };
    const properties = { messageId: 'large' };
    await stack.publish({ json: { pattern: 'saga.start', data }, properties });
    const [saga] = await eventually(
      () => sagasOf('order-with-gift', 'o-2'),
      (items) => items.length > 0,
    );
    const id = saga?.id;
    const body = { reason: 'the customer called' };
    const cancelled = await stack.call('POST', `/v1/admin/sagas/${id}/cancel`, { body });
    expect(cancelled.status).toBe(200);
    expect(await untilEnded(id)).toMatchObject({ status: 'compensated', error: null });
    expect(await dead()).not.toContainEqual(expect.objectContaining({ reason: 'TRIGGER_FAILED' }));
    await eventually(
      async () => mails.length,
      (count) => count > 0,
    );
    stack.script.set('payment.authorize', succeeds);
    expect(mails.map(({ data }) => data)).toEqual([
      { orderId: 'o-2', template: 'order-failed', hasVoucher: true },
    ]);
  });
});

it('Names that begin with "saga." are refused', async () => {
  const steps = [{ name: 'tell', publish: { event: 'saga.completed.order' } }];
  const { status, body } = await post({ name: 'liar', steps });
  expect({ status, errors: body.errors }).toMatchObject({
    status: 400,
    errors: [{ path: '/steps/0/publish/event', rule: 'event-reserved' }],
  });
});
