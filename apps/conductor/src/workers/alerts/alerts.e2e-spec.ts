import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { readAlertSettings } from '#alerts';
import { eventually } from '#testing-internal';
import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../../api/openapi/conformance.fixture.js';

const SECRET = `whsec_${Buffer.from('a key of twenty-four bytes').toString('base64')}`;
const LOOK_MS = 250;

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver that answers with `status`, and keeps what came. */
class Receiver {
  readonly received: Received[] = [];
  /** null: it closes the connection without an answer. */
  status: number | null = 200;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void text(request).then((body) => {
        const { url: path = '', headers } = request;
        this.received.push({ path, headers, body });
        if (this.status === null) request.socket.destroy();
        else response.writeHead(this.status).end();
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const receiver = new Receiver();
const mails: string[] = [];
const mailServer = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: (stream, _session, callback) => {
    void text(stream).then((mail) => {
      mails.push(mail);
      callback();
    });
  },
});
let stack: ConductorStack;
let heard: Json[];

beforeAll(async () => {
  const url = await receiver.listen();
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve));
  const { port } = mailServer.server.address() as AddressInfo;
  const settings = {
    baseUrl: 'https://conductor.example',
    interval: '1h',
    routes: [
      { name: 'hook', type: 'webhook', url: `${url}/hook`, secret: SECRET, kinds: ['stuck'] },
      { name: 'chat', type: 'slack', url: `${url}/chat`, kinds: ['dead-messages'] },
      {
        ...{ name: 'mail', type: 'smtp', url: `smtp://127.0.0.1:${port}`, kinds: ['stuck'] },
        ...{ from: 'conductor@example.com', to: ['ops@example.com'] },
      },
      { name: 'bus', type: 'events', kinds: ['stuck'] },
    ],
  };
  const alerts = readAlertSettings(JSON.stringify(settings), (fault) => {
    throw new Error(fault);
  });
  stack = await ConductorStack.start({ alerts, alertLookMs: LOOK_MS });
  // a second replica looks and sends as well
  await stack.addReplica();
  heard = await stack.listen('alert.*');
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});
afterAll(async () => {
  await stack?.close();
  receiver.close();
  mailServer.close();
});

async function stuckSaga(code: string): Promise<Json> {
  stack.script.set('shipping.ship', errs(code));
  const body = { definition: 'place-order', input: { orderId: code } };
  return (await stack.call('POST', '/v1/sagas?wait=30s', { body })).body;
}

const isMuted = ({ error }: Json) => error.code === 'MUTED';
const hooks = () => receiver.received.filter(({ path }) => path === '/hook');
const about = (code: string) => async () => hooks().filter(({ body }) => body.includes(code));

