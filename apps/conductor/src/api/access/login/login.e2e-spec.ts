import { eventually } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION } from '../../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../../conductor-call.fixture.js';
import { agedLogin } from './aged-login.fixture.js';
import { LOGIN_COOKIE } from './login.controller.js';
import { clientOf, TestProvider } from './provider.fixture.js';

const ROOT_KEY = 'root-0123456789abcdef';
const PUBLIC_URL = 'https://conductor.example';

let stack: ConductorStack;
let provider: TestProvider;

beforeAll(async () => {
  const people = { 'u-1': { groups: ['ops'], email: 'ann@example.org' } };
  provider = await TestProvider.start({ publicUrl: PUBLIC_URL, people, asks: false });
  const oidc = clientOf(provider.issuer, PUBLIC_URL, [
    { group: 'ops', role: 'operator', definitions: 'all' },
  ]);
  stack = await ConductorStack.start({ oidc, apiKeys: [{ name: 'root', key: ROOT_KEY }] });
});

afterAll(async () => {
  await stack.close();
  provider.close();
});

/** Cookies as a browser keeps them, whatever the host: both sides are on this machine. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly set: string[] = [];

  async get(url: string): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answered = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answered.headers.getSetCookie()) {
      this.set.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    await answered.arrayBuffer();
    return answered;
  }

  /** Goes on to wherever it is sent, until that is the callback. */
  async toCallback(from: string): Promise<string> {
    let url = from;
    for (let hops = 0; hops < 10; hops++) {
      const { headers, status } = await this.get(url);
      const location = headers.get('location');
      if (location === null) throw new Error(`${url} answers ${status}`);
      url = new URL(location, url).href;
      if (url.startsWith(PUBLIC_URL)) return url.replace(PUBLIC_URL, stack.conductor.url);
    }
    throw new Error('too many redirections');
  }

  get session(): string {
    return `__Host-conductor-session=${this.cookies.get('__Host-conductor-session')}`;
  }
}

async function loggedIn(to = '/console'): Promise<{ browser: Browser; landed: Response }> {
  const browser = new Browser();
  const url = `${stack.conductor.url}/v1/login/oidc?to=${encodeURIComponent(to)}`;
  const landed = await browser.get(await browser.toCallback(url));
  return { browser, landed };
}

const OWN_PAGE = { 'sec-fetch-site': 'same-origin', 'conductor-client': 'console' };

