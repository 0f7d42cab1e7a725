import { eventually } from '#testing-internal';
import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const SOON_MS = 3_600_000;

let stack: ConductorStack;
let orders = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});
afterAll(() => stack.close());

async function stuckSaga(code: string): Promise<Json> {
  stack.script.set('shipping.ship', errs(code));
  orders += 1;
  const body = { definition: 'place-order', input: { orderId: `o-${orders}` } };
  return (await stack.call('POST', '/v1/sagas?wait=30s', { body })).body;
}

/** The group of a stuck saga that nobody else is in. */
async function groupOf(code: string): Promise<string> {
  await stuckSaga(code);
  const found = await eventually(
    () => listed(''),
    (groups) => groups.some(({ error }) => error.code === code),
  );
  return found.find(({ error }) => error.code === code)?.fingerprint;
}

async function listed(query: string): Promise<readonly Json[]> {
  return (await stack.call('GET', `/v1/admin/failures${query}`)).body.groups;
}

async function show(fingerprint: string): Promise<Json> {
  return (await stack.call('GET', `/v1/admin/failures/${fingerprint}`)).body;
}

function act(fingerprint: string, verb: string, body: object, headers = {}) {
  const path = `/v1/admin/failures/${fingerprint}/${verb}`;
  return stack.call('POST', path, { body: { reason: 'a reason', ...body }, headers });
}

describe('The life of a group of failures', () => {
  it('given a new group, when acknowledged, then it has an owner, on record', async () => {
    const fingerprint = await groupOf('LIFE_A');
    const note = { owner: 'team-ship', note: 'ticket 4711' };
    const { status, body } = await act(fingerprint, 'acknowledge', note);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      count: 1,
      revision: 1,
      life: { status: 'acknowledged', by: 'local', ...note, at: expect.any(String) },
    });
    const { body: log } = await stack.call('GET', '/v1/admin/audit?limit=1');
    expect(log.items).toMatchObject([
      {
        actor: 'local',
        action: 'acknowledge-group',
        reason: 'a reason',
        subject: { kind: 'group', id: fingerprint },
      },
    ]);
    const { body: own } = await act(fingerprint, 'acknowledge', {});
    expect(own.life).toMatchObject({ owner: 'local', note: null });
  });

  it('given a mute for 2 sagas, when the second comes, then it is acknowledged again', async () => {
    const fingerprint = await groupOf('LIFE_B');
    await act(fingerprint, 'acknowledge', { owner: 'ann' });
    const until = new Date(Date.now() + SOON_MS).toISOString();
    const { body } = await act(fingerprint, 'mute', { until, sagas: 2 });
    expect(body.life).toMatchObject({
      ...{ status: 'muted', mutedUntil: until, mutedForSagas: 2, owner: 'ann' },
    });
    await stuckSaga('LIFE_B');
    expect((await show(fingerprint)).life.status).toBe('muted');
    await stuckSaga('LIFE_B');
    expect((await show(fingerprint)).life).toMatchObject({ status: 'acknowledged', owner: 'ann' });
  });

  it('given a resolved group, when a retried saga fails again, then it has regressed', async () => {
    const saga = await stuckSaga('LIFE_C');
    const fingerprint = await groupOf('LIFE_C');
    const { body } = await act(fingerprint, 'resolve', { inVersion: 1, note: 'mended' });
    expect(body.life).toMatchObject({ status: 'resolved', resolvedInVersion: 1, note: 'mended' });
    expect(await listed('?status=resolved')).toMatchObject([{ fingerprint }]);
    const reason = { reason: 'it is mended' };
    await stack.call('POST', `/v1/admin/sagas/${saga.id}/retry`, { body: reason });
    const regressed = await eventually(
      () => show(fingerprint),
      ({ life }) => life.status === 'regressed',
    );
    expect(regressed.life).toMatchObject({ resolvedInVersion: 1, by: 'local' });
    const { body: again } = await act(fingerprint, 'reopen', {});
    expect(again.life).toMatchObject({ status: 'new', by: null });
  });

  it('given a resolved group, when earlier versions fail, then it stays so', async () => {
    const fingerprint = await groupOf('LIFE_D');
    await act(fingerprint, 'resolve', { inVersion: 2 });
    await stuckSaga('LIFE_D');
    expect(await show(fingerprint)).toMatchObject({ count: 2, life: { status: 'resolved' } });
    for (const verb of ['acknowledge', 'resolve']) {
      expectProblem(await act(fingerprint, verb, {}), 409, 'FAILURE_GROUP_STATUS');
    }
    expectProblem(await act(fingerprint, 'mute', { sagas: 1 }), 409, 'FAILURE_GROUP_STATUS');
  });

  it('given a key, when the act comes again, then it is done once', async () => {
    const fingerprint = await groupOf('LIFE_E');
    const key = { 'idempotency-key': 'mute-once' };
    const first = await act(fingerprint, 'mute', { sagas: 5 }, key);
    const again = await act(fingerprint, 'mute', { sagas: 5 }, key);
    expect([first.body.revision, again.body.revision]).toEqual([1, 1]);
    const other = await act(fingerprint, 'mute', { sagas: 6 }, key);
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('given two operators, when both act on what they saw, then one is told so', async () => {
    const fingerprint = await groupOf('LIFE_F');
    const seen = { expectedRevision: 0 };
    const answers = await Promise.all([
      act(fingerprint, 'resolve', seen),
      act(fingerprint, 'acknowledge', seen),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = answers.find(({ status }) => status === 409);
    if (refused) expectProblem(refused, 409, 'FAILURE_GROUP_CHANGED');
  });

  it.each([
    ['mute', {}],
    ['mute', { until: '2020-01-01T00:00:00Z' }],
    ['mute', { until: 'soon' }],
    ['mute', { sagas: 0 }],
    ['resolve', { inVersion: 0 }],
    ['acknowledge', { owner: '' }],
    ['acknowledge', { reason: ' ' }],
    ['reopen', { odd: 1 }],
  ])(
    'given %s with %j, then the answer says what is wrong, and nothing is done',
    async (verb, body) => {
      const [group] = await eventually(
        () => listed(''),
        ({ length }) => length > 0,
      );
      const before = await show(group.fingerprint);
      expectProblem(await act(group.fingerprint, verb, body), 400, 'VALIDATION_FAILED');
      expect((await show(group.fingerprint)).revision).toBe(before.revision);
    },
  );

  it('given what nobody has, when acted on, then the answer says so', async () => {
    const answer = await act('0123456789abcdef', 'reopen', {});
    expectProblem(answer, 404, 'FAILURE_GROUP_NOT_FOUND');
  });
});
