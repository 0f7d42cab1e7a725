import { eventually } from '#testing-internal';
import { expectProblem } from '../../conductor-call.fixture.js';
import { ConductorStack, ORDER_DEFINITION, refuses } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const REASON = { reason: 'the bank is closed' };
const DEFINITION = { definition: 'place-order' };
const PATIENT = {
  ...ORDER_DEFINITION,
  defaults: { retry: { initialInterval: '1s', jitter: 'none' }, timeout: '2s' },
};

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: PATIENT });
  await stack.addReplica();
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

async function startSaga(wait = '1ms'): Promise<Json> {
  const body = { definition: 'place-order', input: { orderId: 'o' } };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

function pause(scope: object, more: object = {}, headers: Record<string, string> = {}) {
  const body = { scope, ...REASON, ...more };
  return stack.call('POST', '/v1/admin/pauses', { body, headers });
}

function resume(id: string, headers: Record<string, string> = {}) {
  return stack.call('POST', `/v1/admin/pauses/${id}/resume`, { body: REASON, headers });
}

async function show(id: string): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}`)).body;
}

async function waitForEnd(id: string): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}?wait=30s`)).body;
}

/** The sagas that a pause holds are written down, by whichever replica decided about them. */
function untilHeld(pauseId: string, count: number): Promise<unknown> {
  return eventually(
    async () => (await stack.call('GET', '/v1/admin/pauses?active=true')).body.items as Json[],
    (items) => items.some(({ id, heldSagas }) => id === pauseId && heldSagas === count),
  );
}

describe('A pause of a definition', () => {
  it('holds new sagas from their first step on, and lets them go when it is ended', async () => {
    const created = stack.record('order.create');
    const { status, body } = await pause(DEFINITION);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      scope: DEFINITION,
      by: 'local',
      reason: REASON.reason,
      withCompensations: true,
      until: null,
      endedAt: null,
    });
    const sagas = await Promise.all([1, 2, 3, 4, 5].map(() => startSaga()));
    await untilHeld(body.id, 5);
    expect(created).toEqual([]);
    const { body: overview } = await stack.call('GET', '/v1/admin/overview');
    expect(overview.backlog.pauses).toBe(1);
    const ended = await resume(body.id);
    expect(ended.body).toMatchObject({ endedBy: 'local', endReason: REASON.reason });
    for (const { id } of sagas) expect((await waitForEnd(id)).status).toBe('completed');
    expect(created.length).toBe(5);
    const { body: audit } = await stack.call('GET', '/v1/admin/audit?limit=2');
    expect(audit.items).toMatchObject([
      { action: 'resume', reason: REASON.reason },
      { action: 'pause', reason: REASON.reason },
    ]);
  });

  it('takes the replies that are on their way, also over a restart', async () => {
    let answer: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => (answer = resolve));
    stack.script.set('order.create', () => {
      answer();
      return null;
    });
    const { id } = await startSaga();
    await arrived;
    const { body } = await pause(DEFINITION);
    const settle = { ...REASON, step: 'createOrder', result: 'succeeded' };
    await stack.call('POST', `/v1/admin/sagas/${id}/settle`, { body: settle });
    await stack.stopReplicas();
    const authorized = stack.record('payment.authorize');
    await stack.addReplica();
    await stack.addReplica();
    expect((await show(id)).steps[1].status).toBe('pending');
    expect(authorized).toEqual([]);
    await resume(body.id);
    expect((await waitForEnd(id)).status).toBe('completed');
    expect(authorized.length).toBe(1);
  });

  it('ends by itself at `until`', async () => {
    const until = new Date(Date.now() + 3_000).toISOString();
    const { body } = await pause(DEFINITION, { until });
    const { id } = await startSaga();
    await untilHeld(body.id, 1);
    expect((await waitForEnd(id)).status).toBe('completed');
    expectProblem(await resume(body.id), 409, 'PAUSE_OVER');
  });
});

describe('A pause of a participant', () => {
  it('holds its commands, and not those that undo; others go on', async () => {
    const [captured, voided] = [stack.record('payment.capture'), stack.record('payment.void')];
    stack.script.set('payment.capture', refuses('NO_MONEY'));
    const { body } = await pause({ participant: 'shipping' });
    const { id: going } = await startSaga();
    await eventually(
      () => show(going),
      ({ status }) => status === 'compensated',
    );
    expect([captured.length, voided.length]).toEqual([1, 1]);
    stack.script.clear();
    const { id } = await startSaga();
    await untilHeld(body.id, 1);
    expect((await show(id)).steps[3].status).toBe('pending');
    await resume(body.id);
    expect((await waitForEnd(id)).status).toBe('completed');
  });

  it('holds what undoes too, if it says so', async () => {
    stack.script.set('payment.capture', refuses('NO_MONEY'));
    const { body } = await pause({ participant: 'order' }, { withCompensations: true });
    await resume(body.id);
    const again = await pause(
      { definition: 'place-order', step: 'authorize' },
      { withCompensations: false },
    );
    const { id } = await startSaga();
    await untilHeld(again.body.id, 1);
    expect((await show(id)).steps[1].status).toBe('pending');
    await resume(again.body.id);
    expect((await waitForEnd(id)).status).toBe('compensated');
  });
});

describe('Making and ending a pause', () => {
  it('is done once for a scope, and once for an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'pause-1' };
    const first = await pause({ participant: 'shipping' }, {}, headers);
    const repeated = await pause({ participant: 'shipping' }, {}, headers);
    expect([first.status, repeated.status]).toEqual([201, 200]);
    expect(repeated.body.id).toBe(first.body.id);
    const other = await pause({ participant: 'payment' }, {}, headers);
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await pause({ participant: 'shipping' }), 409, 'SCOPE_PAUSED');
    const { id } = first.body;
    const ends = await Promise.all([resume(id), resume(id)]);
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 409]);
    expectProblem(await resume('0192f0c1-aaaa-7bbb-8ccc-0123456789ab'), 404, 'PAUSE_NOT_FOUND');
  });

  it.each([
    [{}, '/scope'],
    [{ definition: 'nowhere' }, '/scope/definition'],
    [{ definition: 'place-order', step: 'nothing' }, '/scope/step'],
    [{ participant: 'nobody' }, '/scope/participant'],
    [{ participant: 'payment', definition: 'place-order' }, '/scope'],
    [{ participant: 7 }, '/scope/participant'],
    [{ participant: 'payment', queue: 'x' }, '/scope'],
  ])('is refused for %j, and says where it is wrong', async (scope, path) => {
    const answer = await pause(scope);
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.errors).toMatchObject([{ path }]);
  });

  it.each(['yesterday', '2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])(
    'is refused until %s',
    async (until) => {
      expectProblem(await pause(DEFINITION, { until }), 400, 'VALIDATION_FAILED');
    },
  );

  it('is listed, newest first, page by page', async () => {
    const { body: page } = await stack.call('GET', '/v1/admin/pauses?limit=2');
    expect(page.items.length).toBe(2);
    const { body: next } = await stack.call('GET', `/v1/admin/pauses?limit=2&cursor=${page.next}`);
    const since = [...page.items, ...next.items].map((each: Json) => each.since);
    expect(since).toEqual([...since].sort().reverse());
    const { body: active } = await stack.call('GET', '/v1/admin/pauses?active=true');
    expect(active.items).toEqual([]);
  });
});
