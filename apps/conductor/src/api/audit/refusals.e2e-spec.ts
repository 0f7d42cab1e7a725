import { eventually } from '#testing-internal';
import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem, type HttpAnswer } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const KEYS = (['viewer', 'operator', 'admin'] as const).map((role) => ({
  name: `${role}-key`,
  role,
  key: `${role}-0123456789abcdef`,
}));

/** What stands for the parameters of addresses. */
const PLACES: Readonly<Record<string, string>> = {
  '{name}': 'place-order',
  '{version}': '1',
  '{role}': 'viewer',
  '{fingerprint}': 'f'.repeat(16),
};

let stack: ConductorStack;
let sagaId: string;
let told: Json[];

/** Given a saga that is past its pivot, and stuck. */
beforeAll(async () => {
  const guest = { name: 'guest-key', role: 'viewer' as const, key: 'guest-0123456789abcdef' };
  stack = await ConductorStack.start({ apiKeys: [...KEYS, guest] });
  told = await stack.listen('audit.recorded');
  await as('admin', 'POST', '/v1/definitions?reason=first', ORDER_DEFINITION);
  stack.script.set('shipping.ship', errs('NO_TRUCK'));
  const body = { definition: 'place-order', input: { orderId: 'o-1' } };
  const started = await as('admin', 'POST', '/v1/sagas?wait=30s', body);
  sagaId = started.body.id;
});
afterAll(() => stack.close());

function as(
  role: string,
  method: string,
  path: string,
  body?: object,
  more: Record<string, string> = {},
): Promise<HttpAnswer> {
  const headers = { authorization: `Bearer ${role}-0123456789abcdef`, ...more };
  return stack.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
}

function recordsOf(query: string): Promise<readonly Json[]> {
  return as('viewer', 'GET', `/v1/admin/audit?${query}`).then(({ body }) => body.items);
}

/** Refusals are recorded after the answer. */
function untilRecorded(query: string, count: number): Promise<readonly Json[]> {
  return eventually(
    () => recordsOf(query),
    ({ length }) => length >= count,
  );
}

const cancel = (role: string, reason = 'too late', more: object = {}) =>
  as(role, 'POST', `/v1/admin/sagas/${sagaId}/cancel`, { reason, ...more });

