import { ConductorStack } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;
let names = 0;

const OUTPUT = {
  type: 'object',
  required: ['paymentId', 'fee'],
  properties: { paymentId: { type: 'string' }, fee: { type: 'number' } },
};

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

/** A payment, then an order whose input uses the output of the payment. */
function definition(value: string, pay: object = {}) {
  names += 1;
  return {
    name: `definition-${names}`,
    steps: [
      { name: 'pay', command: 'payment.take', compensation: 'payment.refund', ...pay },
      { name: 'book', command: 'order.book', compensation: 'none', input: { value } },
    ],
  };
}

const paymentId = '${steps.pay.output.paymentId}';

async function validate(body: object): Promise<Json> {
  const answer = await stack.call('POST', '/v1/definitions/validate', { body });
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Each warning as `<rule> <path>`. */
async function warnings(body: object): Promise<readonly string[]> {
  const report = await validate(body);
  expect(report.errors).toEqual([]);
  return report.warnings.map(({ rule, path }: Json) => `${rule} ${path}`);
}

describe('What a participant says of itself is believed', () => {
  const wrong = '${steps.pay.output.paymentId * 2}';
  let storedBody: object;
  let stored: Json;

  it('an output has any type as long as nothing is said of it', async () => {
    storedBody = definition(wrong);
    expect(await warnings(storedBody)).toEqual([]);
    ({ body: stored } = await stack.call('POST', '/v1/definitions', { body: storedBody }));
    expect(stored).toMatchObject({ version: 1 });
  });

  it('types that never fit an output are refused once it is declared', async () => {
    await stack.describe('payment', [
      { command: 'payment.take', outputSchema: OUTPUT },
      { command: 'payment.refund' },
    ]);
    const body = definition(wrong);
    const errors = [
      {
        path: '/steps/1/input/value',
        rule: 'expression-type',
        message: expect.stringContaining('steps.pay.output.paymentId is a string'),
      },
    ];
    expect(await validate(body)).toEqual({
      valid: false,
      errors,
      warnings: [],
      plan: null,
      failureMatrix: null,
    });
    const answer = await stack.call('POST', '/v1/definitions', { body });
    expectProblem(answer, 400, 'DEFINITION_INVALID');
    expect(answer.body.errors).toEqual(errors);
    expect(await warnings(definition('${steps.pay.output.fee * 2}'))).toEqual([]);
  });

  it('what was stored before goes on working', async () => {
    const fresh = await stack.addReplica();
    const { name } = stored;
    const start = { body: { definition: name, input: {} } };
    const answer = await callUrl('POST', `${fresh.url}/v1/sagas`, start);
    expect(answer.status).toBe(201);
    const matrix = await stack.call('GET', `/v1/definitions/${name}/versions/1/failure-matrix`);
    expect(matrix.status).toBe(200);
  });

  it('what was stored before can be posted again', async () => {
    const answer = await stack.call('POST', '/v1/definitions', { body: storedBody });
    expect(answer).toMatchObject({ status: 200, body: { version: 1, hash: stored.hash } });
  });

  it('a property that is not listed is a warning, for it may come all the same', async () => {
    expect(await warnings(definition('${steps.pay.output.paymentID}'))).toEqual([
      'undeclared-property /steps/1/input/value',
    ]);
  });

  it('nobody has to use what a command gives', async () => {
    expect(await warnings(definition('${saga.id}'))).toEqual([]);
  });

  it.each(['7', 'null', '{"steps":7}', '{"steps":[null,{"command":"\\u0000"},{"command":7}]}'])(
    'a document that is none is told so: %s',
    async (body) => {
      const answer = await stack.call('POST', '/v1/definitions', { body });
      expect(answer.status).toBe(400);
    },
  );
});

describe('A warning tells', () => {
  const other = (command: string, more: object = {}) => ({
    name: `definition-${(names += 1)}`,
    steps: [{ name: 'one', command, compensation: 'none', ...more }],
  });

  it('of an input that never fits what its command takes', async () => {
    const inputSchema = { type: 'object', required: ['amount'] };
    await stack.describe('shipping', [{ command: 'shipping.weigh', inputSchema }]);
    expect(await warnings(other('shipping.weigh'))).toEqual(['input-does-not-fit /steps/0/input']);
    expect(await warnings(other('shipping.weigh', { input: { amount: 1 } }))).toEqual([]);
  });

  it('of a participant that has no queue', async () => {
    const { warnings: found } = await validate(other('ghost.appear', { compensation: 'ghost.go' }));
    expect(found).toEqual([
      {
        path: '/steps/0/command',
        rule: 'participant-not-live',
        message: 'ghost is not available now: it has no queue',
      },
    ]);
  });

  it('of a participant whose queue nobody takes from', async () => {
    const body = other('sleeper.wake');
    expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
    const start = { body: { definition: body.name, input: {} } };
    const { body: saga } = await stack.call('POST', '/v1/sagas', start);
    await stack.untilDeclared('sleeper');
    expect((await validate(body)).warnings).toMatchObject([
      {
        rule: 'participant-not-live',
        message: 'sleeper is not available now: nobody takes from its queue',
      },
    ]);
    await stack.call('POST', `/v1/admin/sagas/${saga.id}/abandon`, { body: { reason: 'over' } });
  });

  it('of a command, and of a compensation, that its participant does not have', async () => {
    const body = definition(paymentId, {
      command: 'payment.tkae',
      compensation: { command: 'payment.undo' },
    });
    expect(await warnings(body)).toEqual([
      'command-unknown /steps/0/command',
      'command-unknown /steps/0/compensation',
    ]);
  });

  it('nothing of commands whose participant never described itself', async () => {
    expect(await warnings(other('order.anything'))).toEqual([]);
  });

  it('nothing of a child saga', async () => {
    const body = definition(paymentId);
    expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
    const { name } = body;
    const parent = { name: 'parent', steps: [{ name: 'child', saga: { definition: name } }] };
    expect(await warnings(parent)).toEqual([]);
  });

  it('nothing of who is there while the broker is away', async () => {
    const away = await ConductorStack.start();
    try {
      await away.leaveBroker();
      const body = other('ghost.appear');
      const answer = await away.call('POST', '/v1/definitions/validate', { body });
      expect(answer.body).toMatchObject({ valid: true, warnings: [] });
      await away.call('POST', '/v1/definitions', { body });
      const { body: page } = await away.call('GET', '/v1/admin/participants');
      expect(page.items).toMatchObject([
        { participant: 'ghost', queueExists: null, consumers: null, ready: null },
      ]);
    } finally {
      await away.close();
    }
  });

  it('of sagas that start each other by what is told of them', async () => {
    const triggered = (name: string, event: string) => ({
      ...other('order.book'),
      name,
      trigger: { event, key: '${data.sagaId}' },
    });
    const ping = triggered('ping', 'saga.completed.pong');
    expect(await warnings(ping)).toEqual([]);
    expect((await stack.call('POST', '/v1/definitions', { body: ping })).status).toBe(201);
    const pong = triggered('pong', 'saga.completed.ping');
    expect(await warnings(pong)).toEqual(['trigger-cycle /trigger/event']);
  });

  it('of sagas that start each other by what they publish', async () => {
    const publishing = (name: string, publish: string, event: string) => ({
      name,
      trigger: { event, key: '${data.id}' },
      steps: [{ name: 'tell', publish: { event: publish } }],
    });
    const tick = publishing('tick', 'clock.ticked', 'clock.tocked');
    expect(await warnings(tick)).toEqual([]);
    expect((await stack.call('POST', '/v1/definitions', { body: tick })).status).toBe(201);
    expect(await warnings(publishing('echo', 'echo.done', 'clock.ticked'))).toEqual([]);
    expect(await warnings(publishing('tock', 'clock.tocked', 'clock.ticked'))).toEqual([
      'trigger-cycle /trigger/event',
    ]);
  });
});
