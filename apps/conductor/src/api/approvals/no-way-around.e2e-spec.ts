import { randomUUID } from 'node:crypto';
import { MUTE_LINK_MS, muteToken } from '#alerts';
import { eventually } from '#testing-internal';
import type { Json } from '../openapi/conformance.fixture.js';
import { callUrl } from '../../conductor-call.fixture.js';
import { errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { mutePathOf } from '../../workers/alerts/alert-receivers.js';
import { ACTS } from '../edge/access/act-config.js';
import { FourEyesStack, PEOPLE, REASON } from './four-eyes-stack.fixture.js';

/** What changes something, and is no act of an operator. */
const NO_ACTS: Readonly<Record<string, string>> = {
  startSaga: 'a program starts its sagas',
  signalSaga: 'a program tells its saga what happened',
  previewAction: 'reads only',
  validateDefinition: 'reads only',
  logIn: 'changes the session of the caller',
  logOut: 'changes the session of the caller',
  confirmApproval: 'is the second person',
  rejectApproval: 'ends what is asked for',
  withdrawApproval: 'ends what is asked for',
};

let eyes: FourEyesStack;

beforeAll(async () => {
  eyes = await FourEyesStack.start(['all']);
});
afterAll(() => eyes.stack.close());

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly act: string | null;
  readonly role: string;
}

/** Every call of the OpenAPI document that is no GET. */
async function changingOperations(): Promise<readonly Operation[]> {
  const { body } = await eyes.as('root', 'GET', '/openapi.json');
  return Object.entries(body.paths as Record<string, Record<string, Json>>).flatMap(
    ([path, calls]) =>
      Object.entries(calls)
        .filter(([method]) => method !== 'get')
        .map(([method, call]) => ({
          id: String(call.operationId),
          method: method.toUpperCase(),
          path,
          act: (call['x-act'] ?? null) as string | null,
          role: String(call['x-needs-role'] ?? 'nobody'),
        })),
  );
}

