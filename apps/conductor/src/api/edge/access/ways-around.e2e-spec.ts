import { ConductorStack, ORDER_DEFINITION } from '../../../conductor-stack.fixture.js';
import { expectProblem } from '../../../conductor-call.fixture.js';

const KEYS = [
  { name: 'root', key: 'root-0123456789abcdef' },
  { name: 'looker', role: 'viewer' as const, key: 'looker-0123456789abcdef' },
];
const as = (name: string) => ({ authorization: `Bearer ${name}-0123456789abcdef` });

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start({ apiKeys: KEYS });
  const body = ORDER_DEFINITION;
  await stack.call('POST', '/v1/definitions', { body, headers: as('root') });
});

afterAll(() => stack.close());

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const url = `${stack.conductor.url}${path}`;
  const answer = await fetch(url, { method, headers, redirect: 'manual' });
  await answer.arrayBuffer();
  return answer.status;
}

describe('Another spelling of an address', () => {
  it.each([
    ...[
      '/v1/admin/keys/',
      '/v1//admin/keys',
      '/V1/admin/keys',
      '/v1/ADMIN/keys',
      '//v1/admin/keys',
    ],
    ...['/v1/admin/keys%2f', '/v1/admin%2fkeys', '/v1/%61dmin/keys', '/v1/admin/keys;a=1'],
    ...[
      '/v1/x/../admin/keys',
      '/v1/./admin/keys',
      '/docs/../v1/admin/keys',
      '/docs/%2e%2e/metrics',
    ],
    ...['/health/live/../../metrics', '/metrics/', '/metrics%00', '/metrics?x=/docs'],
  ])('%s opens nothing', async (path) => {
    expect(await ask('GET', path)).toBe(401);
    // a viewer has no keys of others under any name
    if (!path.includes('metrics'))
      expect([403, 404, 400]).toContain(await ask('GET', path, as('looker')));
  });

  it('is no way to another method', async () => {
    const keys = '/v1/admin/keys';
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const headers = { ...as('looker'), [name]: 'POST' };
      expect(await ask('GET', '/v1/definitions', headers)).toBe(200);
      expect(await ask('GET', `${keys}?_method=GET`, headers)).toBe(403);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect(await ask(method, keys, as('root'))).toBe(405);
    }
  });
});

describe('A body with more than the call has', () => {
  it.each(['status', 'id', 'createdAt', 'tenant', 'actor', 'role'])(
    '%s is refused',
    async (name) => {
      const input = { orderId: 'o-1' };
      const body = { definition: 'place-order', input, [name]: 'x' };
      const answer = await stack.call('POST', '/v1/sagas', { body, headers: as('root') });
      expectProblem(answer, 400, 'VALIDATION_FAILED');
    },
  );
});

describe('The page at /docs', () => {
  it('opens without a key, and what it tries has the key that was pasted', async () => {
    expect(await ask('GET', '/docs')).toBe(200);
    const page = await (await fetch(`${stack.conductor.url}/docs/start.js`)).text();
    expect(page).toContain("url: '/openapi.json'");
    const { body: document } = await stack.call('GET', '/openapi.json');
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http' });
    expect(document.paths['/v1/sagas'].post.security).toEqual([{ bearer: [] }]);
    const { origin } = new URL(stack.conductor.url);
    const ofPage = { origin, referer: `${origin}/docs`, 'sec-fetch-site': 'same-origin' };
    const body = { definition: 'place-order', input: { orderId: 'o-1' } };
    const tried = await stack.call('POST', '/v1/sagas', {
      body,
      headers: { ...as('root'), ...ofPage },
    });
    expect(tried.status).toBe(201);
  });

  it('runs scripts of its own only, whatever a saga is called', async () => {
    const key = '<img src=x onerror=alert(1)>';
    const body = { definition: 'place-order', key, input: { orderId: 'javascript:alert(1)' } };
    const started = await stack.call('POST', '/v1/sagas', { body, headers: as('root') });
    expect(started.body.key).toBe(key);
    const url = `${stack.conductor.url}/v1/sagas/${started.body.id}`;
    const { headers } = await fetch(url, { headers: as('looker') });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'self'; style-src/);
    expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe-eval/);
  });
});
