import { eventually } from '#testing-internal';
import { callUrl, expectProblem, type HttpAnswer } from '../../../conductor-call.fixture.js';
import { ConductorStack } from '../../../conductor-stack.fixture.js';

const ADMIN = 'root-0123456789abcdef';
const VIEWER = 'wall-0123456789abcdef';

let stack: ConductorStack;

beforeAll(async () => {
  const apiKeys = [
    { name: 'root', key: ADMIN },
    { name: 'wall', role: 'viewer' as const, key: VIEWER },
  ];
  stack = await ConductorStack.start({ apiKeys });
});
afterAll(() => stack.close());

function as(key: string, method: string, path: string, body?: object): Promise<HttpAnswer> {
  const headers = { authorization: `Bearer ${key}` };
  return stack.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
}

/** The cookie of a login. */
async function logIn(key: string): Promise<string> {
  const answer = await stack.call('POST', '/v1/login', { body: { key } });
  expect(answer.status).toBe(200);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

const idIn = (cookie: string): string => /=([^.]+)\./.exec(cookie)?.[1] ?? '';

describe('The login of a browser', () => {
  it('is listed for admins, and ended by one on every replica within five seconds', async () => {
    // given
    const other = await stack.addReplica();
    const cookie = await logIn(VIEWER);
    const id = idIn(cookie);
    const ask = async (url: string): Promise<number> =>
      (await callUrl('GET', `${url}/v1/me`, { headers: { cookie } })).status;
    expect([await ask(stack.conductor.url), await ask(other.url)]).toEqual([200, 200]);
    const listed = await as(ADMIN, 'GET', '/v1/admin/sessions');
    expect(listed.body.items).toContainEqual(
      expect.objectContaining({ id, actor: 'wall', credential: 'setting:wall' }),
    );
    // when
    const reason = 'left the team';
    const ended = await as(ADMIN, 'POST', `/v1/admin/sessions/${id}/end`, { reason });
    // then
    expect([ended.status, ended.body.actor]).toEqual([200, 'wall']);
    const at = performance.now();
    expect(await ask(stack.conductor.url)).toBe(401);
    await eventually(
      () => ask(other.url),
      (status) => status === 401,
    );
    expect(performance.now() - at).toBeLessThan(5000);
    const { body } = await as(ADMIN, 'GET', '/v1/admin/audit?action=end-session');
    expect(body.items).toEqual([
      expect.objectContaining({ actor: 'root', reason, subject: { kind: 'session', id } }),
    ]);
  });

  it('is shown by nothing that lets anybody in', async () => {
    const cookie = await logIn(ADMIN);
    const { body } = await as(ADMIN, 'GET', '/v1/admin/sessions');
    expect(JSON.stringify(body)).toContain(idIn(cookie));
    expect(JSON.stringify(body)).not.toContain(cookie.split('.')[1]);
  });

  it('is told what it may not do, and why', async () => {
    const { operations, refused } = (await as(VIEWER, 'GET', '/v1/me')).body;
    expect(refused.makeApiKey).toBe('This needs the role admin; wall has the role viewer.');
    expect(operations.filter((id: string) => id in refused)).toEqual([]);
    expect((await as(ADMIN, 'GET', '/v1/me')).body.refused).toEqual({});
  });

  it('is no concern of a viewer, and there is none under another id', async () => {
    const cookie = await logIn(ADMIN);
    const path = `/v1/admin/sessions/${idIn(cookie)}/end`;
    expectProblem(await as(VIEWER, 'GET', '/v1/admin/sessions'), 403, 'FORBIDDEN');
    expectProblem(await as(VIEWER, 'POST', path, { reason: 'x' }), 403, 'FORBIDDEN');
    const nobody = `/v1/admin/sessions/${'A'.repeat(22)}/end`;
    expectProblem(await as(ADMIN, 'POST', nobody, { reason: 'x' }), 404, 'SESSION_NOT_FOUND');
    expectProblem(await as(ADMIN, 'POST', path, {}), 400, 'VALIDATION_FAILED');
  });
});
