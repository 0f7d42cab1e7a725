import { eventually } from '#testing-internal';
import type { Json } from '../openapi/conformance.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import { ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { FourEyesStack, REASON } from './four-eyes-stack.fixture.js';

let eyes: FourEyesStack;

beforeAll(async () => {
  eyes = await FourEyesStack.start(['abandon', 'release-lock', 'make-key']);
});
beforeEach(() => eyes.stack.script.clear());
afterAll(() => eyes.stack.close());

const FILTER = 'definition=place-order&status=stuck';

describe('A bulk of an act on the list', () => {
  it('is confirmed once, and is about the sagas that it was asked for', async () => {
    // given
    const sagas = [await eyes.stuckSaga(), await eyes.stuckSaga()];
    const body = { filter: FILTER, action: 'abandon', canary: 0, rate: 100, ...REASON };
    const dryRun = await eyes.as('anna', 'POST', '/v1/admin/bulk', { ...body, dryRun: true });
    expect([dryRun.status, dryRun.body.count]).toEqual([200, 2]);
    // when
    const asked = await eyes.as('anna', 'POST', '/v1/admin/bulk', body);
    const later = await eyes.stuckSaga();
    // then
    expect([asked.status, asked.body]).toMatchObject([
      202,
      { act: 'start-bulk', sagas: 2, previewHash: dryRun.body.previewHash, definition: null },
    ]);
    const now = await eyes.approval(asked.body.id);
    expect(now).toMatchObject({ holds: true, refusal: null });
    expect(now.sample.map(({ sagaId }: Json) => sagaId).sort()).toEqual(
      sagas.map(({ id }) => id).sort(),
    );
    // when
    const { body: confirmed } = await eyes.decide('ben', asked.body.id, 'confirm');
    // then
    expect(confirmed).toMatchObject({ state: 'confirmed', answer: { count: 2 } });
    const bulk = await eventually(
      async () => (await eyes.as('ben', 'GET', `/v1/admin/bulk/${confirmed.answer.id}`)).body,
      ({ status }: Json) => status === 'done',
    );
    expect(bulk).toMatchObject({ count: 2, actor: 'anna', filter: FILTER });
    for (const { id } of sagas) {
      expect((await eyes.sagaOf(id)).status).toBe('abandoned');
      const { body } = await eyes.as('ben', 'GET', `/v1/sagas/${id}/timeline`);
      expect(JSON.stringify(body)).toContain('operator anna: abandon');
      expect(JSON.stringify(body)).toContain('confirmed by ben');
    }
    expect((await eyes.sagaOf(later.id)).status).toBe('stuck');
    const audit = `/v1/admin/audit?operation=${bulk.id}&action=start-bulk`;
    expect((await eyes.as('ben', 'GET', audit)).body.items).toMatchObject([
      { actor: 'anna', credential: `approval:${asked.body.id}` },
    ]);
  });

  it('of another act is free, and one about nothing is refused at once', async () => {
    const retry = { filter: FILTER, action: 'retry', ...REASON };
    expect((await eyes.as('anna', 'POST', '/v1/admin/bulk', retry)).status).toBe(201);
    const none = { ...retry, action: 'abandon', filter: 'definition=nobody' };
    expectProblem(await eyes.as('anna', 'POST', '/v1/admin/bulk', none), 409, 'BULK_FINDS_NOTHING');
    const all = { ...retry, action: 'abandon', filter: '' };
    expectProblem(await eyes.as('anna', 'POST', '/v1/admin/bulk', all), 400, 'BULK_WITHOUT_FILTER');
  });

  it('that was made while the replica died is found to have been made', async () => {
    const saga = await eyes.stuckSaga();
    const body = { ids: [saga.id], action: 'abandon', ...REASON };
    const { body: asked } = await eyes.as('anna', 'POST', '/v1/admin/bulk', body);
    await eyes.decide('ben', asked.id, 'confirm');
    await eyes.change(
      asked.id,
      `state = 'confirming', lease_until = clock_timestamp() - interval '1 second'`,
    );
    expect((await eyes.approval(asked.id)).state).toBe('confirmed');
    expectProblem(await eyes.decide('root', asked.id, 'confirm'), 409, 'APPROVAL_OVER');
  });
});

describe('Other acts on the list', () => {
  it('take a lock from the saga that held it when it was asked for', async () => {
    const definition = { ...ORDER_DEFINITION, name: 'locked', locks: ['lock:${input.orderId}'] };
    await eyes.as('root', 'POST', '/v1/definitions', definition);
    const holder = await eyes.stuckSaga('locked');
    const { body: locks } = await eyes.as('anna', 'GET', '/v1/admin/locks');
    const { key } = locks.items[0];
    const path = '/v1/admin/locks/release';
    const asked = await eyes.as('anna', 'POST', path, { ...REASON, key });
    expect([asked.status, asked.body.request.body]).toEqual([
      202,
      { ...REASON, key, sagaId: holder.id },
    ]);
    expect(await eyes.approval(asked.body.id)).toMatchObject({ holds: true });
    const { status } = await eyes.decide('ben', asked.body.id, 'confirm');
    expect(status).toBe(200);
    expect((await eyes.as('anna', 'GET', '/v1/admin/locks')).body.items).toEqual([]);
    expectProblem(await eyes.as('anna', 'POST', path, { ...REASON, key }), 404, 'LOCK_NOT_FOUND');
  });

  it('make a key, whose secret the second person is shown, and nobody else', async () => {
    const body = { ...REASON, name: 'robot', role: 'viewer' };
    const { body: asked } = await eyes.as('root', 'POST', '/v1/admin/keys', body);
    const { body: confirmed } = await eyes.decide('chief', asked.id, 'confirm');
    const { key } = confirmed.answer;
    expect((await eyes.as(key, 'GET', '/v1/me')).body.actor).toBe('robot');
    const { rows } = await eyes.stack.sql.query('select approval::text as row from approval');
    expect(JSON.stringify([rows, await eyes.approval(asked.id, 'root')])).not.toContain(key);
  });

  it('are of callers with some definitions only as far as these go', async () => {
    const limited = { ...REASON, name: 'lim', role: 'operator', definitions: ['locked'] };
    const { body: made } = await eyes.as('glass', 'POST', '/v1/admin/keys', limited);
    const saga = await eyes.stuckSaga();
    const asked = await eyes.asked(saga.id);
    expectProblem(await eyes.decide(made.key, asked.id, 'confirm'), 404, 'APPROVAL_NOT_FOUND');
    const { body: page } = await eyes.as(made.key, 'GET', '/v1/admin/approvals');
    expect(page.items.map(({ id }: Json) => id)).not.toContain(asked.id);
    const own = await eyes.stuckSaga('locked');
    const path = `/v1/admin/sagas/${own.id}/abandon`;
    const { body: theirs } = await eyes.as(made.key, 'POST', path, REASON);
    const done = await eyes.decide('ben', theirs.id, 'confirm');
    expect(done.body).toMatchObject({ state: 'confirmed', actor: 'lim' });
  });
});
