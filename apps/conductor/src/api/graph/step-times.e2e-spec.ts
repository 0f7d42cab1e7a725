import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';

const PATH = '/v1/definitions/place-order/versions/1/step-times';
let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => stack.close());

async function start(orderId: string): Promise<void> {
  const body = { definition: 'place-order', input: { orderId } };
  await stack.call('POST', '/v1/sagas?wait=20s', { body });
}

describe('What the steps of a version usually take', () => {
  it('given sagas, when it is asked for, then those that completed are the sample', async () => {
    for (const key of ['a', 'b', 'c']) await start(key);
    stack.script.set('payment.capture', errs('CLOSED'));
    await start('stuck');
    const { status, body } = await stack.call('GET', PATH);
    expect(status).toBe(200);
    expect(body.sagas).toBe(3);
    const names = ORDER_DEFINITION.steps.map(({ name }) => name);
    expect(body.steps.map(({ step }: { step: string }) => step)).toEqual(names);
    for (const { count, p50Ms, p95Ms } of body.steps) {
      expect(count).toBe(3);
      expect(p50Ms).toBeGreaterThanOrEqual(0);
      expect(p95Ms).toBeGreaterThanOrEqual(p50Ms);
    }
  });

  it('given no such version, when it is asked for, then it is refused', async () => {
    const { status, body } = await stack.call('GET', PATH.replace('/1/', '/9/'));
    expect([status, body.code]).toEqual([404, 'DEFINITION_NOT_FOUND']);
  });
});