describe('A login at the OpenID provider', () => {
  it('begins a session with a cookie that no script reads, and leads back', async () => {
    const { browser, landed } = await loggedIn();
    expect([landed.status, landed.headers.get('location')]).toEqual([302, '/console']);
    const cookie = browser.set.find((line) => line.startsWith('__Host-conductor-session='));
    for (const part of ['Path=/', 'Secure', 'HttpOnly', 'SameSite=Lax']) {
      expect(cookie?.split('; ')).toContain(part);
    }
    expect(cookie).not.toMatch(/domain/i);
    const me = await stack.call('GET', '/v1/me', { headers: { cookie: browser.session } });
    expect(me.body).toMatchObject({
      actor: 'oidc/ann@example.org',
      role: 'operator',
      credential: 'oidc:u-1',
    });
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/a\\b', '/ä'])(
    'never leads to %s',
    async (to) => {
      const { landed } = await loggedIn(to);
      expect(landed.headers.get('location')).toBe('/');
    },
  );

  it('asks with PKCE, a state and a nonce', async () => {
    const browser = new Browser();
    const { headers } = await browser.get(`${stack.conductor.url}/v1/login/oidc`);
    const asked = new URL(headers.get('location') ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('code_challenge')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(asked.get('state')).toMatch(/^.{20,}$/);
    expect(asked.get('nonce')).toMatch(/^.{20,}$/);
    expect(asked.get('response_type')).toBe('code');
  });

  it('is worth nothing in another browser, twice, or with another state', async () => {
    const begin = `${stack.conductor.url}/v1/login/oidc`;
    const victim = new Browser();
    const callback = await victim.toCallback(begin);
    const status = async (browser: Browser, url: string) => {
      const { status: code, headers } = await browser.get(url);
      return [code, headers.getSetCookie().some((line) => line.includes('session='))];
    };
    expect(await status(new Browser(), callback)).toEqual([401, false]);
    const stranger = new Browser();
    await stranger.get(begin);
    expect(await status(stranger, callback)).toEqual([401, false]);
    const forged = callback.replace(/state=[^&]+/, 'state=forged');
    expect(await status(victim, forged)).toEqual([401, false]);
    expect(await status(victim, `${callback}&error=access_denied`)).toEqual([401, false]);
    expect(await status(victim, callback)).toEqual([302, true]);
    expect(await status(victim, callback)).toEqual([401, false]);
  });
});

describe('A login at the provider that fails', () => {
  const asPage = async (url: string, cookies = new Map<string, string>()) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { cookie, accept: 'text/html,application/xhtml+xml' };
    const { status, headers: told } = await fetch(url, { headers, redirect: 'manual' });
    return [status, told.get('location')];
  };

  it('leads people back to where they asked for it, and says why', async () => {
    const browser = new Browser();
    const begun = `${stack.conductor.url}/v1/login/oidc?to=${encodeURIComponent('/sagas?a=b,c#d')}`;
    const callback = await browser.toCallback(begun);
    const forged = callback.replace(/state=[^&]+/, 'state=forged');
    const other = '/sagas?a=b,c&login-failed=other-login#d';
    expect(await asPage(forged, browser.cookies)).toEqual([302, other]);
    const refused = callback.replace(/code=[^&]+/, 'error=access_denied');
    const why = '/sagas?a=b,c&login-failed=refused#d';
    expect(await asPage(refused, browser.cookies)).toEqual([302, why]);
    expect(await asPage(callback)).toEqual([302, '/?login-failed=expired']);
    expect(await asPage(callback, browser.cookies)).toEqual([302, '/sagas?a=b,c#d']);
  });

  it('leads back when it took too long, and nobody is logged in by it', async () => {
    const browser = new Browser();
    const begun = `${stack.conductor.url}/v1/login/oidc?to=${encodeURIComponent('/locks?a=b')}`;
    const callback = await browser.toCallback(begun);
    const kept = browser.cookies.get(LOGIN_COOKIE) ?? '';
    browser.cookies.set(LOGIN_COOKIE, await agedLogin(kept, stack.sql));
    const back = [302, '/locks?a=b&login-failed=expired'];
    expect(await asPage(callback, browser.cookies)).toEqual(back);
    const { status, headers } = await browser.get(callback);
    expect([status, headers.getSetCookie()]).toEqual([401, []]);
  });

  it('is told apart where the provider is away', async () => {
    const oidc = clientOf('http://127.0.0.1:9', `${PUBLIC_URL}/ops/`, []);
    const away = await ConductorStack.start({ oidc });
    const begin = `${away.conductor.url}/v1/login/oidc`;
    expect(await asPage(`${begin}?to=//x`)).toEqual([302, '/ops/?login-failed=provider-away']);
    expectProblem(await away.call('GET', '/v1/login/oidc'), 503, 'LOGIN_UNAVAILABLE');
    await away.close();
  });
});

describe('A session', () => {
  let cookie: string;

  beforeAll(async () => {
    cookie = (await loggedIn()).browser.session;
    const headers = { authorization: `Bearer ${ROOT_KEY}` };
    await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION, headers });
  });

  const start = (headers: Record<string, string>) => {
    const body = { definition: 'place-order', input: { orderId: 'o-1' } };
    return stack.call('POST', '/v1/sagas', { body, headers: { cookie, ...headers } });
  };

  it('changes something for our own page', async () => {
    expect((await start(OWN_PAGE)).status).toBe(201);
    const { origin } = new URL(stack.conductor.url);
    const older = { origin, 'conductor-client': 'console' };
    expect((await start(older)).status).toBe(201);
  });

  it.each([
    ['without the header', { 'sec-fetch-site': 'same-origin' }],
    ['that says nothing of its origin', { 'conductor-client': 'console' }],
    ['that a person typed', { ...OWN_PAGE, 'sec-fetch-site': 'none' }],
    ['of a sister site', { ...OWN_PAGE, 'sec-fetch-site': 'same-site' }],
    ['of another site', { ...OWN_PAGE, 'sec-fetch-site': 'cross-site' }],
    ['of another origin', { origin: 'https://evil.example', 'conductor-client': 'console' }],
    ['of a sandbox', { origin: 'null', 'conductor-client': 'console' }],
  ])('changes nothing for a request %s', async (_what, headers) => {
    expectProblem(await start(headers), 403, 'ORIGIN_NOT_ALLOWED');
  });

  it.each([
    '__Host-conductor-session=',
    '__Host-conductor-session=x.y',
    `__Host-conductor-session=${'A'.repeat(22)}.${'A'.repeat(43)}`,
    `conductor-session=${'A'.repeat(22)}.${'A'.repeat(43)}`,
  ])('is none by the cookie %s', async (wrong) => {
    const answer = await stack.call('GET', '/v1/me', { headers: { cookie: wrong } });
    expectProblem(answer, 401, 'UNAUTHENTICATED');
  });

  it('is stored as a hash', async () => {
    const { rows } = await stack.sql.query('select login_session::text as row from login_session');
    const [, secret = ''] = cookie.split('.');
    expect(secret).toHaveLength(43);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('ends on every replica within five seconds of logging out', async () => {
    const other = await stack.addReplica();
    const { browser } = await loggedIn();
    const headers = { cookie: browser.session };
    const ask = async (url: string) => (await callUrl('GET', `${url}/v1/me`, { headers })).status;
    expect([await ask(stack.conductor.url), await ask(other.url)]).toEqual([200, 200]);
    const out = await stack.call('POST', '/v1/logout', {
      headers: { ...headers, ...OWN_PAGE, 'content-type': 'application/json' },
    });
    expect(out.status).toBe(200);
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-conductor-session=; Max-Age=0;/);
    const at = performance.now();
    expect(await ask(stack.conductor.url)).toBe(401);
    await eventually(
      () => ask(other.url),
      (status) => status === 401,
    );
    expect(performance.now() - at).toBeLessThan(5000);
  });
});

