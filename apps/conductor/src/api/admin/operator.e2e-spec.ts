import { ConductorStack, errs, isSilent, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';

const UNKNOWN_ID = '0192f0c1-aaaa-7bbb-8ccc-0123456789ab';
const REASON = { reason: 'the provider is back' };

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
  const body = { definition: 'place-order', input: { orderId: `o-${orders}` } };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

/** Starts a saga that runs out of attempts past its pivot. */
async function stuckSaga() {
  stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const saga = await startSaga('30s');
  expect(saga.status).toBe('stuck');
  stack.script.clear();
  return saga;
}

function act(id: string, action: string, body: object, headers: Record<string, string> = {}) {
  return stack.call('POST', `/v1/admin/sagas/${id}/${action}`, { body, headers });
}

describe('Retrying a stuck saga', () => {
  it('lets it go on to its end, and is in the audit log with before and after', async () => {
    const saga = await stuckSaga();
    const answer = await act(saga.id, 'retry', { ...REASON, expectedVersion: saga.version });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: saga.id });
    const { body: ended } = await stack.call('GET', `/v1/sagas/${saga.id}?wait=30s`);
    expect(ended.status).toBe('completed');
    const { body: audit } = await stack.call('GET', `/v1/admin/audit?saga=${saga.id}`);
    expect(audit.items).toEqual([
      {
        id: expect.any(String),
        at: expect.any(String),
        actor: 'local',
        via: 'api',
        credential: null,
        action: 'retry',
        subject: { kind: 'saga', id: saga.id },
        sagaId: saga.id,
        reason: REASON.reason,
        request: { name: 'retry' },
        outcome: 'done',
        refusal: null,
        times: 1,
        previewHash: null,
        operationId: null,
        seal: audit.items[0].seal,
        before: { status: 'stuck', version: saga.version },
        after: { status: expect.any(String), version: saga.version + 1 },
      },
    ]);
  });

  it('is refused with the current status and version when it is not stuck', async () => {
    stack.script.set('order.create', isSilent);
    const saga = await startSaga('1ms');
    const answer = await act(saga.id, 'retry', REASON);
    expectProblem(answer, 409, 'SAGA_NOT_STUCK');
    expect(answer.body.current).toEqual({ status: 'running', version: saga.version });
    await expectNoTrace(saga);
  });

  it('is refused when the saga has another version than the operator saw', async () => {
    const saga = await stuckSaga();
    const answer = await act(saga.id, 'retry', { ...REASON, expectedVersion: saga.version - 1 });
    expectProblem(answer, 409, 'VERSION_CONFLICT');
    expect(answer.body.current).toEqual({ status: 'stuck', version: saga.version });
    await expectNoTrace(saga);
  });

  it('happens once for one Idempotency-Key, and refuses the key for anything else', async () => {
    const saga = await stuckSaga();
    const headers = { 'idempotency-key': `retry-${saga.id}` };
    const first = await act(saga.id, 'retry', REASON, headers);
    const again = await act(saga.id, 'retry', REASON, headers);
    expect([first.status, again.status]).toEqual([200, 200]);
    const other = await act(saga.id, 'retry', { reason: 'another' }, headers);
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
    const { body: audit } = await stack.call('GET', `/v1/admin/audit?saga=${saga.id}&outcome=done`);
    expect(audit.items).toHaveLength(1);
  });
});

describe('The other actions', () => {
  it('cancel takes a saga back before the pivot', async () => {
    stack.script.set('payment.authorize', isSilent);
    const saga = await startSaga('1ms');
    expect((await act(saga.id, 'cancel', REASON)).status).toBe(200);
    const { body } = await stack.call('GET', `/v1/sagas/${saga.id}?wait=30s`);
    expect(body.status).toBe('compensated');
  });

  it('cancel and compensate are refused after the pivot', async () => {
    const saga = await stuckSaga();
    for (const action of ['cancel', 'compensate']) {
      expectProblem(await act(saga.id, action, REASON), 409, 'PIVOT_PASSED');
    }
    await expectNoTrace(saga);
  });

  it('skip goes on with the output given', async () => {
    const saga = await stuckSaga();
    const body = { ...REASON, step: 'ship', output: { parcel: 'by hand' } };
    expect((await act(saga.id, 'skip', body)).status).toBe(200);
    const { body: ended } = await stack.call('GET', `/v1/sagas/${saga.id}?wait=30s`);
    expect(ended.status).toBe('completed');
    expect(ended.steps.at(-1).output).toEqual({ parcel: 'by hand' });
  });

  it('settle takes a person’s word that a step is done', async () => {
    const saga = await stuckSaga();
    const body = { ...REASON, step: 'ship', result: 'succeeded' };
    expect((await act(saga.id, 'settle', body)).status).toBe(200);
    const { body: ended } = await stack.call('GET', `/v1/sagas/${saga.id}?wait=30s`);
    expect(ended.status).toBe('completed');
  });

  it('abandon ends it without undoing, and nothing can be done to it any more', async () => {
    const saga = await stuckSaga();
    const { body: ended } = await act(saga.id, 'abandon', REASON);
    expect(ended.status).toBe('abandoned');
    expectProblem(await act(saga.id, 'retry', REASON), 409, 'SAGA_ENDED');
  });

  it.each(['retry', 'compensate', 'cancel', 'skip', 'settle', 'abandon'])(
    '%s is refused without a reason, with a wrong form, and for a saga that is not there',
    async (action) => {
      const rows = await stack.countRows();
      const rest = { step: 'ship', result: 'succeeded' };
      const good = ['skip', 'settle'].includes(action)
        ? { ...REASON, step: 'ship', ...(action === 'settle' ? { result: 'undone' } : {}) }
        : REASON;
      for (const body of [
        {},
        { reason: '' },
        { reason: 'x'.repeat(501) },
        { reason: 7 },
        { ...good, surprise: 1, ...rest },
        { ...good, expectedVersion: 'one' },
        { ...good, expectedVersion: 0 },
        { ...good, expectedVersion: null },
      ]) {
        expectProblem(await act(UNKNOWN_ID, action, body), 400, 'VALIDATION_FAILED');
      }
      expectProblem(await act(UNKNOWN_ID, action, good), 404, 'SAGA_NOT_FOUND');
      expectProblem(await act('nobody', action, good), 404, 'SAGA_NOT_FOUND');
      const headers = { 'idempotency-key': 'not allowed' };
      const answer = await act(UNKNOWN_ID, action, good, headers);
      expectProblem(answer, 400, 'IDEMPOTENCY_KEY_INVALID');
      expect(await stack.countRows()).toBe(rows);
    },
  );
});

