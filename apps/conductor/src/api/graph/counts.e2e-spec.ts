import { ConductorStack, errs, isSilent, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  await stack.call('POST', '/v1/definitions', {
    body: { ...ORDER_DEFINITION, description: 'the second' },
  });
});

afterAll(() => stack.close());

async function start(version: number, wait: string): Promise<void> {
  const body = { definition: 'place-order', version, input: { orderId: 'o' } };
  await stack.call('POST', `/v1/sagas?wait=${wait}`, { body });
}

describe('Where the open sagas of a definition are', () => {
  it('given some go on, some back, when they are counted, then each is at its step', async () => {
    stack.script.set('payment.capture', errs('CLOSED'));
    await start(1, '20s');
    await start(1, '20s');
    stack.script.set('payment.capture', () => ({
      type: 'refused',
      error: { code: 'EXPIRED', message: 'the card is expired' },
    }));
    stack.script.set('payment.void', errs('LOCKED'));
    await start(1, '20s');
    stack.script.set('payment.authorize', isSilent);
    await start(2, '100ms');
    const { body } = await stack.call('GET', '/v1/definitions/place-order/versions/1/counts');
    const none = { open: 0, stuck: 0 };
    expect(body.open).toEqual({ running: 0, compensating: 0, stuck: 3 });
    expect(body.steps).toEqual([
      { step: 'authorize', forward: none, undo: { open: 1, stuck: 1 } },
      { step: 'capture', forward: { open: 2, stuck: 2 }, undo: none },
    ]);
    const second = await stack.call('GET', '/v1/definitions/place-order/versions/2/counts');
    expect(second.body.steps).toEqual([
      { step: 'authorize', forward: { open: 1, stuck: 0 }, undo: none },
    ]);
    const all = await stack.call('GET', '/v1/definitions/place-order/counts');
    expect(all.body.versions).toEqual([
      { version: 1, running: 0, compensating: 0, stuck: 3 },
      { version: 2, running: 1, compensating: 0, stuck: 0 },
    ]);
    const picture = '/v1/definitions/place-order/versions/1/graph.svg?counts=true';
    expect(await (await fetch(`${stack.conductor.url}${picture}`)).text()).toContain('▲ 2 stuck');
  });

  it.each([
    ['/v1/definitions/nothing/counts', 404, 'DEFINITION_NOT_FOUND'],
    ['/v1/definitions/place-order/versions/9/counts', 404, 'DEFINITION_NOT_FOUND'],
    ['/v1/definitions/place-order/versions/1/graph.svg?counts=yes', 400, 'VALIDATION_FAILED'],
  ])('given %s, when it is asked for, then it is refused', async (path, status, code) => {
    const answer = await stack.call('GET', path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
