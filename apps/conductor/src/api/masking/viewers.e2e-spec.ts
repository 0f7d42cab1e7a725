import { muteToken, readAlertSettings } from '#alerts';
import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import type { HttpAnswer } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';
import { StreamClient } from '../streams/stream-client.fixture.js';
import { MASKED } from './mask-answer.js';

type Role = 'viewer' | 'operator' | 'admin';

const KEYS = (['viewer', 'operator', 'admin'] as const).map((role) => ({
  ...{ name: role, role, key: `${role}-0123456789abcdef` },
}));
/** In input, key, output, messages, keys of locks, and what operators and services send. */
const SECRET = 'zanzibar-card';
const ALERTS = { interval: '1h', routes: [{ name: 'bus', type: 'events', kinds: ['stuck'] }] };
const reason = 'a try';

let stack: ConductorStack;
let paths: readonly string[];
let alerts: Json[];
let ids: { stuck: string; waiting: string; bulk: string; message: string; fingerprint: string };

const as = (role: Role) => ({ authorization: `Bearer ${role}-0123456789abcdef` });

function get(path: string, role: Role, accept = 'application/json'): Promise<HttpAnswer> {
  return stack.call('GET', path, { headers: { ...as(role), accept } });
}

async function act(path: string, body: object): Promise<Json> {
  const answer = await stack.call('POST', path, { body, headers: as('admin') });
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function untilFound(path: string, find: (body: Json) => Json): Promise<Json> {
  return eventually(
    async () => find((await get(path, 'admin')).body),
    (found) => found !== undefined,
  );
}

function saleDefinition(): object {
  const after = { after: ['capture'], kind: 'retryable' };
  const payloadSchema = { properties: { note: { const: 'another' } } };
  const input = { number: '${input.card}' };
  return {
    name: 'sale',
    sensitive: ['/key', '/input/card', '/steps/authorize/output/token'],
    locks: ['card:${input.card}'],
    output: { paidBy: '${input.card}' },
    defaults: { retry: { maxAttempts: 1 } },
    steps: [
      { name: 'authorize', command: 'payment.authorize', compensation: 'payment.void', input },
      { name: 'capture', command: 'payment.capture', kind: 'pivot', input },
      { ...after, name: 'ask', wait: { signal: 'go', payloadSchema } },
      { ...after, name: 'ship', command: 'shipping.ship', input },
    ],
  };
}

async function seed(): Promise<typeof ids> {
  await act('/v1/definitions', saleDefinition());
  const output = { token: SECRET, id: 'a-1' };
  stack.script.set('payment.authorize', () => ({ type: 'succeeded', output }));
  stack.script.set('shipping.ship', () => ({
    ...{ type: 'errored', error: { code: 'NO_VAN', message: `${SECRET} cannot be sent` } },
  }));
  const start = { definition: 'sale', key: SECRET, input: { card: SECRET } };
  const { id: stuck } = await act('/v1/sagas?wait=30s', start);
  const { id: waiting } = await act('/v1/sagas', start);
  const data = { sagaId: stuck, name: 'go', payload: { note: SECRET } };
  const properties = { messageId: 'm-1' };
  await stack.publish({ json: { pattern: 'saga.signal', data }, properties });
  const { id: message } = await untilFound('/v1/admin/dead-messages', ({ items }) => items[0]);
  const retry = { step: 'ship', input: { number: SECRET }, reason };
  await act(`/v1/admin/sagas/${stuck}/retry`, retry);
  const isStuck = (saga: Json) => (saga.status === 'stuck' ? saga : undefined);
  await untilFound(`/v1/sagas/${stuck}`, isStuck);
  const { fingerprint } = await untilFound('/v1/admin/failures', ({ groups }) => groups[0]);
  const ofGroup = (alert: Json) => alert.fingerprint === fingerprint;
  await untilFound('/v1/admin/alerts', ({ alerts }) => alerts.find(ofGroup));
  const filter = `key=${SECRET}&status=stuck`;
  const skip = { filter, action: 'skip', step: 'nothing', output: { note: SECRET }, reason };
  const { id: bulk } = await act('/v1/admin/bulk', skip);
  await act('/v1/views', { name: 'cards', filter, isShared: true });
  // the lock is not its own: refused, and on record
  const release = { key: `card:${SECRET}`, sagaId: waiting, reason };
  const headers = as('operator');
  const refused = await stack.call('POST', '/v1/admin/locks/release', { body: release, headers });
  expect(refused.status).toBe(409);
  await untilFound('/v1/admin/audit?subject=lock', ({ items }) => items[0]);
  // from here on they follow a version that marks nothing
  const { sensitive: _marked, ...unmarked } = saleDefinition() as Json;
  await act('/v1/definitions', unmarked);
  expect(await act('/v1/definitions/sale/versions/2/migrate', { reason })).toMatchObject({
    migrated: 2,
  });
  return { stuck, waiting, bulk, message, fingerprint };
}

beforeAll(async () => {
  const settings = readAlertSettings(JSON.stringify(ALERTS), (fault) => {
    throw new Error(fault);
  });
  stack = await ConductorStack.start({ apiKeys: KEYS, alerts: settings, alertLookMs: 250 });
  alerts = await stack.listen('alert.*');
  ids = await seed();
  const { body: document } = await get('/openapi.json', 'admin');
  paths = Object.entries<Json>(document.paths).flatMap(([path, { get: call }]) =>
    call?.['x-needs-role'] === 'viewer' && !path.endsWith('/stream') ? filled(path) : [],
  );
});

afterAll(() => stack?.close());

/** The address for each thing that it may be about. */
function filled(path: string): readonly string[] {
  const of: Readonly<Record<string, readonly string[]>> = {
    sagas: [ids.stuck, ids.waiting],
    bulk: [ids.bulk],
    'dead-messages': [ids.message],
  };
  const [, kind = ''] = /^\/v1\/(?:admin\/)?([a-z-]+)/.exec(path) ?? [];
  const known = path.replace('{fingerprint}', ids.fingerprint).replace('{name}', 'sale');
  const whole = known.replace('{version}', '1');
  return whole.includes('{id}') ? (of[kind] ?? []).map((id) => whole.replace('{id}', id)) : [whole];
}

/** What stands before it; null: it is not there, in no part that is base64 either. */
function foundIn(body: unknown): string | null {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const hidden = (text.match(/[\w+/-]{16,}/g) ?? []).map((part) =>
    Buffer.from(part, 'base64url').toString('latin1'),
  );
  const all = [text, ...hidden].find((each) => /zanzibar/i.test(each));
  return all === undefined ? null : all.slice(Math.max(0, all.search(/zanzibar/i) - 120));
}

describe('What a definition marks as sensitive, to a viewer', () => {
  it.each(['', '?limit=1', 'text/plain'])('is in no answer: %s', async (how) => {
    const [query, accept] = how.startsWith('?') ? [how] : ['', how === '' ? undefined : how];
    const found: unknown[] = [];
    for (const path of paths) {
      const { body } = await get(`${path}${query}`, 'viewer', accept);
      if (foundIn(body) !== null) found.push([path, foundIn(body)]);
    }
    expect(found).toEqual([]);
    expect(paths.length).toBeGreaterThan(30);
  });

  it('is in no hash that could be compared with those of guesses', async () => {
    const found: [string, string][] = [];
    const look = (from: string, { body }: HttpAnswer): void => {
      const [hash] = /[0-9a-f]{64}/i.exec(JSON.stringify(body)) ?? [];
      if (hash !== undefined) found.push([from, hash]);
    };
    // a definition is no data of a saga
    const asked = paths.filter((path) => !path.startsWith('/v1/definitions'));
    for (const path of asked) look(path, await get(path, 'viewer'));
    const preview = `/v1/admin/sagas/${ids.stuck}/preview`;
    const previewAs = (role: Role) =>
      stack.call('POST', preview, { body: { action: 'retry' }, headers: as(role) });
    look(preview, await previewAs('viewer'));
    expect(found).toEqual([]);
    const expected = `/v1/admin/audit/verify?expect=1:${'0'.repeat(64)}`;
    expect((await get(expected, 'viewer')).status).toBe(403);
    for (const path of asked) look(path, await get(path, 'operator'));
    look(preview, await previewAs('operator'));
    const lists = ['audit', 'audit/verify', 'dead-messages'].map((list) => `/v1/admin/${list}`);
    expect(found.map(([from]) => from)).toEqual(expect.arrayContaining([...lists, preview]));
  });

  it('is not in what is told without a login: alerts, and the page of their links', async () => {
    const { fingerprint } = ids;
    const ofGroup = ({ data: { data } }: Json) => data.fingerprint === fingerprint;
    const told = await eventually(
      async () => alerts.filter(ofGroup),
      ({ length }) => length > 0,
    );
    expect(told[0]?.data.data).toMatchObject({
      text: expect.stringContaining(`NO_VAN, "${MASKED}"`),
      samples: [{ sagaId: ids.stuck, message: MASKED }],
    });
    const secret = `select value from setting where name = 'cursor-secret'`;
    const [{ value }] = (await stack.sql.query<{ value: string }>(secret)).rows as [Json];
    const link = { fingerprint, route: 'bus', until: Date.now() + 60_000 };
    const token = muteToken(value, link);
    const answer = await fetch(`${stack.conductor.url}/v1/alerts/mute/${token}`);
    const page = await answer.text();
    expect(page).toContain('sale: ship, NO_VAN, ');
    expect([foundIn(alerts), foundIn(page)]).toEqual([null, null]);
  });

  it('is in answers to operators wherever a viewer could look', async () => {
    const { stuck, waiting, fingerprint, bulk, message } = ids;
    const shown = [
      ...[stuck, waiting].flatMap((id) => [`sagas/${id}`, `sagas/${id}/history`]),
      ...[`sagas/${stuck}/timeline`, 'sagas', 'views', `admin/failures/${fingerprint}`],
      ...[`admin/failures/${fingerprint}/sagas`, `admin/bulk/${bulk}`, 'admin/bulk'],
      ...['sagas', 'failures', 'locks', 'audit', 'dead-messages', 'overview'].map(
        (list) => `admin/${list}`,
      ),
      ...[`admin/dead-messages/${message}`, 'admin/audit?subject=lock', 'admin/locks?limit=1'],
    ];
    const without: unknown[] = [];
    for (const path of shown) {
      const { body } = await get(`/v1/${path}`, 'operator');
      if (foundIn(body) === null) without.push([path, body]);
    }
    expect(without).toEqual([]);
  });

  it('is in no preview, whatever the action', async () => {
    const actions = [
      ...['retry', 'cancel', 'compensate', 'abandon', 'pause'].map((action) => ({ action })),
      { action: 'skip', step: 'ship', output: {} },
      { action: 'settle', step: 'ship', result: 'succeeded' },
      { action: 'release-lock', key: 'card:another' },
      { action: 'migrate', toVersion: 1 },
    ];
    const seen: string[] = [];
    for (const body of actions) {
      const path = `/v1/admin/sagas/${ids.stuck}/preview`;
      const ask = async (role: Role) =>
        (await stack.call('POST', path, { body, headers: as(role) })).body;
      expect([body.action, foundIn(await ask('viewer'))]).toEqual([body.action, null]);
      if (foundIn(await ask('operator')) !== null) seen.push(body.action);
    }
    expect(seen).toEqual(expect.arrayContaining(['retry', 'abandon']));
  });

  it('is in no stream', async () => {
    const urls = ['/v1/stream', `/v1/sagas/${ids.stuck}/stream`];
    const open = (role: Role) =>
      Promise.all(urls.map((path) => StreamClient.open(`${stack.conductor.url}${path}`, as(role))));
    const [viewers, operators] = [await open('viewer'), await open('operator')];
    for (const stream of [...viewers, ...operators]) await stream.first('open');
    await act(`/v1/admin/sagas/${ids.stuck}/retry`, {
      reason,
      input: { number: SECRET },
      step: 'ship',
    });
    for (const [list, one] of [viewers, operators]) {
      await list?.first('saga');
      await one?.first('entry');
    }
    expect(viewers.map(({ events }) => foundIn(events))).toEqual([null, null]);
    expect(operators.map(({ events }) => foundIn(events) === null)).toEqual([false, false]);
    for (const stream of [...viewers, ...operators]) stream.break();
  });

  it('is not found by asking for it', async () => {
    const probes = [
      ...[`sagas?key=${SECRET}`, `sagas?q=${SECRET}`, `admin/sagas?key=${SECRET}`],
      ...[`admin/locks?key=card:${SECRET}`, `admin/audit?subject=lock:card:${SECRET}`],
    ];
    for (const probe of probes) {
      const count = async (role: Role) => (await get(`/v1/${probe}`, role)).body.items.length;
      expect([probe, await count('viewer'), (await count('operator')) > 0]).toEqual([
        probe,
        0,
        true,
      ]);
    }
    for (const filter of [`key=${SECRET}`, `q=${SECRET}`]) {
      const path = `/v1/sagas/count?${filter}`;
      expect((await get(path, 'viewer')).body.count).toBe(0);
      expect((await get(path, 'operator')).body.count).toBe(2);
    }
    expect((await get('/v1/sagas', 'viewer')).body.items).toHaveLength(2);
  });

  it('is not heard by asking for it', async () => {
    const { url } = stack.conductor;
    const asking = await StreamClient.open(`${url}/v1/stream?key=${SECRET}`, as('viewer'));
    const plain = await StreamClient.open(`${url}/v1/stream`, as('viewer'));
    for (const stream of [asking, plain]) await stream.first('open');
    await act(`/v1/admin/sagas/${ids.waiting}/pause`, { reason });
    expect(await plain.first('saga')).toMatchObject({ sagaId: ids.waiting, key: MASKED });
    expect(asking.dataOf('saga')).toEqual([]);
    for (const stream of [asking, plain]) stream.break();
  });
});

describe('What a definition does not mark', () => {
  it('is there for viewers beside it', async () => {
    const { body: saga } = await get(`/v1/sagas/${ids.stuck}`, 'viewer');
    expect(saga).toMatchObject({ key: MASKED, input: { card: MASKED }, error: { code: 'NO_VAN' } });
    const { body: waiting } = await get(`/v1/sagas/${ids.waiting}`, 'viewer');
    expect(waiting.waiting.on).toContainEqual(
      expect.objectContaining({ code: 'lock', name: MASKED, sagaId: ids.stuck }),
    );
    const { body: views } = await get('/v1/views', 'viewer');
    expect(views.items[0].filter).toBe(`status=stuck&key=${encodeURIComponent(MASKED)}`);
    const { body: bulk } = await get(`/v1/admin/bulk/${ids.bulk}`, 'viewer');
    expect(bulk.action).toMatchObject({ step: 'nothing', output: MASKED });
  });
});