describe('An act that is refused', () => {
  it('by the state of the saga is recorded with its code and reason', async () => {
    expectProblem(await cancel('operator'), 409, 'PIVOT_PASSED');
    expect(await untilRecorded('outcome=refused&action=cancel&actor=operator-key', 1)).toEqual([
      expect.objectContaining({
        actor: 'operator-key',
        via: 'api',
        credential: 'setting:operator-key',
        action: 'cancel',
        subject: { kind: 'saga', id: sagaId },
        reason: 'too late',
        before: null,
        after: null,
        outcome: 'refused',
        refusal: 'PIVOT_PASSED',
        times: 1,
      }),
    ]);
  });

  it('by the role is recorded, although nobody read its body', async () => {
    expectProblem(await cancel('viewer'), 403, 'FORBIDDEN');
    expect(await untilRecorded('outcome=refused&actor=viewer-key', 1)).toMatchObject([
      { action: 'cancel', refusal: 'FORBIDDEN', reason: '(none was given)', request: {} },
    ]);
  });

  it('by an earlier act with its key, or about a definition, is recorded too', async () => {
    const key = { 'idempotency-key': 'once' };
    const retry = (reason: string) =>
      as('admin', 'POST', `/v1/admin/sagas/${sagaId}/retry`, { reason }, key);
    expect((await retry('the truck is back')).status).toBe(200);
    expectProblem(await retry('another reason'), 422, 'IDEMPOTENCY_KEY_REUSED');
    const path = '/v1/definitions/place-order/versions/1/retire';
    expectProblem(await as('operator', 'POST', path, { reason: 'x' }), 403, 'FORBIDDEN');
    expect(await untilRecorded('outcome=refused&action=retry', 1)).toMatchObject([
      { refusal: 'IDEMPOTENCY_KEY_REUSED', reason: 'another reason' },
    ]);
    expect(await untilRecorded('outcome=refused&subject=definition:place-order', 1)).toMatchObject([
      { action: 'retire-definition', refusal: 'FORBIDDEN', actor: 'operator-key' },
    ]);
  });

  it('is called as when it is done, whatever the act', async () => {
    // given every call of which the document says that it is an act
    const { body: document } = await as('admin', 'GET', '/openapi.json');
    const acts = Object.entries<Json>(document.paths).flatMap(([path, calls]) =>
      Object.entries<Json>(calls).map(([method, call]) => ({ method, path, act: call['x-act'] })),
    );
    const named = acts.filter(({ act }) => act !== undefined);
    expect(named.length).toBeGreaterThan(30);
    // when somebody calls it who may not
    for (const { method, path } of named) {
      const address = path.replaceAll(/\{\w+\}/g, (name) => PLACES[name] ?? sagaId);
      expectProblem(await as('guest', method.toUpperCase(), address, {}), 403, 'FORBIDDEN');
    }
    // then
    const names = new Set(named.map(({ act }) => String(act)));
    const records = await eventually(
      () => recordsOf('outcome=refused&actor=guest-key&limit=100'),
      (found) => new Set(found.map(({ action }) => action)).size >= names.size,
    );
    expect(new Set(records.map(({ action }) => String(action)))).toEqual(names);
  });

  it('is about what it is about when it is done, and no dry run is one', async () => {
    // given
    const scope = { participant: 'shipping' };
    const pause = { scope, reason: 'its disk is full' };
    expect((await as('admin', 'POST', '/v1/admin/pauses', pause)).status).toBe(201);
    // when
    expectProblem(await as('admin', 'POST', '/v1/admin/pauses', pause), 409, 'SCOPE_PAUSED');
    const none = { filter: 'key=nobody', action: 'retry', reason: 'x' };
    const dry = await as('admin', 'POST', '/v1/admin/bulk', { ...none, dryRun: true });
    expectProblem(dry, 409, 'BULK_FINDS_NOTHING');
    const forget = { reason: 'gone' };
    const path = '/v1/admin/participants/shipping/forget';
    expectProblem(await as('operator', 'POST', path, forget), 403, 'FORBIDDEN');
    // then
    const about = await untilRecorded('outcome=refused&subject=participant:shipping', 2);
    expect(about.map(({ action }) => action)).toEqual(['forget-participant', 'pause']);
    expect(await recordsOf('outcome=refused&action=start-bulk&actor=admin-key')).toEqual([]);
    expectProblem(await as('admin', 'POST', '/v1/admin/bulk', none), 409, 'BULK_FINDS_NOTHING');
    expect(await untilRecorded('outcome=refused&action=start-bulk&actor=admin-key', 1)).toEqual([
      expect.objectContaining({ refusal: 'BULK_FINDS_NOTHING' }),
    ]);
  });

  it('leaves nothing when it is no act: a wrong form, a read, a start of a program', async () => {
    await as('admin', 'POST', `/v1/admin/sagas/${sagaId}/cancel`, {});
    await as('admin', 'POST', `/v1/sagas/${sagaId}/signals/nobody`, {});
    await as('nobody', 'POST', `/v1/admin/sagas/${sagaId}/cancel`, { reason: 'x' });
    // then what is refused after them is recorded, and they are not
    const before = (await recordsOf('outcome=refused&limit=100')).length;
    expectProblem(await cancel('admin', 'the last one'), 409, 'PIVOT_PASSED');
    const refused = await untilRecorded('outcome=refused&limit=100', before + 1);
    expect(refused).toHaveLength(before + 1);
    expect(refused[0].reason).toBe('the last one');
  });

  it('again and again becomes a second record with how often, not one for each', async () => {
    const other = '/v1/admin/locks/release';
    for (let times = 0; times < 6; times++) {
      await as('viewer', 'POST', other, { key: 'k', reason: 'x' });
    }
    // when the replica stops, or a minute has passed
    await stack.stopReplicas();
    await stack.addReplica();
    const records = await recordsOf('outcome=refused&actor=viewer-key&action=release-lock');
    expect(records.map(({ times }: Json) => times as number).toSorted()).toEqual([1, 5]);
  });
});

