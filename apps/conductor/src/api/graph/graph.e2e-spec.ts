import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

afterAll(() => stack.close());

describe('Pictures', () => {
  it('given a definition, when its plan is asked for, then it has steps and undos', async () => {
    const { status, body } = await stack.call('GET', '/v1/definitions/place-order/versions/1/plan');
    expect(status).toBe(200);
    expect(body.steps).toHaveLength(4);
    expect(body.steps[1]).toEqual({
      name: 'authorize',
      does: 'command',
      about: 'payment.authorize',
      kind: 'compensatable',
      after: ['createOrder'],
      undo: 'payment.void',
      loop: null,
      isConditional: false,
    });
  });

  it('given a definition, when it is drawn, then the picture shows its way back', async () => {
    const svg = await draw('/v1/definitions/place-order/versions/1/graph.svg');
    expect(svg).toContain('undo of authorize');
  });

  it('given a stuck saga, when it is drawn, then the picture says where it is stuck', async () => {
    stack.script.set('shipping.ship', errs('NO_CARRIER'));
    const body = { definition: 'place-order', input: { orderId: 'o-1' } };
    const { body: saga } = await stack.call('POST', '/v1/sagas?wait=20s', { body });
    const svg = await draw(`/v1/sagas/${saga.id}/graph.svg`);
    expect(svg).toContain('▲ stuck: NO_CARRIER');
    expect(svg).toContain(`saga ${saga.id}: stuck`);
  });

  it.each([
    ['/v1/definitions/nothing/versions/1/plan', 'DEFINITION_NOT_FOUND'],
    ['/v1/definitions/place-order/versions/9/graph.svg', 'DEFINITION_NOT_FOUND'],
    ['/v1/sagas/nothing/graph.svg', 'SAGA_NOT_FOUND'],
  ])('given nothing at %s, when it is asked for, then it says so', async (path, code) => {
    const { status, body } = await stack.call('GET', path);
    expect([status, body.code]).toEqual([404, code]);
  });
});

async function draw(path: string): Promise<string> {
  const answer = await fetch(`${stack.conductor.url}${path}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  return answer.text();
}