/** What each call is about, so that it would be done if nobody had to confirm it. */
async function subjects(): Promise<Readonly<Record<string, { path: string; body?: object }>>> {
  const saga = await eyes.stuckSaga();
  const { id } = saga;
  const as = (path: string, body: object) => eyes.as('glass', 'POST', path, { ...REASON, ...body });
  const definition = { ...ORDER_DEFINITION, name: 'locked', locks: ['lock:${input.orderId}'] };
  await eyes.as('glass', 'POST', '/v1/definitions', definition);
  const holder = await eyes.stuckSaga('locked');
  const { body: locks } = await eyes.as('glass', 'GET', '/v1/admin/locks');
  const { body: paused } = await as('/v1/admin/pauses', {
    scope: { definition: 'locked' },
  });
  const [pausedSaga, bulkSaga] = [await eyes.stuckSaga(), await eyes.stuckSaga()];
  await as(`/v1/admin/sagas/${pausedSaga.id}/pause`, {});
  const rate = { rate: 1, canary: 0 };
  const bulk = { ids: [bulkSaga.id], action: 'retry', ...rate };
  const [running, resting] = [
    (await as('/v1/admin/bulk', bulk)).body,
    (await as('/v1/admin/bulk', bulk)).body,
  ];
  await as(`/v1/admin/bulk/${resting.id}/pause`, {});
  const { body: key } = await as('/v1/admin/keys', { name: 'robot', role: 'viewer' });
  const filter = 'status=stuck';
  const { body: view } = await eyes.as('root', 'GET', '/v1/views');
  expect(view.items).toEqual([]);
  const viewId = randomUUID();
  await eyes.stack.sql.query(
    `insert into saved_view (id, name, filter, is_shared, owner)
     values ($1, 'mine', $2, false, 'root')`,
    [viewId, filter],
  );
  const sessionId = 'A'.repeat(22);
  await eyes.stack.sql.query(
    `insert into login_session (id, secret_hash, actor, role, credential, expires_at)
     values ($1, sha256('x'), 'ann', 'viewer', 'oidc:ann', now() + interval '8 h')`,
    [sessionId],
  );
  const dead = [randomUUID(), randomUUID()];
  for (const each of dead) await deadMessage(each);
  const { groups } = await eventually(
    async () => (await eyes.as('glass', 'GET', '/v1/admin/failures')).body,
    (page: Json) => page.groups.length > 0,
  );
  const { fingerprint } = groups[0];
  return {
    retrySaga: { path: `/v1/admin/sagas/${id}/retry`, body: {} },
    skipStep: { path: `/v1/admin/sagas/${id}/skip`, body: { step: 'ship', output: {} } },
    settleStep: {
      path: `/v1/admin/sagas/${id}/settle`,
      body: { step: 'ship', result: 'succeeded' },
    },
    abandonSaga: { path: `/v1/admin/sagas/${id}/abandon`, body: {} },
    pauseSaga: { path: `/v1/admin/sagas/${id}/pause`, body: {} },
    resumeSaga: { path: `/v1/admin/sagas/${pausedSaga.id}/resume`, body: {} },
    exemptSaga: { path: `/v1/admin/sagas/${id}/exempt`, body: {} },
    unexemptSaga: { path: `/v1/admin/sagas/${id}/unexempt`, body: {} },
    releaseLock: { path: '/v1/admin/locks/release', body: { key: locks.items[0].key } },
    pauseScope: {
      path: '/v1/admin/pauses',
      body: { scope: { definition: 'place-order' } },
    },
    resumeScope: { path: `/v1/admin/pauses/${paused.id}/resume`, body: {} },
    makeBulk: { path: '/v1/admin/bulk', body: { filter, action: 'abandon' } },
    pauseBulk: { path: `/v1/admin/bulk/${running.id}/pause`, body: {} },
    resumeBulk: { path: `/v1/admin/bulk/${resting.id}/resume`, body: {} },
    stopBulk: { path: `/v1/admin/bulk/${resting.id}/stop`, body: {} },
    endSession: { path: `/v1/admin/sessions/${sessionId}/end`, body: {} },
    setDefaultView: { path: '/v1/views/defaults/viewer', body: { ...REASON, viewId } },
    revokeApiKey: { path: `/v1/admin/keys/${key.id}/revoke`, body: {} },
    rotateApiKey: { path: `/v1/admin/keys/${key.id}/rotate`, body: {} },
    makeApiKey: { path: '/v1/admin/keys', body: { name: 'other', role: 'admin' } },
    replayDeadMessage: { path: `/v1/admin/dead-messages/${dead[0]}/replay`, body: {} },
    discardDeadMessage: { path: `/v1/admin/dead-messages/${dead[1]}/discard`, body: {} },
    migrateSagas: { path: '/v1/definitions/place-order/versions/1/migrate', body: {} },
    retireDefinitionVersion: { path: '/v1/definitions/place-order/versions/1/retire', body: {} },
    unretireDefinitionVersion: {
      path: '/v1/definitions/place-order/versions/1/unretire',
      body: {},
    },
    postDefinition: { path: '/v1/definitions', body: { ...ORDER_DEFINITION, name: 'new-one' } },
    forgetParticipant: { path: '/v1/admin/participants/nobody/forget', body: {} },
    setRetention: { path: '/v1/admin/retention', body: { completedDays: 30 } },
    clearRetention: { path: '/v1/admin/retention/clear', body: {} },
    trimAudit: { path: '/v1/admin/audit/trim', body: { olderThan: '2026-01-01T00:00:00Z' } },
    testAlertRoute: { path: '/v1/admin/alerts/routes/pager/test', body: {} },
    saveView: { path: '/v1/views', body: { name: 'theirs', filter } },
    replaceView: { path: `/v1/views/${viewId}`, body: { name: 'renamed', filter } },
    deleteView: { path: `/v1/views/${viewId}` },
    acknowledgeFailureGroup: { path: `/v1/admin/failures/${fingerprint}/acknowledge`, body: {} },
    muteFailureGroup: { path: `/v1/admin/failures/${fingerprint}/mute`, body: { sagas: 5 } },
    resolveFailureGroup: { path: `/v1/admin/failures/${fingerprint}/resolve`, body: {} },
    reopenFailureGroup: { path: `/v1/admin/failures/${fingerprint}/reopen`, body: {} },
    cancelSaga: { path: `/v1/admin/sagas/${holder.id}/cancel`, body: {} },
    compensateSaga: { path: `/v1/admin/sagas/${holder.id}/compensate`, body: {} },
  };
}

async function deadMessage(id: string): Promise<void> {
  await eyes.stack.sql.query(
    `insert into dead_message (id, source, reason, detail, body, properties)
     values ($1, 'intake', 'NOT_JSON', 'no JSON', 'x', '{}')`,
    [id],
  );
}

