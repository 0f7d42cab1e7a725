import { eventually } from '#testing-internal';
import type { Json } from '../openapi/conformance.fixture.js';
import { ConductorStack, errs, isSilent, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';

const REASON = { reason: 'a test' };
const SHIPPING = { participant: 'shipping' };

let stack: ConductorStack;
let orders = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

async function startSaga(wait: string, definition = 'place-order') {
  orders += 1;
  const body = { definition, input: { orderId: `p-${orders}` } };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

async function stuckSaga() {
  stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const saga = await startSaga('30s');
  expect(saga.status).toBe('stuck');
  stack.script.clear();
  return saga;
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

const preview = (id: string, body: object) =>
  stack.call('POST', `/v1/admin/sagas/${id}/preview`, { body });

const act = (id: string, verb: string, body: object = {}) =>
  stack.call('POST', `/v1/admin/sagas/${id}/${verb}`, { body: { ...REASON, ...body } });

async function pause(scope: object): Promise<string> {
  const body = { scope, ...REASON };
  return (await stack.call('POST', '/v1/admin/pauses', { body })).body.id as string;
}

const resumeAll = (id: string) =>
  stack.call('POST', `/v1/admin/pauses/${id}/resume`, { body: REASON });

describe('A preview while the participant is paused', () => {
  it('says that the command is held and by whom; the act sends it after the pause', async () => {
    const saga = await stuckSaga();
    const { body: free } = await preview(saga.id, { action: 'retry' });
    const pauseId = await pause(SHIPPING);
    // what was seen before would not be done now
    const refused = await act(saga.id, 'retry', { previewHash: free.previewHash });
    expectProblem(refused, 409, 'PREVIEW_OUTDATED');
    const { body: held } = await preview(saga.id, { action: 'retry' });
    expect(held).toMatchObject({
      commands: [],
      held: [{ step: 'ship', queue: 'conductor.commands.shipping', attempt: 2 }],
      heldBy: [{ id: pauseId, scope: SHIPPING, by: 'local', reason: 'a test', until: null }],
      timersSet: [],
      statusAfter: 'running',
      inTheEnd: { status: 'completed', endsBecause: null, text: 'the saga is completed' },
    });
    expect(refused.body.preview.previewHash).toBe(held.previewHash);
    // when
    const calls = stack.record('shipping.ship');
    const done = await act(saga.id, 'retry', { previewHash: held.previewHash });
    expect(done.status).toBe(200);
    expect(calls).toEqual([]);
    await resumeAll(pauseId);
    await stack.call('GET', `/v1/sagas/${saga.id}?wait=30s`);
    const [planned] = held.held;
    expect(calls.map(({ pattern, data }) => ({ pattern, data }))).toEqual([
      { pattern: planned.command, data: planned.data },
    ]);
  });
});

describe('A preview of a pause', () => {
  it('has the clocks that stop and, of the resume, those that go on and what is sent', async () => {
    const saga = await payingSaga();
    const { body: stops } = await preview(saga.id, { action: 'pause' });
    const timeout = { what: 'timeout', step: 'authorize', leftMs: expect.any(Number) };
    expect(stops).toMatchObject({
      ...{ commands: [], timersSet: [], timersCleared: [] },
      timersStopped: [timeout],
      heldBy: [{ id: null, scope: null }],
    });
    expect(stops.timersStopped[0].leftMs).toBeGreaterThan(0);
    const paused = await act(saga.id, 'pause', { previewHash: stops.previewHash });
    expect(paused.status).toBe(200);
    // the pivot is in flight when somebody wants the saga back: it is asked about after the pause
    await act(saga.id, 'skip', { step: 'authorize', output: {} });
    const { body: goesOn } = await preview(saga.id, { action: 'resume' });
    expect(goesOn).toMatchObject({ commands: [{ step: 'capture' }], held: [], heldBy: [] });
    const calls = stack.record('payment.capture');
    await act(saga.id, 'resume', { previewHash: goesOn.previewHash });
    const ended = await stack.call('GET', `/v1/sagas/${saga.id}?wait=30s`);
    expect(ended.body.status).toBe('completed');
    expect(calls.map(({ data }) => data)).toEqual([goesOn.commands[0].data]);
  });
});

describe('A preview of what comes later', () => {
  it('goes past a delay and a signal, and says how long and for what', async () => {
    const command = (name: string) => ({ name, command: `order.${name}`, compensation: 'none' });
    const steps = [
      command('open'),
      { name: 'cool', delay: '3d' },
      command('ask'),
      { name: 'approval', wait: { signal: 'go' } },
      command('finish'),
    ];
    await stack.call('POST', '/v1/definitions', { body: { name: 'slow-order', steps } });
    stack.script.set('order.open', isSilent);
    const { id } = await startSaga('1ms', 'slow-order');
    const { body } = await preview(id, { action: 'skip', step: 'open' });
    expect(body.later).toMatchObject([
      { text: 'then waits at cool for 3 d', ms: 259_200_000, then: [{ step: 'ask' }] },
      { text: 'then waits at approval for the signal "go"', then: [{ step: 'finish' }] },
    ]);
    expect(body.inTheEnd).toMatchObject({ status: 'completed', waitsOn: [] });
  });
});

describe('A lock that an ended saga has left', () => {
  it('can be seen to be given back, before it is', async () => {
    const saga = await startSaga('30s');
    const key = `left:${saga.id}`;
    await stack.sql.query('insert into saga_lock (key, saga_id) values ($1, $2)', [key, saga.id]);
    const look = { action: 'release-lock', key };
    const { status, body } = await preview(saga.id, look);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ locksGivenBack: [key], commands: [], later: [] },
      ...{ statusBefore: 'completed', statusAfter: 'completed' },
    });
    expectProblem(await preview(saga.id, { ...look, key: 'other' }), 409, 'SAGA_ENDED');
    const release = (more: object) =>
      stack.call('POST', '/v1/admin/locks/release', { body: { key, ...REASON, ...more } });
    expectProblem(await release({ previewHash: '0'.repeat(64) }), 409, 'PREVIEW_OUTDATED');
    expect((await release({ previewHash: body.previewHash })).status).toBe(200);
    expectProblem(await preview(saga.id, look), 409, 'SAGA_ENDED');
  });
});
