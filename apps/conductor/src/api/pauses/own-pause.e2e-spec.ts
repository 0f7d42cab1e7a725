import { eventually } from '#testing-internal';
import { expectProblem } from '../../conductor-call.fixture.js';
import {
  ConductorStack,
  errs,
  isSilent,
  ORDER_DEFINITION,
  succeeds,
} from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const REASON = { reason: 'the bank is closed' };
let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  const retry = { initialInterval: '1s', jitter: 'none' };
  const patient = { ...ORDER_DEFINITION, defaults: { retry } };
  await stack.call('POST', '/v1/definitions', { body: patient });
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

async function startSaga(wait = '1ms'): Promise<Json> {
  const body = { definition: 'place-order', input: { orderId: 'o' } };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

function act(id: string, action: string, body: object = REASON) {
  return stack.call('POST', `/v1/admin/sagas/${id}/${action}`, { body });
}

async function show(id: string): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}`)).body;
}

function untilStep(id: string, index: number, status: string): Promise<Json> {
  return eventually(
    () => show(id),
    (saga) => saga.steps[index].status === status,
  );
}

describe('Pausing a saga', () => {
  it('holds its next command, takes what comes, and goes on when it is resumed', async () => {
    let reply: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (reply = resolve));
    stack.script.set('payment.authorize', () => {
      reply();
      return null;
    });
    const { id } = await startSaga();
    await asked;
    const captures = stack.record('payment.capture');
    const { status, body } = await act(id, 'pause');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'running',
      paused: { by: 'local', reason: REASON.reason, since: expect.any(String) },
    });
    await act(id, 'settle', { ...REASON, step: 'authorize', result: 'succeeded' });
    expect((await show(id)).steps[1].status).toBe('succeeded');
    stack.script.clear();
    expect(captures).toEqual([]);
    const resumed = await act(id, 'resume');
    expect(resumed.body.paused).toBeNull();
    const { body: ended } = await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
    expect(ended.status).toBe('completed');
    expect(captures.length).toBe(1);
  });

  it('keeps what is left of a back-off over a restart', async () => {
    stack.script.set('payment.authorize', errs('BUSY'));
    const { id } = await startSaga();
    await eventually(
      () => show(id),
      (saga) => saga.steps[1].nextAction?.what === 'next-attempt',
    );
    const { body: paused } = await act(id, 'pause');
    const left = Date.parse(paused.steps[1].nextAction.at) - Date.parse(paused.paused.since);
    await stack.stopReplicas();
    await stack.addReplica();
    stack.script.set('payment.authorize', succeeds);
    const { body: resumed } = await act(id, 'resume');
    const leftNow = Date.parse(resumed.steps[1].nextAction.at) - Date.parse(resumed.updatedAt);
    expect(Math.abs(leftNow - left)).toBeLessThanOrEqual(2);
    const { body: ended } = await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
    expect(ended.status).toBe('completed');
  });

  it('happens once when two operators ask for it, and so does the resume', async () => {
    stack.script.set('order.create', isSilent);
    const { id } = await startSaga();
    for (const [verb, code] of [
      ['pause', 'SAGA_PAUSED'],
      ['resume', 'SAGA_NOT_PAUSED'],
    ] as const) {
      const answers = await Promise.all([act(id, verb), act(id, verb)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const loser = answers.find(({ status }) => status === 409);
      if (loser) expectProblem(loser, 409, code);
    }
    await act(id, 'abandon');
  });

  it('is in the audit log, in the history, in the lists and in the overview', async () => {
    stack.script.set('order.create', isSilent);
    const { id } = await startSaga();
    await act(id, 'pause');
    const { body: overview } = await stack.call('GET', '/v1/admin/overview');
    expect(overview.backlog.pausedSagas).toBe(1);
    const { body: list } = await stack.call('GET', '/v1/admin/sagas?status=running');
    expect(list.items).toMatchObject([{ id, isPaused: true }]);
    await act(id, 'resume');
    const { body: after } = await stack.call('GET', '/v1/admin/overview');
    expect(after.backlog.pausedSagas).toBe(0);
    const { body: audit } = await stack.call('GET', `/v1/admin/audit?saga=${id}`);
    expect(audit.items.map((each: Json) => each.action)).toEqual(['resume', 'pause']);
    const { body: history } = await stack.call('GET', `/v1/sagas/${id}/history`);
    const types = history.items.flatMap((each: Json) => each.events.map((e: Json) => e.type));
    expect(types).toEqual(expect.arrayContaining(['saga-paused', 'clocks-moved', 'pause-ended']));
    await act(id, 'abandon');
  });

  it('leaves the count when a paused saga is abandoned', async () => {
    stack.script.set('order.create', isSilent);
    const { id } = await startSaga();
    await act(id, 'pause');
    await untilStep(id, 0, 'executing');
    expect((await act(id, 'abandon')).body).toMatchObject({ status: 'abandoned', paused: null });
    const { body } = await stack.call('GET', '/v1/admin/overview');
    expect(body.backlog.pausedSagas).toBe(0);
  });
});
