import { eventually } from '#testing-internal';
import { ConductorStack, isSilent } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';

let stack: ConductorStack;

const LOAN = {
  name: 'loan',
  steps: [
    { name: 'ask', command: 'order.create', compensation: 'order.reject' },
    { name: 'approve', wait: { signal: 'approval', timeout: '24h' } },
    { name: 'rest', delay: '100ms' },
    {
      name: 'pay',
      command: 'shipping.ship',
      kind: 'pivot',
      input: { approved: '${steps.approve.output}' },
    },
  ],
  output: { by: '${steps.approve.output.by}' },
};

const DECISION = {
  type: 'object',
  required: ['approved'],
  properties: { approved: { type: 'boolean' }, by: { type: 'string' } },
};
const ASK = {
  name: 'ask',
  steps: [
    {
      name: 'decide',
      wait: { signal: 'decision', title: 'Pay it out?', payloadSchema: DECISION },
    },
  ],
  output: '${steps.decide.output}',
};

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: LOAN });
  await stack.call('POST', '/v1/definitions', { body: ASK });
});

afterAll(() => stack.close());

async function startLoan(): Promise<string> {
  const { body } = await stack.call('POST', '/v1/sagas', {
    body: { definition: 'loan', input: {} },
  });
  return body.id as string;
}

async function startAsking(): Promise<string> {
  const { body } = await stack.call('POST', '/v1/sagas', {
    body: { definition: 'ask', input: {} },
  });
  return body.id as string;
}

function signal(id: string, name: string, body?: unknown, headers: Record<string, string> = {}) {
  const path = `/v1/sagas/${id}/signals/${name}`;
  return stack.call('POST', path, { ...(body === undefined ? {} : { body }), headers });
}

describe('A signal to a saga', () => {
  it('is accepted, and the saga goes on with its payload', async () => {
    const id = await startLoan();
    const answer = await signal(id, 'approval', { by: 'ann' });
    expect([answer.status, answer.body]).toEqual([202, { sagaId: id, name: 'approval' }]);
    const { body } = await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
    expect(body).toMatchObject({ status: 'completed', output: { by: 'ann' } });
  });

  it('shows what the saga waits for, and until when', async () => {
    const id = await startLoan();
    const { body } = await eventually(
      () => stack.call('GET', `/v1/sagas/${id}`),
      (answer) => answer.body.steps[1].status === 'waiting',
    );
    expect(body.nextAction).toMatchObject({ what: 'await-signal', step: 'approve' });
    await signal(id, 'approval');
  });

  it('counts once, however often it is sent with one key', async () => {
    const id = await startLoan();
    const headers = { 'idempotency-key': 'approved-once' };
    await signal(id, 'approval', { by: 'ann' }, headers);
    const again = await signal(id, 'approval', { by: 'ann' }, headers);
    expect(again.status).toBe(202);
    const { body } = await stack.call('GET', `/v1/sagas/${id}/history`);
    const received = JSON.stringify(body.items).match(/"signal-received"/g);
    expect(received).toHaveLength(1);
  });

  it('is refused when its key came with another payload', async () => {
    stack.script.set('shipping.ship', isSilent);
    const id = await startLoan();
    const headers = { 'idempotency-key': 'approved-by' };
    await signal(id, 'approval', { by: 'ann' }, headers);
    const other = await signal(id, 'approval', { by: 'bob' }, headers);
    expectProblem(other, 422, 'SIGNAL_ID_REUSED');
    stack.script.clear();
  });

  it('is refused with a clear error where it cannot be of use', async () => {
    const id = await startLoan();
    expectProblem(await signal(id, 'aproval'), 409, 'SIGNAL_NOT_EXPECTED');
    const nobody = '01940000-0000-7000-8000-000000000001';
    expectProblem(await signal(nobody, 'approval'), 404, 'SAGA_NOT_FOUND');
    expectProblem(await signal('17', 'approval'), 404, 'SAGA_NOT_FOUND');
    await signal(id, 'approval', { by: 'ann' });
    await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
    expectProblem(await signal(id, 'approval'), 409, 'SAGA_ENDED');
  });

  it('is refused with the paths when it does not fit, and leaves the saga as it was', async () => {
    const id = await startAsking();
    const wrong = await signal(id, 'decision', { approved: 'yes', by: 7 });
    expectProblem(wrong, 422, 'SIGNAL_PAYLOAD_INVALID');
    expect(wrong.body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual([
      '/approved',
      '/by',
    ]);
    expectProblem(await signal(id, 'decision'), 422, 'SIGNAL_PAYLOAD_INVALID');
    expect((await signal(id, 'decision', { approved: true })).status).toBe(202);
    const { body } = await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
    expect(body).toMatchObject({ status: 'completed', output: { approved: true } });
  });

  it('is described by the step that waits: `title` and `payloadSchema`, for a form', async () => {
    const asked = { signal: 'decision', title: 'Pay it out?', payloadSchema: DECISION };
    const { body: begun } = await stack.call('POST', '/v1/sagas', {
      body: { definition: 'ask', input: {} },
    });
    expect(begun.steps[0]).toMatchObject({ status: 'waiting', ...asked });
    const { body } = await stack.call('GET', `/v1/sagas/${begun.id}`);
    expect(body.steps[0]).toMatchObject(asked);
    await signal(begun.id, 'decision', { approved: true });
    const { body: ended } = await stack.call('GET', `/v1/sagas/${begun.id}?wait=30s`);
    expect(ended.steps[0]).toMatchObject({ signal: null, title: null, payloadSchema: null });
  });

  it('is answered as before when it comes again after the end that it led to', async () => {
    const id = await startLoan();
    const headers = { 'idempotency-key': `end-of-${id}` };
    await signal(id, 'approval', { by: 'ann' }, headers);
    await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
    expect((await signal(id, 'approval', { by: 'ann' }, headers)).status).toBe(202);
  });
});