/** All that any act may change. The asking itself is counted apart. */
async function world(): Promise<string> {
  const { rows } = await eyes.stack.sql.query<{ world: string }>(`
    select concat_ws(' ',
      (select md5(string_agg(saga::text, ',' order by id)) from saga),
      (select md5(string_agg(name || version || coalesce(retired_at::text, ''), ','
                             order by name, version)) from saga_definition),
      (select md5(string_agg(id || coalesce(revoked_at::text, '') || coalesce(replaced_by, ''), ','
                             order by id)) from api_key),
      (select md5(string_agg(id::text || status || total, ',' order by id)) from bulk),
      (select md5(string_agg(pause::text, ',' order by pause::text)) from pause),
      (select md5(string_agg(dead_message::text, ',' order by id)) from dead_message),
      (select md5(string_agg(saved_view::text, ',' order by id)) from saved_view),
      (select md5(string_agg(view_default::text, ',' order by role)) from view_default),
      (select count(*) from login_session),
      (select md5(string_agg(fingerprint || life, ',' order by fingerprint)) from failure_group),
      (select md5(string_agg(rule::text, ',')) from retention_rule as rule),
      (select count(*) from saga_lock),
      (select count(*) from operator_audit
        where outcome = 'done' and action not in ('ask-approval', 'use-break-glass'))) as world`);
  return rows[0]?.world ?? '';
}

describe('With every act on the list', () => {
  it('every call that changes something says which act it is, or why it is none', async () => {
    const operations = await changingOperations();
    const silent = operations.filter(({ act, id }) => act === null && NO_ACTS[id] === undefined);
    expect(silent).toEqual([]);
    const named = new Set(operations.flatMap(({ act }) => (act === null ? [] : [act])));
    expect([...named].sort()).toEqual([...ACTS].sort());
  });

  it('no other route changes anything but the link that mutes, which asks the list', async () => {
    const documented = (await changingOperations()).map(
      ({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    const routes = eyes.stack.conductor.routes.filter((route) => !route.startsWith('GET '));
    const others = routes.filter((route) => !documented.includes(route));
    expect(others).toEqual([`POST ${mutePathOf(':token')}`]);
  });

  it('the link of an alert mutes nothing', async () => {
    const saga = await eyes.stuckSaga();
    const groups = async () => (await eyes.as('root', 'GET', '/v1/admin/failures')).body.groups;
    const [{ fingerprint }] = await eventually(groups, (all: Json[]) => all.length > 0);
    const { rows } = await eyes.stack.sql.query<{ value: string }>(
      `select value from setting where name = 'cursor-secret'`,
    );
    const until = Date.now() + MUTE_LINK_MS;
    const token = muteToken(String(rows[0]?.value), { fingerprint, route: 'mail', until });
    const answer = await fetch(`${eyes.stack.conductor.url}${mutePathOf(token)}`, {
      method: 'POST',
      body: new URLSearchParams({ time: '8h', reason: 'let me sleep' }),
    });
    expect([answer.status, await answer.text()]).toEqual([
      409,
      expect.stringContaining('needs a second person'),
    ]);
    const [{ life }] = await groups();
    expect([life.status, (await eyes.sagaOf(saga.id)).status]).toEqual(['new', 'stuck']);
  });

  it('no call acts without a second person', async () => {
    // given
    eyes.stack.script.set('shipping.ship', errs('NO_TRUCK'));
    const about = await subjects();
    const operations = await changingOperations();
    const acting = operations.filter(({ act }) => act !== null);
    expect(Object.keys(about).sort()).toEqual(acting.map(({ id }) => id).sort());
    const url = eyes.stack.conductor.url;
    const [root] = PEOPLE.filter(({ name }) => name === 'root');
    // so that nothing moves by itself
    await eyes.stack.sql.query(`update bulk set status = 'paused' where status = 'running'`);
    const before = await world();
    for (const { id, method } of acting) {
      const { path, body } = about[id] ?? { path: '' };
      const isPosting = id === 'postDefinition' || id.endsWith('View');
      const sent = body === undefined || isPosting ? body : { ...REASON, ...body };
      // when
      const answer = await callUrl(method, `${url}${path}`, {
        headers: { authorization: `Bearer ${root?.key}`, 'idempotency-key': `no-way-${id}` },
        ...(sent === undefined ? {} : { body: sent }),
      });
      // then it waits, or it could not have been done at all
      expect([id, answer.status, answer.body.code ?? answer.body.state]).toEqual([
        id,
        ...(REFUSED[id] ?? [202, 'open']),
      ]);
      expect([id, await world()]).toEqual([id, before]);
      // so that there is room for the next one
      await eyes.stack.sql.query('delete from approval');
    }
  });
});

/** Of one stuck saga the state allows not everything; it is refused before anybody is asked. */
const REFUSED: Readonly<Record<string, readonly [number, string]>> = {
  cancelSaga: [409, 'PIVOT_PASSED'],
  compensateSaga: [409, 'PIVOT_PASSED'],
};
