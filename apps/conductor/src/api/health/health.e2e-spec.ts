import { eventually } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';
import { isOfConsole } from '../console/console-routes.fixture.js';

const KEYS = [
  { name: 'alice', key: 'alice-0123456789abcdef' },
  { name: 'bob', key: 'bob-0123456789abcdef' },
];
const BOB = { authorization: `Bearer ${KEYS[1]?.key}` };

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start({ apiKeys: KEYS });
});

afterAll(() => stack.close());

describe('API keys', () => {
  it('are needed for everything but the health checks and the description', async () => {
    for (const route of stack.conductor.routes) {
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replace(/:\w+/g, '1').replace('*', 'index.css');
      if (/^\/(health\/.*|docs.*|openapi.json|asyncapi.json|schemas.*|)$/.test(path)) {
        expect([path, (await stack.call(method, path)).status]).toEqual([path, 200]);
        expectProblem(await stack.call('POST', path), 401, 'UNAUTHENTICATED');
        continue;
      }
      // what the page shows comes from calls that need a key
      if (isOfConsole(path)) {
        expect([path, (await fetch(`${stack.conductor.url}${path}`)).status]).toEqual([path, 200]);
        continue;
      }
      if (/^\/v1\/log(in|out)/.test(path)) continue; // whoever logs in has nothing to show yet
      if (path.startsWith('/v1/alerts/mute/')) continue; // the link is what people have to show
      const answer = await stack.call(method, path);
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expectProblem(await stack.call('GET', '/no/such/thing'), 401, 'UNAUTHENTICATED');
  });

  it.each([
    'Bearer wrong-0123456789abcdef',
    'Bearer alice-0123456789abcde',
    'Bearer',
    'Basic alice-0123456789abcdef',
    `Bearer ${'x'.repeat(2_000)}`,
  ])('do not let in "%s"', async (authorization) => {
    const answer = await stack.call('GET', '/v1/sagas', { headers: { authorization } });
    expectProblem(answer, 401, 'UNAUTHENTICATED');
  });

  it('name the actor in the audit log', async () => {
    const post = (path: string, body: object) => stack.call('POST', path, { body, headers: BOB });
    await post('/v1/definitions', ORDER_DEFINITION);
    stack.script.set('order.create', () => null);
    const { body: saga } = await post('/v1/sagas', {
      definition: 'place-order',
      input: { orderId: 'o-1' },
    });
    await post(`/v1/admin/sagas/${saga.id}/abandon`, { reason: 'a test' });
    const { body } = await stack.call('GET', `/v1/admin/audit?saga=${saga.id}`, {
      headers: BOB,
    });
    expect(body.items).toMatchObject([{ actor: 'bob', action: 'abandon' }]);
  });
});

describe('Health', () => {
  it('is live and ready', async () => {
    expect((await stack.call('GET', '/health/live')).body).toEqual({ status: 'live' });
    const ready = await stack.call('GET', '/health/ready');
    expect([ready.status, ready.body]).toEqual([200, { status: 'ready', reasons: [] }]);
  });

  it('shows metrics, none with an id, a key or a message in a label', async () => {
    // a message counts when the broker has confirmed it, which nobody waits for
    const { status, headers, body } = await eventually(
      () => stack.call('GET', '/metrics', { headers: BOB }),
      ({ body: text }) => String(text).includes('conductor_publishes_total{outcome="confirmed"} 3'),
    );
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    for (const line of [
      'conductor_sagas_started_total{definition="place-order"} 1',
      'conductor_sagas_at_rest_total{definition="place-order",status="abandoned"} 1',
      'conductor_database_up 1',
      'conductor_publishes_total{outcome="confirmed"} 3',
    ]) {
      expect(body).toContain(line);
    }
    for (const name of ['batch_transitions_bucket', 'http_request_duration_seconds_bucket']) {
      expect(body).toContain(`conductor_${name}{`);
    }
    for (const name of ['pipeline_queue', 'outbox_backlog', 'dead_messages', 'timer_lag_seconds']) {
      expect(body).toMatch(new RegExp(`^conductor_${name} \\d`, 'm'));
    }
    expect(body).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('is not ready any more once it drains', async () => {
    const replica = await stack.addReplica();
    const { url } = replica;
    expect((await callUrl('GET', `${url}/health/ready`)).status).toBe(200);
    await replica.close();
    await expect(callUrl('GET', `${url}/health/ready`)).rejects.toThrow();
    await replica.close();
  });
});