describe('A login with an API key', () => {
  const login = (key: string, headers: Record<string, string> = {}) =>
    stack.call('POST', '/v1/login', { body: { key }, headers });

  it('is a session that may do what the key may, for as long as the key is valid', async () => {
    const root = { authorization: `Bearer ${ROOT_KEY}` };
    const body = { name: 'screen', role: 'viewer', reason: 'a wall' };
    const made = await stack.call('POST', '/v1/admin/keys', { body, headers: root });
    const answer = await login(made.body.key);
    expect(answer.body).toEqual({ actor: 'screen', role: 'viewer' });
    const [cookie = ''] = (answer.headers.get('set-cookie') ?? '').split(';');
    const me = async () => (await stack.call('GET', '/v1/me', { headers: { cookie } })).status;
    expect(await me()).toBe(200);
    const revoke = { body: { reason: 'gone' }, headers: root };
    await stack.call('POST', `/v1/admin/keys/${made.body.id}/revoke`, revoke);
    expect(await me()).toBe(401);
  });

  it('is refused with a wrong key, and from a page of another origin', async () => {
    expectProblem(await login('wrong-0123456789abcdef'), 401, 'UNAUTHENTICATED');
    const foreign = await login(ROOT_KEY, { origin: 'https://evil.example' });
    expectProblem(foreign, 403, 'ORIGIN_NOT_ALLOWED');
  });

  it('is offered beside the provider', async () => {
    const ways = await stack.call('GET', '/v1/login');
    expect(ways.body).toEqual({ isNeeded: true, ways: ['key', 'oidc'] });
  });
});