describe('The chain over acts and refusals', () => {
  it('is intact, and its records are told to whoever listens', async () => {
    const verdict = await eventually(
      () => as('viewer', 'GET', '/v1/admin/audit/verify').then(({ body }) => body),
      ({ unsealed }) => unsealed.count === 0,
    );
    expect(verdict).toMatchObject({ isIntact: true, isComplete: true, fault: null });
    await eventually(
      () => Promise.resolve(told.length),
      (heard) => heard >= verdict.checked,
    );
    const seqs = new Set(told.map(({ data }) => data.seq as number));
    expect(seqs.size).toBe(verdict.checked);
    const last = told.find(({ data }) => data.seq === verdict.head.seq);
    expect(last).toMatchObject({ pattern: 'audit.recorded', data: { hash: verdict.head.hash } });
    const refused = told.filter(({ data }) => data.outcome === 'refused');
    const isOfSaga = ({ kind, id }: Json): boolean => kind === 'saga' && id === sagaId;
    expect(refused.find(({ data }) => isOfSaga(data.subject))).toMatchObject({
      data: { refusal: expect.any(String) },
    });
    const [newest] = await recordsOf('limit=1');
    expect(newest.seal).toEqual(verdict.head);
  });

  it('says the first broken link, and compares with a head that was kept', async () => {
    const { body: intact } = await as('viewer', 'GET', '/v1/admin/audit/verify');
    const { seq, hash } = intact.head;
    const kept = await as('viewer', 'GET', `/v1/admin/audit/verify?expect=${seq}:${hash}`);
    expect(kept.body.isIntact).toBe(true);
    const wrong = '0'.repeat(64);
    const other = await as('viewer', 'GET', `/v1/admin/audit/verify?expect=${seq}:${wrong}`);
    expect(other.body.fault).toEqual({ seq, id: null, what: 'other-than-expected' });
    // when somebody changes a record in the database
    await stack.sql.query(`
      alter table operator_audit disable trigger user;
      update operator_audit set reason = 'nothing happened' where seal_seq = 2;
      alter table operator_audit enable trigger user`);
    const { body: broken } = await as('viewer', 'GET', '/v1/admin/audit/verify');
    expect(broken).toMatchObject({ isIntact: false, fault: { seq: 2, what: 'changed' } });
    const rest = await as('viewer', 'GET', '/v1/admin/audit/verify?after=2');
    expect(rest.body).toMatchObject({ isIntact: true, after: { seq: 2 } });
    expectProblem(
      await as('viewer', 'GET', '/v1/admin/audit/verify?after=x'),
      ...([400, 'VALIDATION_FAILED'] as const),
    );
  });
});

describe('Trimming the audit log', () => {
  it('is for admins, and takes nothing of the last 30 days', async () => {
    const trim = (role: string, olderThan: string) =>
      as(role, 'POST', '/v1/admin/audit/trim', { olderThan, reason: 'old' });
    expectProblem(await trim('operator', '2020-01-01T00:00:00Z'), 403, 'FORBIDDEN');
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    expectProblem(await trim('admin', yesterday), 400, 'VALIDATION_FAILED');
    expectProblem(await trim('admin', 'yesterday'), 400, 'VALIDATION_FAILED');
    const { body } = await trim('admin', '2020-01-01T00:00:00Z');
    expect(body).toEqual({ records: 0, isMore: false });
  });
});
