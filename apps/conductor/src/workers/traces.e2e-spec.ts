import type { Delivery } from '#bus';
import { eventually } from '#testing-internal';
import { ConductorStack, errs, refuses } from '../conductor-stack.fixture.js';
import type { Json } from '../api/openapi/conformance.fixture.js';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const TRACE = { traceparent: TRACEPARENT, tracestate: 'a=b' };
const CHILD = {
  name: 'traced-child',
  steps: [{ name: 'pay', command: 'payment.take', compensation: 'payment.give' }],
};
const PARENT = {
  name: 'traced',
  defaults: { retry: { maxAttempts: 2, initialInterval: '10ms' } },
  trigger: { event: 'order.traced', key: '${data.orderId}' },
  steps: [
    { name: 'create', command: 'order.create', compensation: 'order.reject' },
    { name: 'child', saga: { definition: 'traced-child' }, input: {} },
    { name: 'ship', command: 'shipping.ship', compensation: 'none' },
  ],
};
const COMMANDS = ['order.create', 'payment.take', 'shipping.ship', 'payment.give', 'order.reject'];

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const body of [CHILD, PARENT]) {
    expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
  }
});

afterAll(() => stack.close());

/** Waits for the end of the saga with this key. */
async function ended(key: string): Promise<Json> {
  const find = async (): Promise<Json> =>
    (await stack.call('GET', `/v1/sagas?definition=traced&key=${key}`)).body.items[0];
  return eventually(find, (saga) => saga !== undefined && saga.endedAt !== null);
}

/** Every transition reads the saga from the database, so what it uses survives a restart. */
describe('The trace of a start', () => {
  beforeEach(() => {
    let tries = 0;
    stack.script.set('order.create', (command) => {
      tries += 1;
      return tries === 1 ? errs('BUSY')(command) : { type: 'succeeded', output: {} };
    });
    stack.script.set('shipping.ship', refuses('NO_TRUCK'));
  });

  const starts: readonly [string, (key: string, trace: Record<string, string>) => Promise<void>][] =
    [
      [
        'by a call',
        async (key, headers) => {
          const body = { definition: 'traced', key, input: {} };
          expect((await stack.call('POST', '/v1/sagas', { body, headers })).status).toBe(201);
        },
      ],
      [
        'by a message',
        (key, headers) => {
          const data = { definition: 'traced', key, input: {}, idempotencyKey: key };
          return stack.publish({
            json: { pattern: 'saga.start', data },
            properties: { headers },
          });
        },
      ],
      [
        'by an event',
        (orderId, headers) =>
          stack.publish({
            exchange: 'conductor.events',
            routingKey: 'order.traced',
            json: { orderId },
            properties: { headers },
          }),
      ],
    ];

  it.each(starts)('%s goes with all that leaves the saga, and its child', async (how, start) => {
    const key = how.replaceAll(' ', '-');
    const calls = stack.record(...COMMANDS);
    const events: Delivery[] = [];
    await stack.hear('saga.#', (event) => events.push(event));
    await start(key, TRACE);
    expect(await ended(key)).toMatchObject({ status: 'compensated' });
    expect(new Set(calls.map(({ pattern }) => pattern))).toEqual(new Set(COMMANDS));
    expect(calls.filter(({ pattern }) => pattern === 'order.create')).toHaveLength(2);
    for (const { traceparent, tracestate } of calls) {
      expect({ traceparent, tracestate }).toEqual(TRACE);
    }
    await eventually(
      () => events.map(({ routingKey }) => routingKey),
      (keys) => keys.includes('saga.compensated.traced'),
    );
    expect(events.length).toBeGreaterThanOrEqual(4);
    for (const { properties } of events) expect(properties.headers).toMatchObject(TRACE);
  });

  it.each(starts)(
    '%s is left out where it cannot be used, and refuses nothing',
    async (how, start) => {
      const key = `bad-${how.replaceAll(' ', '-')}`;
      const calls = stack.record('order.create');
      await start(key, { traceparent: 'nonsense', tracestate: 'a=b' });
      await ended(key);
      expect(calls).toHaveLength(2);
      for (const { traceparent, tracestate } of calls) {
        expect({ traceparent, tracestate }).toEqual({ traceparent: null, tracestate: null });
      }
    },
  );
});