describe('What operators see', () => {
  it('groups what is stuck by definition, step, direction and error', async () => {
    const [first, second] = [await stuckSaga(), await stuckSaga()];
    const { body } = await stack.call('GET', '/v1/admin/failures');
    const group = body.groups.find(({ state }: { state: string }) => state === 'stuck');
    expect(group).toMatchObject({
      definition: 'place-order',
      step: 'ship',
      direction: 'execute',
      state: 'stuck',
      error: { code: 'NO_TRUCK' },
      oldestAt: expect.any(String),
    });
    expect(group.count).toBeGreaterThanOrEqual(2);
    expect(body.truncated).toBe(false);
    const { body: list } = await stack.call('GET', '/v1/admin/sagas?status=stuck');
    const ids = list.items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining([first.id, second.id]));
    expect(list.items[0]).toMatchObject({
      status: 'stuck',
      lastError: { code: 'NO_TRUCK' },
      attempts: expect.any(Number),
      unchangedForMs: expect.any(Number),
      nextTimer: null,
      activeSteps: [{ name: 'ship', status: 'stuck', attempts: 1 }],
    });
  });

  it('counts by status and definition, and tells of broker and database', async () => {
    await startSaga('30s');
    const { status, body } = await stack.call('GET', '/v1/admin/overview');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      byStatus: { completed: expect.any(Number), stuck: expect.any(Number) },
      byDefinition: { 'place-order': { completed: expect.any(Number) } },
      rates: { started: { last5Min: expect.any(Number), lastHour: expect.any(Number) } },
      oldestOpenSaga: { id: expect.any(String), definition: 'place-order' },
      stuckGroups: [expect.objectContaining({ step: 'ship' })],
      pipelineQueue: expect.any(Number),
      backlog: { outbox: expect.any(Number), deadMessages: 0, stuckSagas: expect.any(Number) },
      broker: { status: 'connected', refusals: [] },
      database: { status: 'connected', commitMs: expect.any(Number) },
    });
  });

  it('pages through the audit log, newest first', async () => {
    const listed: string[] = [];
    let cursor = '';
    do {
      const { body } = await stack.call('GET', `/v1/admin/audit?limit=2${cursor}`);
      listed.push(...body.items.map(({ at }: { at: string }) => at));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(listed.length).toBeGreaterThan(3);
    expect(listed).toEqual([...listed].sort().reverse());
  });

  it('shows what was set aside', async () => {
    await stack.sql.query(
      `insert into dead_message (id, source, reason, detail, body, properties)
       select gen_random_uuid(), 'reply', 'NOT_JSON', 'no JSON', 'x', '{}'
         from generate_series(1, 3)`,
    );
    const first = (await stack.call('GET', '/v1/admin/dead-messages?limit=2')).body;
    expect(first.items).toHaveLength(2);
    expect(first.items[0]).toMatchObject({ reason: 'NOT_JSON', bodyText: 'x', bodyBytes: 1 });
    expect(first.items[0]).toMatchObject({
      isBodyTruncated: false,
      bodySha256: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
    });
    const path = `/v1/admin/dead-messages?limit=2&cursor=${first.next}`;
    const second = (await stack.call('GET', path)).body;
    expect([second.items.length, second.next]).toEqual([1, null]);
  });
});

/** Expects that the saga has not changed, and that the audit log has refusals only. */
async function expectNoTrace(saga: { id: string; version: number; status: string }) {
  const { body } = await stack.call('GET', `/v1/sagas/${saga.id}`);
  expect([body.status, body.version]).toEqual([saga.status, saga.version]);
  const { body: audit } = await stack.call('GET', `/v1/admin/audit?saga=${saga.id}&outcome=done`);
  expect(audit.items).toEqual([]);
}