describe('Alerts', () => {
  it('given a receiver that is away, when it is back, then it has the message', async () => {
    receiver.status = null;
    const saga = await stuckSaga('AWAY');
    await eventually(about('AWAY'), ({ length }) => length === 1);
    await eventually(
      () => deliveries('hook'),
      ([first]) => typeof first?.lastError === 'string',
    );
    receiver.status = 503;
    await dueNow();
    await eventually(about('AWAY'), ({ length }) => length === 2);
    const waiting = await eventually(
      () => deliveries('hook'),
      ([first]) => first?.lastError === 'answered 503',
    );
    expect(waiting).toMatchObject([{ status: 'waiting', tries: 2, event: 'firing' }]);
    receiver.status = 200;
    await dueNow();
    const sent = await eventually(
      () => deliveries('hook'),
      ([first]) => first?.status === 'sent',
    );
    expect(sent).toMatchObject([{ tries: 3, lastError: null, nextTryAt: null }]);
    const attempts = await about('AWAY')();
    expect(new Set(attempts.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([sent[0].id]),
    );
    const [last] = attempts.slice(-1);
    const document = new Webhook(SECRET).verify(last?.body ?? '', {
      ...(last?.headers as Record<string, string>),
    });
    expect(document).toMatchObject({
      type: 'alert.firing',
      data: {
        kind: 'stuck',
        count: 1,
        samples: [{ sagaId: saga.id, message: 'errored: AWAY' }],
        act: { path: `/v1/admin/sagas/${saga.id}/retry` },
        links: {
          mute: expect.stringMatching(/\/v1\/alerts\/mute\/[0-9a-f]{16}\.hook\.\d+\.[\w-]{22}$/),
        },
      },
    });
  });

  it('given the same trouble, then one mail and one event tell of it, and what to do', async () => {
    const [mail = ''] = await eventually(
      async () => mails,
      ({ length }) => length > 0,
    );
    expect(mail).toContain('Subject: place-order: ship is stuck with AWAY');
    expect(mail).toContain('Mend the cause in the participant');
    await eventually(
      async () => heard,
      ({ length }) => length > 0,
    );
    expect(heard[0]).toMatchObject({ pattern: 'alert.firing', data: { data: { kind: 'stuck' } } });
    expect(mails).toHaveLength(1);
    expect(heard).toHaveLength(1);
  });

  it('given a stuck saga, when it is retried and goes on, then people are told so', async () => {
    const saga = await stuckSaga('BACK');
    await eventually(about('BACK'), ({ length }) => length === 1);
    const { body: list } = await stack.call('GET', '/v1/admin/alerts');
    expect(list.alerts).toEqual(
      expect.arrayContaining([expect.objectContaining({ sampleSagaIds: [saga.id] })]),
    );
    stack.script.clear();
    const body = { reason: 'the truck is back' };
    await stack.call('POST', `/v1/admin/sagas/${saga.id}/retry`, { body });
    const told = await eventually(about('BACK'), ({ length }) => length === 2);
    expect(told.map((each) => (JSON.parse(each.body) as Json).type)).toEqual([
      'alert.firing',
      'alert.resolved',
    ]);
  });

  it('given a muted group, when more come, then nobody is told, not even its end', async () => {
    await stuckSaga('MUTED');
    await eventually(about('MUTED'), ({ length }) => length === 1);
    // the replica that is asked may share counts of a second ago
    const group = await eventually(
      async () => (await stack.call('GET', '/v1/admin/failures')).body.groups.find(isMuted),
      (found) => found !== undefined,
    );
    await stack.call('POST', `/v1/admin/failures/${group.fingerprint}/mute`, {
      body: { reason: 'known', sagas: 100 },
    });
    await eventually(alertKeys, (keys) => !keys.includes(`group:${group.fingerprint}`));
    await stuckSaga('MUTED');
    expect(await about('MUTED')()).toHaveLength(1);
  });

  it('given the link of a message, when its form is sent, then the group is muted', async () => {
    await stuckSaga('LINKED');
    const [told] = await eventually(about('LINKED'), ({ length }) => length === 1);
    const { links, fingerprint } = (JSON.parse(told?.body ?? '{}') as Json).data;
    const { pathname } = new URL(links.mute);
    const body = new URLSearchParams({ time: '8h', reason: 'the trucks are washed' });
    const address = `${stack.conductor.url}${pathname}`;
    expect((await fetch(address, { method: 'POST', body })).status).toBe(200);
    const { body: group } = await stack.call('GET', `/v1/admin/failures/${fingerprint}`);
    expect(group.life).toMatchObject({ status: 'muted', by: 'alert:hook' });
  });

  it('given a dead message, then a chat is told of it', async () => {
    await stack.publish({ json: 'no start at all', isBroken: true });
    const [told] = await eventually(
      async () => receiver.received.filter(({ path }) => path === '/chat'),
      ({ length }) => length === 1,
    );
    expect(JSON.parse(told?.body ?? '{}')).toEqual({
      text: expect.stringContaining('*1 dead message*'),
    });
  });

  it('given a route, when it is tested, then the answer says what its receiver said', async () => {
    const test = (name: string, headers = {}) =>
      stack.call('POST', `/v1/admin/alerts/routes/${name}/test`, {
        body: { reason: 'a new receiver' },
        headers,
      });
    const { body: routes } = await stack.call('GET', '/v1/admin/alerts/routes');
    expect(routes.routes.map(({ name }: Json) => name)).toEqual(['hook', 'chat', 'mail', 'bus']);
    expect(JSON.stringify(routes)).not.toContain('127.0.0.1');
    for (const name of ['hook', 'chat', 'mail', 'bus']) {
      expect((await test(name)).body).toMatchObject({ isDelivered: true, error: null });
    }
    receiver.status = 500;
    expect((await test('hook')).body).toMatchObject({
      isDelivered: false,
      error: 'answered 500',
    });
    receiver.status = 200;
    expectProblem(await test('nobody'), 404, 'ALERT_ROUTE_NOT_FOUND');
    const key = { 'idempotency-key': 'test-once' };
    const first = await test('hook', key);
    expect(first.status).toBe(200);
    const { length: sent } = hooks();
    expect((await test('hook', key)).body).toEqual(first.body);
    expect(hooks()).toHaveLength(sent);
    expectProblem(await test('chat', key), 422, 'IDEMPOTENCY_KEY_REUSED');
    const { body: log } = await stack.call('GET', '/v1/admin/audit?limit=50&outcome=done');
    expect(log.items.filter(({ action }: Json) => action === 'test-alert').length).toBe(6);
  });
});

/** Back-off is for the clock of a day: what waits is due now. */
async function dueNow(): Promise<void> {
  await stack.sql.query(
    `update alert_delivery set next_try_at = clock_timestamp() where next_try_at is not null
       and last_error is not null`,
  );
}

async function deliveries(route: string): Promise<readonly Json[]> {
  const { body } = await stack.call('GET', '/v1/admin/alerts/deliveries?limit=100');
  return body.items.filter((item: Json) => item.route === route);
}

async function alertKeys(): Promise<readonly string[]> {
  const { body } = await stack.call('GET', '/v1/admin/alerts');
  return body.alerts.map(({ key }: Json) => key);
}
