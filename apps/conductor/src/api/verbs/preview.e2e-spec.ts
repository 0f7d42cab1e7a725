import { eventually } from '#testing-internal';
import type { Json } from '../openapi/conformance.fixture.js';
import { ConductorStack, errs, isSilent, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';

const REASON = { reason: 'a test' };
const UNKNOWN_ID = '0192f0c1-aaaa-7bbb-8ccc-0123456789ab';

let stack: ConductorStack;
let orders = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

async function startSaga(wait: string) {
  orders += 1;
  const body = { definition: 'place-order', input: { orderId: `p-${orders}` } };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

/** Its payment is in flight, and nobody answers. */
async function payingSaga() {
  stack.script.set('payment.authorize', isSilent);
  const { id } = await startSaga('1ms');
  return eventually(
    async () => (await stack.call('GET', `/v1/sagas/${id}`)).body,
    ({ steps }: Json) => steps[1].status === 'executing',
  );
}

async function stuckSaga() {
  stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const saga = await startSaga('30s');
  expect(saga.status).toBe('stuck');
  stack.script.clear();
  return saga;
}

const preview = (id: string, body: object) =>
  stack.call('POST', `/v1/admin/sagas/${id}/preview`, { body });

const act = (id: string, verb: string, body: object) =>
  stack.call('POST', `/v1/admin/sagas/${id}/${verb}`, { body: { ...REASON, ...body } });

describe('A preview', () => {
  it('has the commands with queue and payload, and what follows, and changes nothing', async () => {
    const saga = await stuckSaga();
    const rows = await stack.countRows();
    const { status, body } = await preview(saga.id, { action: 'retry' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      sagaId: saga.id,
      version: saga.version,
      action: 'retry',
      previewHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      commands: [
        {
          step: 'ship',
          direction: 'execute',
          attempt: 2,
          command: 'shipping.ship',
          participant: 'shipping',
          queue: 'conductor.commands.shipping',
          isDataShown: true,
          then: [],
        },
      ],
      undoLost: [],
      locksGivenBack: [],
      timersSet: [{ what: 'timeout', step: 'ship', at: expect.any(String) }],
      statusBefore: 'stuck',
      statusAfter: 'running',
      inTheEnd: { status: 'completed', waitsOn: [], isCut: false },
    });
    expect(await stack.countRows()).toBe(rows);
    expect((await stack.call('GET', `/v1/sagas/${saga.id}`)).body.version).toBe(saga.version);
  });

  it('is what the participant then gets, when the act carries its hash', async () => {
    const saga = await stuckSaga();
    const { body } = await preview(saga.id, { action: 'retry', step: 'ship' });
    const calls = stack.record('shipping.ship');
    const { previewHash } = body;
    const done = await act(saga.id, 'retry', { step: 'ship', previewHash });
    expect(done.status).toBe(200);
    await stack.call('GET', `/v1/sagas/${saga.id}?wait=30s`);
    const [planned] = body.commands;
    expect(calls.map(({ pattern, data }) => ({ pattern, data }))).toEqual([
      { pattern: planned.command, data: planned.data },
    ]);
    const { body: audit } = await stack.call('GET', `/v1/admin/audit?saga=${saga.id}`);
    expect(audit.items).toMatchObject([{ action: 'retry', previewHash }]);
  });

  it('that is outdated refuses the act, with what it would do now', async () => {
    const saga = await payingSaga();
    const { body: old } = await preview(saga.id, { action: 'cancel' });
    expect(old.commands.map(({ step }: { step: string }) => step)).toEqual(['authorize']);
    // in between the step is skipped, and the pivot is in flight: it is asked about first
    stack.script.set('payment.capture', isSilent);
    await act(saga.id, 'skip', { step: 'authorize', output: { by: 'hand' } });
    const refused = await act(saga.id, 'cancel', { previewHash: old.previewHash });
    expectProblem(refused, 409, 'PREVIEW_OUTDATED');
    const { preview: now, current } = refused.body;
    expect(now.commands).toMatchObject([{ step: 'capture', direction: 'inquire' }]);
    const { body: same } = await preview(saga.id, { action: 'cancel' });
    expect(same.previewHash).toBe(now.previewHash);
    expect(current).toEqual({ status: 'running', version: now.version });
    const done = await act(saga.id, 'cancel', { previewHash: now.previewHash });
    expect(done.status).toBe(200);
  });

  it('is refused as the act would be', async () => {
    const saga = await stuckSaga();
    expectProblem(await preview(saga.id, { action: 'cancel' }), 409, 'PIVOT_PASSED');
    expectProblem(await preview(UNKNOWN_ID, { action: 'cancel' }), 404, 'SAGA_NOT_FOUND');
    const body = { action: 'retry', expectedVersion: saga.version - 1 };
    expectProblem(await preview(saga.id, body), 409, 'VERSION_CONFLICT');
  });

  it('says which fields an action needs and does not take', async () => {
    const saga = await stuckSaga();
    const answer = await preview(saga.id, { action: 'settle', step: 'ship', toStep: 'x' });
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors).toEqual([
      { path: '/result', rule: 'isDefined', message: 'settle needs result' },
      { path: '/toStep', rule: 'unknownField', message: 'settle takes no toStep' },
    ]);
  });

  it('of abandon has the undo that is lost and the event that is published', async () => {
    const saga = await payingSaga();
    const { body } = await preview(saga.id, { action: 'abandon' });
    expect(body).toMatchObject({
      commands: [],
      statusAfter: 'abandoned',
      events: [{ event: 'saga.abandoned.place-order' }],
      undoLost: [
        { step: 'createOrder', by: 'order.reject' },
        { step: 'authorize', by: 'payment.void' },
      ],
    });
  });

  it('is for the act with the same hash, and no text but a hash', async () => {
    const saga = await stuckSaga();
    const answer = await act(saga.id, 'retry', { previewHash: 'abc' });
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    const { body } = await preview(saga.id, { action: 'retry' });
    const { previewHash } = body;
    // the hash of another action
    const other = await act(saga.id, 'abandon', { previewHash });
    expectProblem(other, 409, 'PREVIEW_OUTDATED');
    expect(other.body.preview).toMatchObject({ action: 'abandon', statusAfter: 'abandoned' });
    expect((await stack.call('GET', `/v1/sagas/${saga.id}`)).body.status).toBe('stuck');
  });
});

describe('Two operators on two replicas', () => {
  let urls: readonly string[];
  const both = (path: string, body: object) =>
    Promise.all(
      urls.map((url) => callUrl('POST', `${url}${path}`, { body: { ...REASON, ...body } })),
    );

  beforeAll(async () => {
    const { url } = await stack.addReplica();
    urls = [stack.conductor.url, url];
  });

  it('never both act on a saga at the version that both saw', async () => {
    for (let round = 0; round < 8; round++) {
      const { id, version } = await stuckSaga();
      const calls = stack.record('shipping.ship');
      const answers = await both(`/v1/admin/sagas/${id}/retry`, { expectedVersion: version });
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
      expect(calls).toHaveLength(1);
    }
  });

  it('that confirm the same preview cause one attempt', async () => {
    for (let round = 0; round < 8; round++) {
      const { id } = await stuckSaga();
      const { body } = await preview(id, { action: 'retry' });
      const calls = stack.record('shipping.ship');
      const { previewHash } = body;
      const answers = await both(`/v1/admin/sagas/${id}/retry`, { previewHash });
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
      expect(calls).toHaveLength(1);
    }
  });
});
