import { ORDER_DEFINITION, succeeds } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';
import { FourEyesStack, PEOPLE, REASON } from './four-eyes-stack.fixture.js';

let eyes: FourEyesStack;

beforeAll(async () => {
  eyes = await FourEyesStack.start(['abandon', 'retry', 'retire-definition', 'skip@other-order']);
  const body = { ...ORDER_DEFINITION, name: 'other-order' };
  await eyes.as('glass', 'POST', '/v1/definitions', body);
});
beforeEach(() => eyes.stack.script.clear());
afterAll(() => eyes.stack.close());

describe('An act on the list', () => {
  it('is done when somebody else confirms it, and both are on record', async () => {
    // given
    const saga = await eyes.stuckSaga();
    // when
    const asked = await eyes.asked(saga.id);
    // then
    expect(asked).toMatchObject({
      ...{ state: 'open', act: 'abandon', actor: 'anna', credential: 'setting:anna' },
      ...{ definition: 'place-order', needs: 'operator', decision: null, ...REASON },
      subject: { kind: 'saga', id: saga.id },
      request: { method: 'POST', path: `/v1/admin/sagas/${saga.id}/abandon`, body: REASON },
      previewHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const open = Date.parse(asked.expiresAt) - Date.parse(asked.createdAt);
    expect(Math.round(open / 60_000)).toBe(24 * 60);
    expect((await eyes.sagaOf(saga.id)).status).toBe('stuck');
    const now = await eyes.approval(asked.id);
    expect(now).toMatchObject({ holds: true, refusal: null, whyNot: null });
    expect(now.preview.previewHash).toBe(asked.previewHash);
    // when
    const confirmed = await eyes.decide('ben', asked.id, 'confirm');
    // then
    expect(confirmed.body).toMatchObject({
      ...{ state: 'confirmed', decision: { actor: 'ben', reason: 'ben says so' } },
      answer: { id: saga.id, status: 'abandoned' },
    });
    expect(await eyes.auditOf(asked.id)).toMatchObject([
      { action: 'ask-approval', actor: 'anna', credential: 'setting:anna' },
      { action: 'confirm-approval', actor: 'ben', previewHash: asked.previewHash },
      {
        ...{ action: 'abandon', actor: 'anna', credential: `approval:${asked.id}` },
        ...{ sagaId: saga.id, previewHash: asked.previewHash, outcome: 'done' },
      },
    ]);
    const path = `/v1/sagas/${saga.id}`;
    const { body: timeline } = await eyes.as('anna', 'GET', `${path}/timeline`);
    const abandoned = timeline.items.find((entry: { by: object | null }) => entry.by !== null);
    expect(abandoned.by).toMatchObject({ actor: 'anna', confirmedBy: 'ben' });
    expect(JSON.stringify(timeline)).toContain('confirmed by ben');
    const { body: history } = await eyes.as('anna', 'GET', `${path}/history`);
    expect(JSON.stringify(history)).toContain('"confirmedBy":"ben"');
  });

  it('is not confirmed by the one who asked, nor by whoever has too little', async () => {
    const asked = await eyes.asked((await eyes.stuckSaga()).id);
    expectProblem(await eyes.decide('anna', asked.id, 'confirm'), 403, 'SECOND_PERSON_NEEDED');
    expectProblem(await eyes.decide('anna', asked.id, 'reject'), 403, 'SECOND_PERSON_NEEDED');
    expectProblem(await eyes.decide('looker', asked.id, 'confirm'), 403, 'FORBIDDEN');
    expect((await eyes.approval(asked.id, 'anna')).whyNot.code).toBe('SECOND_PERSON_NEEDED');
    const path = '/v1/definitions/other-order/versions/1/retire';
    const retiring = await eyes.as('root', 'POST', path, REASON);
    expect([retiring.status, retiring.body.needs]).toEqual([202, 'admin']);
    expectProblem(await eyes.decide('ben', retiring.body.id, 'confirm'), 403, 'FORBIDDEN');
    const done = await eyes.decide('chief', retiring.body.id, 'confirm');
    expect(done.body).toMatchObject({ state: 'confirmed', answer: { name: 'other-order' } });
    expect(done.body.answer.retiredAt).not.toBeNull();
    expect(await eyes.auditOf(retiring.body.id)).toMatchObject([
      { action: 'ask-approval' },
      { action: 'confirm-approval' },
      { action: 'retire-definition', actor: 'root', definition: 'other-order' },
    ]);
  });

  it('is asked for as it would be refused: nothing waits that cannot be done', async () => {
    const saga = await eyes.stuckSaga();
    const path = `/v1/admin/sagas/${saga.id}/abandon`;
    expectProblem(await eyes.as('anna', 'POST', path, {}), 400, 'VALIDATION_FAILED');
    const wrong = { ...REASON, expectedVersion: saga.version + 1 };
    expectProblem(await eyes.as('anna', 'POST', path, wrong), 409, 'VERSION_CONFLICT');
    const other = { ...REASON, previewHash: '0'.repeat(64) };
    const outdated = await eyes.as('anna', 'POST', path, other);
    expectProblem(outdated, 409, 'PREVIEW_OUTDATED');
    expect(outdated.body.preview.previewHash).toMatch(/^[0-9a-f]{64}$/);
    const nobody = '/v1/admin/sagas/00000000-0000-4000-8000-000000000000/abandon';
    expectProblem(await eyes.as('anna', 'POST', nobody, REASON), 404, 'SAGA_NOT_FOUND');
    expectProblem(await eyes.as('looker', 'POST', path, REASON), 403, 'FORBIDDEN');
  });

  it('is asked for once with an Idempotency-Key, also when it is over', async () => {
    const saga = await eyes.stuckSaga();
    const path = `/v1/admin/sagas/${saga.id}/abandon`;
    const key = { 'idempotency-key': `k-${saga.id}` };
    const first = await eyes.as('anna', 'POST', path, REASON, key);
    const again = await eyes.as('anna', 'POST', path, REASON, key);
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    const other = { reason: 'another reason' };
    expectProblem(await eyes.as('anna', 'POST', path, other, key), 422, 'IDEMPOTENCY_KEY_REUSED');
    await eyes.decide('ben', first.body.id, 'confirm');
    const late = await eyes.as('anna', 'POST', path, REASON, key);
    expect(late.body).toMatchObject({ id: first.body.id, state: 'confirmed' });
  });

  it('is refused when the saga has ended meanwhile, and stays open', async () => {
    // given
    const saga = await eyes.stuckSaga();
    const retry = `/v1/admin/sagas/${saga.id}/retry`;
    const { body: asked } = await eyes.as('anna', 'POST', retry, { ...REASON, step: 'ship' });
    // when
    const skip = { ...REASON, step: 'ship', output: {} };
    expect((await eyes.as('anna', 'POST', `/v1/admin/sagas/${saga.id}/skip`, skip)).status).toBe(
      200,
    );
    // then
    expectProblem(await eyes.decide('ben', asked.id, 'confirm'), 409, 'SAGA_ENDED');
    expect(await eyes.approval(asked.id)).toMatchObject({
      ...{ state: 'open', holds: false, decision: null },
      refusal: { code: 'SAGA_ENDED' },
    });
  });

  it('is refused with the new preview where the act is still possible', async () => {
    const saga = await eyes.stuckSaga();
    const asked = await eyes.asked(saga.id);
    // the hash of something that it does not do any more
    await eyes.change(asked.id, `preview_hash = repeat('a', 64)`);
    const refused = await eyes.decide('ben', asked.id, 'confirm');
    expectProblem(refused, 409, 'PREVIEW_OUTDATED');
    expect(refused.body.preview.previewHash).toBe(asked.previewHash);
    expect((await eyes.sagaOf(saga.id)).status).toBe('stuck');
    expect((await eyes.approval(asked.id)).holds).toBe(false);
    const outcomes = (await eyes.auditOf(asked.id)).map(({ action, outcome }) => [action, outcome]);
    expect(outcomes.slice(0, 2)).toEqual([
      ['ask-approval', 'done'],
      ['confirm-approval', 'done'],
    ]);
  });
});

describe('What was asked for', () => {
  it('ends when it is rejected, withdrawn or too old', async () => {
    const saga = await eyes.stuckSaga();
    const [rejected, withdrawn, expired] = [
      await eyes.asked(saga.id),
      await eyes.asked(saga.id),
      await eyes.asked(saga.id),
    ];
    expect((await eyes.decide('ben', rejected.id, 'reject')).body).toMatchObject({
      ...{ state: 'rejected', decision: { actor: 'ben' } },
    });
    expectProblem(await eyes.decide('ben', withdrawn.id, 'withdraw'), 403, 'APPROVAL_NOT_YOURS');
    expect((await eyes.decide('anna', withdrawn.id, 'withdraw')).body.state).toBe('withdrawn');
    await eyes.change(expired.id, `expires_at = clock_timestamp() - interval '1 second'`);
    for (const [{ id }, state] of [
      [rejected, 'rejected'],
      [withdrawn, 'withdrawn'],
      [expired, 'expired'],
    ] as const) {
      const late = await eyes.decide('ben', id, 'confirm');
      expectProblem(late, 409, 'APPROVAL_OVER');
      expect(late.body.detail).toContain(state);
      expectProblem(await eyes.decide('anna', id, 'withdraw'), 409, 'APPROVAL_OVER');
      const list = `/v1/admin/approvals?state=${state}&limit=1`;
      expect((await eyes.as('ben', 'GET', list)).body.items).toMatchObject([{ id, state }]);
    }
    expect((await eyes.sagaOf(saga.id)).status).toBe('stuck');
  });

  it('is done once, however many confirm it at the same time on two replicas', async () => {
    const other = await eyes.stack.addReplica();
    eyes.stack.script.clear();
    const saga = await eyes.stuckSaga();
    eyes.stack.script.set('shipping.ship', succeeds);
    const commands = eyes.stack.record('shipping.ship');
    const path = `/v1/admin/sagas/${saga.id}/retry`;
    const { body: asked } = await eyes.as('anna', 'POST', path, REASON);
    const confirm = (who: string, url: string) =>
      callUrl('POST', `${url}/v1/admin/approvals/${asked.id}/confirm`, {
        body: { reason: 'yes' },
        headers: { authorization: `Bearer ${PEOPLE.find(({ name }) => name === who)?.key}` },
      });
    const urls = [eyes.stack.conductor.url, other.url];
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_none, at) =>
        confirm(at % 3 === 0 ? 'root' : 'ben', urls[at % 2] ?? ''),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const codes = answers.flatMap(({ status, body }) => (status === 200 ? [] : [body.code]));
    for (const code of codes) expect(['APPROVAL_BUSY', 'APPROVAL_OVER']).toContain(code);
    await eyes.as('ben', 'GET', `/v1/sagas/${saga.id}?wait=30s`);
    expect(commands).toHaveLength(1);
  });

  it('is found done, or open again, when the replica died while it carried it out', async () => {
    const saga = await eyes.stuckSaga();
    const [before, after] = [await eyes.asked(saga.id), await eyes.asked(saga.id)];
    const claimed = `state = 'confirming', decided_at = now(), decided_by = 'ben', fence = 7,
      lease_until = clock_timestamp() + interval '1 hour'`;
    // when it died before the act
    await eyes.change(before.id, claimed);
    expectProblem(await eyes.decide('root', before.id, 'confirm'), 409, 'APPROVAL_BUSY');
    const past = `lease_until = clock_timestamp() - interval '1 second'`;
    await eyes.change(before.id, past);
    // then
    expect((await eyes.approval(before.id)).state).toBe('open');
    expect((await eyes.decide('root', before.id, 'confirm')).body.state).toBe('confirmed');
    // when it died between the act and the note of it
    await eyes.change(before.id, `${claimed}, decided_reason = 'yes'`);
    await eyes.change(before.id, past);
    // then
    expect((await eyes.approval(before.id)).state).toBe('confirmed');
    expect((await eyes.approval(after.id)).refusal.code).toBe('SAGA_ENDED');
  });

  it('ends with the key of whoever asked', async () => {
    const made = await eyes.as('root', 'POST', '/v1/admin/keys', {
      ...REASON,
      ...{ name: 'dora', role: 'operator' },
    });
    const { id, key } = made.body;
    const saga = await eyes.stuckSaga();
    const path = `/v1/admin/sagas/${saga.id}/abandon`;
    const { body: asked } = await eyes.as(key, 'POST', path, REASON);
    // whoever made the key has had it in hand
    const refused = await eyes.decide('root', asked.id, 'confirm');
    expectProblem(refused, 403, 'SECOND_PERSON_NEEDED');
    await eyes.as('root', 'POST', `/v1/admin/keys/${id}/revoke`, REASON);
    expectProblem(await eyes.decide('ben', asked.id, 'confirm'), 409, 'APPROVAL_ASKER_GONE');
    expect((await eyes.sagaOf(saga.id)).status).toBe('stuck');
  });

  it('is bounded in number for one caller', async () => {
    const saga = await eyes.stuckSaga();
    const path = `/v1/admin/sagas/${saga.id}/abandon`;
    await eyes.stack.sql.query(`delete from approval`);
    for (let at = 0; at < 20; at += 1) await eyes.asked(saga.id);
    expectProblem(await eyes.as('anna', 'POST', path, REASON), 409, 'TOO_MANY_APPROVALS');
    expect((await eyes.as('ben', 'POST', path, REASON)).status).toBe(202);
    const { body: page } = await eyes.as('ben', 'GET', '/v1/admin/approvals?limit=20');
    const rest = await eyes.as('ben', 'GET', `/v1/admin/approvals?limit=20&cursor=${page.next}`);
    expect([page.items.length, rest.body.items.length, rest.body.next]).toEqual([20, 1, null]);
    await eyes.stack.sql.query(`delete from approval`);
  });
});

describe('The list', () => {
  it('is about the definitions that it names, and others are free', async () => {
    const skip = { ...REASON, step: 'ship', output: {} };
    const free = await eyes.stuckSaga();
    const path = (id: string) => `/v1/admin/sagas/${id}/skip`;
    expect((await eyes.as('anna', 'POST', path(free.id), skip)).status).toBe(200);
    const { rows } = await eyes.stack.sql.query<{ name: string }>(
      `update saga_definition set retired_at = null where name = 'other-order' returning name`,
    );
    expect(rows).toHaveLength(1);
    const held = await eyes.stuckSaga('other-order');
    expect((await eyes.as('anna', 'POST', path(held.id), skip)).status).toBe(202);
  });

  it('is told to whoever asks what they may do', async () => {
    const { body: me } = await eyes.as('anna', 'GET', '/v1/me');
    expect(me.needsSecond).toEqual(['abandon', 'retire-definition', 'retry', 'skip@other-order']);
    expect((await eyes.as('glass', 'GET', '/v1/me')).body.needsSecond).toEqual([]);
    const saga = await eyes.stuckSaga();
    const { body } = await eyes.as('anna', 'GET', `/v1/sagas/${saga.id}/actions`);
    const needsSecond = (verb: string): boolean[] =>
      body.actions
        .filter((action: { verb: string }) => action.verb === verb)
        .map((action: { needsSecond: boolean }) => action.needsSecond);
    expect(needsSecond('abandon')).toEqual([true]);
    expect(new Set(needsSecond('skip'))).toEqual(new Set([false]));
  });
});
