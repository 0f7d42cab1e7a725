import { eventually } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem, wordsOf, type HttpAnswer } from '../../conductor-call.fixture.js';

const ROOT = { authorization: 'Bearer root-0123456789abcdef' };
const reason = 'a try';

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start({ apiKeys: [{ name: 'root', key: 'root-0123456789abcdef' }] });
  for (const name of ['place-order', 'other-order']) {
    const body = { ...ORDER_DEFINITION, name };
    await stack.call('POST', '/v1/definitions', { body, headers: ROOT });
  }
});

afterAll(() => stack.close());

function as(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}

function post(path: string, body: object, headers: Record<string, string> = ROOT) {
  return stack.call('POST', path, { body, headers });
}

async function made(body: object): Promise<{ readonly id: string; readonly key: string }> {
  const answer = await post('/v1/admin/keys', { reason, ...body });
  expect(answer.status).toBe(201);
  return answer.body;
}

function me(key: string, url = stack.conductor.url): Promise<HttpAnswer> {
  return callUrl('GET', `${url}/v1/me`, { headers: as(key) });
}

describe('A key that an admin makes', () => {
  it('is shown once, and stored as a hash', async () => {
    const { id, key } = await made({ name: 'billing', role: 'operator' });
    const shown = await stack.call('GET', `/v1/admin/keys/${id}`, { headers: ROOT });
    expect(shown.body).toMatchObject({ name: 'billing', role: 'operator', createdBy: 'root' });
    const all = await stack.call('GET', '/v1/admin/keys', { headers: ROOT });
    const { rows } = await stack.sql.query('select api_key::text as row from api_key');
    const secret = key.slice(-49, -6);
    expect(secret).toHaveLength(43);
    expect(JSON.stringify([shown.body, all.body, rows])).not.toContain(secret);
    expect(JSON.stringify(rows)).toContain('billing');
  });

  it('lets its holder in under its name, with its role', async () => {
    const { id, key } = await made({ name: 'looker', role: 'viewer' });
    const { body } = await me(key);
    expect(body).toMatchObject({ actor: 'looker', role: 'viewer', credential: `key:${id}` });
    expect(body.operations).toContain('listSagas');
    expect(body.operations).not.toContain('startSaga');
    const start = { definition: 'place-order', input: { orderId: 'o-1' } };
    expectProblem(await post('/v1/sagas', start, as(key)), 403, 'FORBIDDEN');
  });

  it('is refused when anything of it is wrong, in the same words', async () => {
    const { key } = await made({ name: 'exact', role: 'viewer' });
    const end = key.at(-1) === 'A' ? 'B' : 'A';
    const answers = await Promise.all([
      ...[`${key.slice(0, -1)}${end}`, 'cdr_nobody', `${key}A`, 'wrong'].map((each) => me(each)),
      stack.call('GET', '/v1/me'),
    ]);
    for (const answer of answers) expectProblem(answer, 401, 'UNAUTHENTICATED');
    expect(new Set(answers.map(({ body }) => wordsOf(body))).size).toBe(1);
  });

  it('has a name of its own', async () => {
    await made({ name: 'one', role: 'viewer' });
    for (const name of ['one', 'root']) {
      const again = await post('/v1/admin/keys', { name, role: 'viewer', reason });
      expectProblem(again, 409, 'KEY_NAME_TAKEN');
    }
  });

  it.each([
    { name: 'x:y', role: 'viewer' },
    { name: 'x', role: 'god' },
    { name: 'x', role: 'admin', definitions: ['place-order'] },
    { name: 'x', role: 'viewer', definitions: [] },
    { name: 'x', role: 'viewer', definitions: ['NO'] },
    { name: 'x', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' },
    { name: 'x', role: 'viewer', secret_hash: 'mine' },
    { name: 'x', role: 'viewer', reason: ' ' },
  ])('is not made as %j', async (body) => {
    expectProblem(await post('/v1/admin/keys', { reason, ...body }), 400, 'VALIDATION_FAILED');
  });

  it('is made by admins only', async () => {
    const { id, key } = await made({ name: 'climber', role: 'operator' });
    const body = { name: 'higher', role: 'admin', reason };
    expectProblem(await post('/v1/admin/keys', body, as(key)), 403, 'FORBIDDEN');
    const rotate = await post(`/v1/admin/keys/${id}/rotate`, { reason }, as(key));
    expectProblem(rotate, 403, 'FORBIDDEN');
  });
});

describe('A key ends', () => {
  it('on every replica within five seconds of being revoked', async () => {
    const other = await stack.addReplica();
    const { id, key } = await made({ name: 'leaver', role: 'viewer' });
    const isKnown = async () => (await me(key, other.url)).status;
    await eventually(isKnown, (status) => status === 200);
    const revoked = await post(`/v1/admin/keys/${id}/revoke`, { reason });
    expect(revoked.body.revokedAt).not.toBeNull();
    const at = performance.now();
    expectProblem(await me(key), 401, 'UNAUTHENTICATED');
    await eventually(isKnown, (status) => status === 401);
    expect(performance.now() - at).toBeLessThan(5000);

    const again = await post(`/v1/admin/keys/${id}/revoke`, { reason });
    expect(again.body.revokedAt).toBe(revoked.body.revokedAt);
  });

  it('when its time has come, without anybody telling', async () => {
    const expiresAt = new Date(Date.now() + 1500).toISOString();
    const { key } = await made({ name: 'guest', role: 'viewer', expiresAt });
    expect((await me(key)).status).toBe(200);
    await eventually(
      async () => (await me(key)).status,
      (status) => status === 401,
    );
    // and its name is free
    await made({ name: 'guest', role: 'viewer' });
  });

  it('some time after it was rotated, and the new one does what it did', async () => {
    const old = await made({ name: 'rolling', role: 'operator', definitions: ['place-order'] });
    const rotated = await post(`/v1/admin/keys/${old.id}/rotate`, { reason, overlap: '2s' });
    expect(rotated.body).toMatchObject({ name: 'rolling', definitions: ['place-order'] });
    expect((await me(old.key)).status).toBe(200);
    expect((await me(rotated.body.key)).body).toMatchObject({ actor: 'rolling' });
    const shown = await stack.call('GET', `/v1/admin/keys/${old.id}`, { headers: ROOT });
    expect(shown.body.replacedBy).toBe(rotated.body.id);
    const again = await post(`/v1/admin/keys/${old.id}/rotate`, { reason });
    expectProblem(again, 409, 'KEY_ENDED');
    await eventually(
      async () => (await me(old.key)).status,
      (status) => status === 401,
    );
    expect((await me(rotated.body.key)).status).toBe(200);
  });

  it('when it would have anyway, also once it was rotated, unless one says otherwise', async () => {
    // given
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const old = await made({ name: 'lent', role: 'viewer', expiresAt });
    // when
    const rotated = await post(`/v1/admin/keys/${old.id}/rotate`, { reason });
    // then
    expect(rotated.body.expiresAt).toBe(expiresAt);
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const longer = { reason, expiresAt: later };
    const second = await post(`/v1/admin/keys/${rotated.body.id}/rotate`, longer);
    expect(second.body.expiresAt).toBe(later);
    const forGood = { reason, expiresAt: null };
    const third = await post(`/v1/admin/keys/${second.body.id}/rotate`, forGood);
    expect(third.body.expiresAt).toBeNull();
  });

  it('and what became of it is in the audit log', async () => {
    const { id } = await made({ name: 'traced', role: 'viewer' });
    await post(`/v1/admin/keys/${id}/revoke`, { reason: 'lost laptop' });
    const { rows } = await stack.sql.query(
      `select actor, action, reason from operator_audit where subject_id = $1 order by at`,
      [id],
    );
    expect(rows).toEqual([
      { actor: 'root', action: 'make-key', reason },
      { actor: 'root', action: 'revoke-key', reason: 'lost laptop' },
    ]);
  });

  it('and there is none with such an id', async () => {
    for (const id of ['aaaaaaaaaaaa', 'x', '%27']) {
      const shown = await stack.call('GET', `/v1/admin/keys/${id}`, { headers: ROOT });
      expectProblem(shown, 404, 'KEY_NOT_FOUND');
      const revoked = await post(`/v1/admin/keys/${id}/revoke`, { reason });
      expectProblem(revoked, 404, 'KEY_NOT_FOUND');
    }
  });
});

describe('A key for some definitions', () => {
  let key: string;
  let own: string;
  let foreign: string;

  beforeAll(async () => {
    ({ key } = await made({ name: 'half', role: 'operator', definitions: ['place-order'] }));
    const start = async (definition: string) => {
      const { body } = await post('/v1/sagas', { definition, input: { orderId: 'o-1' } });
      return body.id as string;
    };
    own = await start('place-order');
    foreign = await start('other-order');
  });

  it('lists the sagas of these only, whatever it asks for', async () => {
    for (const list of ['/v1/sagas', '/v1/admin/sagas']) {
      const ids = async (query: string): Promise<string[]> => {
        const { body } = await stack.call('GET', `${list}${query}`, { headers: as(key) });
        return body.items.map(({ id }: { readonly id: string }) => id);
      };
      expect(await ids('')).toEqual([own]);
      expect(await ids('?definition=other-order')).toEqual([]);
      expect(await ids(`?q=${foreign}`)).toEqual([]);
    }
  });

  it('finds nothing of another one, as if it were not there', async () => {
    const nobody = '01940000-0000-7000-8000-000000000000';
    const headers = as(key);
    const calls = [
      ['GET', ''],
      ['GET', '/history'],
      ['POST', '/signals/go'],
    ] as const;
    for (const [method, rest] of calls) {
      const ask = (id: string) => {
        const body = method === 'POST' ? { body: {} } : {};
        return stack.call(method, `/v1/sagas/${id}${rest}`, { headers, ...body });
      };
      const answer = await ask(foreign);
      expectProblem(answer, 404, 'SAGA_NOT_FOUND');
      const same = wordsOf((await ask(nobody)).body).replaceAll(nobody, foreign);
      expect(wordsOf(answer.body)).toBe(same);
      expect((await ask(own)).status).not.toBe(404);
    }
    const cancel = await post(`/v1/admin/sagas/${foreign}/cancel`, { reason }, headers);
    expectProblem(cancel, 404, 'SAGA_NOT_FOUND');
    const matrix = '/v1/definitions/other-order/versions/1/failure-matrix';
    for (const path of ['/v1/definitions/other-order', matrix]) {
      expectProblem(await stack.call('GET', path, { headers }), 404, 'DEFINITION_NOT_FOUND');
      const visible = path.replace('other-order', 'place-order');
      expect((await stack.call('GET', visible, { headers })).status).toBe(200);
    }
    const start = { definition: 'other-order', input: { orderId: 'o-2' } };
    expectProblem(await post('/v1/sagas', start, headers), 404, 'DEFINITION_NOT_FOUND');
    expect((await post('/v1/sagas', { ...start, definition: 'place-order' }, headers)).status).toBe(
      201,
    );
  });

  it('is refused where answers are about all definitions', async () => {
    for (const path of ['/v1/admin/audit/verify', '/metrics', '/v1/admin/keys']) {
      expectProblem(await stack.call('GET', path, { headers: as(key) }), 403, 'FORBIDDEN');
    }
  });
});
