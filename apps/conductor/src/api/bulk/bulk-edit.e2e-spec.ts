import { eventually } from '#testing-internal';
import {
  ConductorStack,
  ORDER_DEFINITION,
  refuses,
  succeeds,
} from '../../conductor-stack.fixture.js';
import { expectProblem, type HttpAnswer } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const REASON = { reason: 'the country was missing' };
const SHIP = {
  command: 'shipping.ship',
  inputSchema: {
    type: 'object',
    required: ['country'],
    properties: { country: { type: 'string' }, floor: { type: 'integer', maximum: 9 } },
  },
};
let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  const steps = ORDER_DEFINITION.steps.map((step) =>
    step.name === 'ship' ? { ...step, input: { floor: '${input.floor}', note: 'bell' } } : step,
  );
  const body = { ...ORDER_DEFINITION, steps };
  expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
  await stack.describe('shipping', [SHIP]);
});
afterAll(() => stack.close());

/** The shipper does not take what it is sent. */
async function stuckSaga(floor: number): Promise<string> {
  stack.script.set('shipping.ship', refuses('NO_COUNTRY'));
  const body = { definition: 'place-order', input: { orderId: 'o', floor } };
  const { body: saga } = await stack.call('POST', '/v1/sagas?wait=30s', { body });
  expect(saga.status).toBe('stuck');
  return saga.id as string;
}

function bulk(body: object): Promise<HttpAnswer> {
  return stack.call('POST', '/v1/admin/bulk', { body: { ...body, ...REASON } });
}

function untilOver(id: string): Promise<Json> {
  return eventually(
    async () => (await stack.call('GET', `/v1/admin/bulk/${id}`)).body,
    ({ status }) => status === 'done' || status === 'stopped',
  );
}

describe('One edit for many sagas', () => {
  it('is a patch on what each of them sent; what does not fit then is not sent', async () => {
    // given two that fit with the edit, and one whose own data do not
    const ids = [await stuckSaga(1), await stuckSaga(2), await stuckSaga(99)];
    const [one, two, high] = ids as [string, string, string];
    const edit = { ids, action: 'retry', patch: { country: 'NL', note: null } };
    // when it is looked at
    const { body: looked } = await bulk({ ...edit, dryRun: true });
    expect(looked.outlook).toMatchObject({
      allowed: 2,
      refusals: [{ code: 'INPUT_INVALID', detail: expect.stringContaining('/floor'), sagas: 1 }],
    });
    // the old key is fenced first, then the edited input goes out under a new one
    const previewed = looked.sample.flatMap(({ preview }: Json) => preview?.commands ?? []);
    expect(previewed).toMatchObject([{ direction: 'inquire' }, { direction: 'inquire' }]);
    expect(previewed.map(({ then }: Json) => then[0].data as Json)).toEqual(
      expect.arrayContaining([
        { floor: 1, country: 'NL' },
        { floor: 2, country: 'NL' },
      ]),
    );
    // and made
    stack.script.set('shipping.ship', (command) =>
      command.direction === 'inquire' ? refuses('FENCED')(command) : succeeds(command),
    );
    const calls = stack.record('shipping.ship');
    const pace = { canary: 0, failureShareMax: 1, previewHash: looked.previewHash };
    const { body: made } = await bulk({ ...edit, ...pace });
    expect(await untilOver(made.id)).toMatchObject({ counts: { good: 2, refused: 1 } });
    const executed = calls.filter(({ direction }) => direction === 'execute');
    const sent = executed.map(({ data }) => JSON.stringify(data)).toSorted();
    expect(sent).toEqual(['{"floor":1,"country":"NL"}', '{"floor":2,"country":"NL"}']);
    const results = (await stack.call('GET', `/v1/admin/bulk/${made.id}/results`)).body;
    const codes = results.items.map(({ sagaId, code }: Json) => [sagaId, code] as const);
    expect(Object.fromEntries(codes)).toEqual({
      [one]: null,
      [two]: null,
      [high]: 'INPUT_INVALID',
    });
    expect((await stack.call('GET', `/v1/sagas/${high}`)).body.status).toBe('stuck');
  });

  it('is of a retry, and an object', async () => {
    const ids = [await stuckSaga(1)];
    expectProblem(await bulk({ ids, action: 'cancel', patch: {} }), 400, 'VALIDATION_FAILED');
    expectProblem(await bulk({ ids, action: 'retry', patch: [1] }), 400, 'VALIDATION_FAILED');
  });
});
