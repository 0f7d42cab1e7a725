import { MUTE_LINK_MS, muteToken } from '#alerts';
import { eventually } from '#testing-internal';
import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const KEY = 'a-key-of-sixteen-or-more-characters';
const ADMIN = { authorization: `Bearer ${KEY}` };

let stack: ConductorStack;
let secret: string;
let fingerprint: string;

beforeAll(async () => {
  stack = await ConductorStack.start({ apiKeys: [{ name: 'ops', key: KEY, role: 'admin' }] });
  const { rows } = await stack.sql.query<{ value: string }>(
    `select value from setting where name = 'cursor-secret'`,
  );
  secret = String(rows[0]?.value);
  await call('POST', '/v1/definitions', ORDER_DEFINITION);
  stack.script.set('shipping.ship', errs('<b>NO & TRUCK</b>'));
  const start = { definition: 'place-order', input: { orderId: 'o' } };
  await call('POST', '/v1/sagas?wait=30s', start);
  [{ fingerprint }] = await eventually(groups, ({ length }) => length === 1);
});

afterEach(() =>
  call('POST', `/v1/admin/failures/${fingerprint}/reopen`, { reason: 'the next test' }),
);
afterAll(() => stack.close());

const call = (method: string, path: string, body?: object) =>
  stack.call(method, path, { headers: ADMIN, ...(body === undefined ? {} : { body }) });

async function groups(): Promise<Json> {
  return (await call('GET', '/v1/admin/failures')).body.groups;
}

async function status(): Promise<string> {
  return (await groups())[0].life.status;
}

function address(more: Partial<Parameters<typeof muteToken>[1]> = {}, by = secret): string {
  const link = { fingerprint, route: 'ops-mail', until: Date.now() + MUTE_LINK_MS, ...more };
  return `${stack.conductor.url}/v1/alerts/mute/${muteToken(by, link)}`;
}

const FORM = { time: '8h', reason: 'known; ticket 4711' };

function send(url: string, form: Record<string, string> = FORM, headers = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(form), headers });
}

describe('The link of an alert that mutes a group', () => {
  it('given nobody who is logged in, when it is opened, then it asks, and no more', async () => {
    for (const method of ['GET', 'HEAD', 'GET']) {
      const answer = await fetch(address(), { method });
      expect(answer.status).toBe(200);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      });
      const page = await answer.text();
      if (method === 'HEAD') continue;
      expect(page).toContain('ship, ERROR, errored: &#60;b&#62;no &#38; truck');
      expect(page).toContain('<form method="post">');
    }
    expect(await status()).toBe('new');
  });

  it('given its form, when it is sent, then the group is muted, and it is on record', async () => {
    const before = Date.now();
    const answer = await send(address(), FORM, { origin: stack.conductor.url });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Muted')]);
    const [{ life }] = await groups();
    expect(life).toMatchObject({ status: 'muted', by: 'alert:ops-mail' });
    const until = Date.parse(life.mutedUntil) - before;
    expect(until).toBeGreaterThan(8 * 3_600_000 - 1);
    expect(until).toBeLessThan(9 * 3_600_000);
    const { body } = await call('GET', '/v1/admin/audit?limit=10');
    const record = body.items.find(({ actor }: Json) => actor === 'alert:ops-mail');
    expect(record).toMatchObject({
      subject: { kind: 'group', id: fingerprint },
      reason: FORM.reason,
      credential: null,
    });
  });

  it('given a form that is not complete, when it is sent, then it asks again', async () => {
    for (const form of [
      { time: '8h', reason: ' ' },
      { time: '1y', reason: 'known' },
      { time: 'constructor', reason: 'known' },
      { time: '1h', reason: 'x'.repeat(501) },
    ]) {
      const answer = await send(address(), form);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('Say for how long, and why.');
    }
    expect((await send(address(), { ...FORM, more: 'x'.repeat(9_000) })).status).toBe(413);
    expect(await status()).toBe('new');
  });

  it('given a link that is not ours, or too old, when used, then nothing happens', async () => {
    const wrong = [
      [address({}, 'another secret'), 404],
      [`${address()}x`, 404],
      [address({ until: Date.now() - 1 }), 410],
      [address({ fingerprint: '0123456789abcdef' }), 404],
    ] as const;
    for (const [url, expected] of wrong) {
      expect((await fetch(url)).status).toBe(expected);
      expect((await send(url)).status).toBe(expected);
    }
    expect(await status()).toBe('new');
  });

  it('given a page of another origin, or no form, when sent, then it is refused', async () => {
    const foreign = await send(address(), FORM, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    const headers = { 'content-type': 'application/json' };
    const json = await fetch(address(), { method: 'POST', body: JSON.stringify(FORM), headers });
    expect(json.status).toBe(415);
    // nowhere else is a form read
    const path = `/v1/admin/failures/${fingerprint}/mute`;
    expect((await send(`${stack.conductor.url}${path}`, FORM, ADMIN)).status).toBe(415);
    expect(await status()).toBe('new');
  });

  it('given a group that was resolved, when the form is sent, then the page says so', async () => {
    await call('POST', `/v1/admin/failures/${fingerprint}/resolve`, { reason: 'mended' });
    const answer = await send(address());
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('reopen it first');
  });
});
