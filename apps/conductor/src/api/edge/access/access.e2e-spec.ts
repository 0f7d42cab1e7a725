import { ConductorStack, ORDER_DEFINITION } from '../../../conductor-stack.fixture.js';
import { expectProblem } from '../../../conductor-call.fixture.js';
import { isOfConsole } from '../../console/console-routes.fixture.js';
import { ROLES, includesRole, type Role } from './identity.js';
import type { Need } from './needs.js';

/** Routes of a POST that changes nothing; every other one needs an operator at least. */
const HARMLESS_POSTS = new Set([
  'POST /v1/definitions/validate',
  'POST /v1/admin/sagas/:id/preview',
]);
/** What answers everybody: probes, what is the same in every conductor of a version, and logins. */
const OPEN_ROUTES = [
  /^GET \/asyncapi\.json$/,
  /^GET \/schemas(\/[a-z-]+\.json)?$/,
  /^GET \/(health\/(live|ready)|docs(\/[a-z0-9.-]+)?|openapi\.json|schemas\/definition\.json)?$/,
  /^(GET \/v1\/login(\/oidc(\/callback)?)?|POST \/v1\/log(in|out))$/,
  // signed links of alerts
  /^(GET|POST) \/v1\/alerts\/mute\/:token$/,
];

const KEYS = ROLES.map((role) => ({ name: `one-${role}`, role, key: `${role}-0123456789abcdef` }));

let stack: ConductorStack;
let needs: [string, Need | null][];

beforeAll(async () => {
  stack = await ConductorStack.start({ apiKeys: KEYS });
  needs = [...stack.conductor.needs];
});

afterAll(() => stack.close());

function keyOf(role: Role): { readonly authorization: string } {
  return { authorization: `Bearer ${role}-0123456789abcdef` };
}

/** The status and the code of an answer, of which no more is read: a stream never ends. */
async function ask(
  route: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly code: unknown }> {
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(/:\w+/g, '1').replace('*', 'index.css');
  const ending = new AbortController();
  const { signal } = ending;
  const answer = await fetch(`${stack.conductor.url}${path}`, {
    ...{ method, headers, signal, redirect: 'manual' as const },
  });
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  const text = isProblem && method !== 'HEAD' ? await answer.text() : '{}';
  const { code = null } = JSON.parse(text) as { readonly code?: unknown };
  ending.abort();
  return { status: answer.status, code };
}

describe('Every route', () => {
  it('says which role it needs', () => {
    expect(needs.filter(([, need]) => need === null)).toEqual([]);
    expect(needs.length).toBeGreaterThan(25);
  });

  it('is open to everybody only if it is a probe or a document', () => {
    const open = needs.flatMap(([route, need]) => (need === 'nobody' ? [route] : []));
    const isExpected = (route: string) =>
      isOfConsole(route.replace('GET ', '')) || OPEN_ROUTES.some((each) => each.test(route));
    expect(open.filter((route) => !isExpected(route))).toEqual([]);
  });

  it('that changes something is not for viewers', () => {
    const forViewers = needs.flatMap(([route, need]) => (need === 'viewer' ? [route] : []));
    const changing = forViewers.filter((route) => !route.startsWith('GET '));
    expect(changing.filter((route) => !HARMLESS_POSTS.has(route))).toEqual([]);
  });

  it('answers nobody without a key but where it is open, whatever the method', async () => {
    for (const [route, need] of needs) {
      const { status, code } = await ask(route);
      if (need === 'nobody') expect([route, code]).not.toEqual([route, 'UNAUTHENTICATED']);
      // so many at once come to the limit of wrong keys
      else expect([route, status === 429 ? 401 : status]).toEqual([route, 401]);
      for (const method of ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        if (need === 'nobody' && method === 'HEAD') continue;
        const other = `${method} ${route.split(' ')[1]}`;
        if (stack.conductor.needs.has(other)) continue;
        const { status: refused } = await ask(other);
        expect([other, refused === 429 ? 401 : refused]).toEqual([other, 401]);
      }
    }
  });

  it.each(ROLES)('answers a caller with the role %s where it needs no more', async (role) => {
    for (const [route, need] of needs) {
      if (need === 'nobody') continue;
      const { status, code } = await ask(route, keyOf(role));
      if (includesRole(role, need ?? 'admin')) {
        expect([route, code]).not.toEqual([route, 'FORBIDDEN']);
        expect([route, status]).not.toEqual([route, 401]);
      } else {
        expect([route, status, code]).toEqual([route, 403, 'FORBIDDEN']);
      }
    }
  });

  it('has its role in the OpenAPI document', async () => {
    const { body } = await stack.call('GET', '/openapi.json');
    const documented = Object.entries(body.paths).flatMap(([path, calls]) =>
      Object.entries(calls as Record<string, Record<string, unknown>>).map(([method, call]) => {
        const route = `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`;
        return [route, call['x-needs-role'] ?? 'nobody'];
      }),
    );
    const routes = new Map<unknown, unknown>(needs);
    expect(documented.filter(([route, need]) => routes.get(route) !== need)).toEqual([]);
  });
});

describe('A caller whose role is too low', () => {
  it('is told which one it needs', async () => {
    const body = ORDER_DEFINITION;
    const answer = await stack.call('POST', '/v1/definitions', {
      body,
      headers: keyOf('operator'),
    });
    expectProblem(answer, 403, 'FORBIDDEN');
    expect(answer.body.detail).toBe(
      'This needs the role admin; one-operator has the role operator.',
    );
    const posted = await stack.call('POST', '/v1/definitions', { body, headers: keyOf('admin') });
    expect(posted.status).toBe(201);
  });

  it('changes nothing, and an operator starts what a viewer sees', async () => {
    const body = { definition: 'place-order', input: { orderId: 'o-1' } };
    const refused = await stack.call('POST', '/v1/sagas', { body, headers: keyOf('viewer') });
    expectProblem(refused, 403, 'FORBIDDEN');
    const before = await stack.call('GET', '/v1/sagas', { headers: keyOf('viewer') });
    expect(before.body.items).toEqual([]);

    const started = await stack.call('POST', '/v1/sagas', { body, headers: keyOf('operator') });
    expect(started.status).toBe(201);
    const path = `/v1/sagas/${started.body.id}`;
    expect((await stack.call('GET', path, { headers: keyOf('viewer') })).status).toBe(200);
    const cancel = { body: { reason: 'a try' }, headers: keyOf('viewer') };
    const verb = `/v1/admin/sagas/${started.body.id}/cancel`;
    expectProblem(await stack.call('POST', verb, cancel), 403, 'FORBIDDEN');
  });
});
