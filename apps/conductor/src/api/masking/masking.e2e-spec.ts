import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { eventually } from '#testing-internal';
import { ConductorStack, ORDER_DEFINITION, refuses } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';
import { StreamClient } from '../streams/stream-client.fixture.js';
import { MASKED } from './mask-answer.js';
import { isOfConsole } from '../console/console-routes.fixture.js';

const KEYS = (['viewer', 'operator', 'admin'] as const).map((role) => ({
  name: role,
  role,
  key: `${role}-0123456789abcdef`,
}));
/** Wherever it is shown, it is this text. */
const CANARY = 'canary-4242';

let stack: ConductorStack;
let sagaId: string;
let listed: string[];

function get(path: string, role: string) {
  return stack.call('GET', path, { headers: { authorization: `Bearer ${role}-0123456789abcdef` } });
}

beforeAll(async () => {
  stack = await ConductorStack.start({ apiKeys: KEYS, fourEyes: { list: ['start-bulk'] } });
  const headers = { authorization: 'Bearer admin-0123456789abcdef' };
  const [create, authorize, ...rest] = ORDER_DEFINITION.steps;
  const body = {
    ...ORDER_DEFINITION,
    sensitive: ['/input/card', '/steps/authorize/output/token'],
    locks: ['card:${input.card}'],
    steps: [create, { ...authorize, input: { number: '${input.card}' } }, ...rest],
    output: { paidBy: '${input.card}' },
  };
  const posted = await stack.call('POST', '/v1/definitions', { body, headers });
  expect(posted.status).toBe(201);
  stack.script.set('payment.authorize', () => ({
    type: 'succeeded',
    output: { token: CANARY, id: 'a-1' },
  }));
  stack.script.set('shipping.ship', ({ data }) => ({
    ...{ type: 'errored', error: { code: 'NO_VAN', message: `${CANARY} ${JSON.stringify(data)}` } },
  }));
  stack.script.set('payment.capture', () => ({ type: 'succeeded', output: {} }));
  const input = { orderId: 'o-1', card: CANARY };
  const start = { definition: 'place-order', input };
  const started = await stack.call('POST', '/v1/sagas?wait=10s', { body: start, headers });
  expect(started.body.status).toBe('stuck');
  sagaId = started.body.id;
  // an operator's action, whose data is in the audit log and in the history
  stack.script.set('shipping.ship', refuses('NO_VAN'));
  const retry = { step: 'ship', input: { card: CANARY }, reason: 'another van' };
  await stack.call('POST', `/v1/admin/sagas/${sagaId}/retry`, { body: retry, headers });
  // what waits for a second person
  const skip = { ids: [sagaId], action: 'skip', step: 'ship', output: { card: CANARY } };
  const held = { body: { ...skip, reason: 'by hand' }, headers };
  expect((await stack.call('POST', '/v1/admin/bulk', held)).status).toBe(202);
  await stack.publish({ json: `not ours: ${CANARY}`, isBroken: true });
  await eventually(
    async () => (await get('/v1/admin/dead-messages', 'admin')).body.items.length,
    (count) => count > 0,
  );
  listed = stack.conductor.routes.flatMap((route) => {
    const [method, path = ''] = route.split(' ');
    const isCall = method === 'GET' && !isOfConsole(path);
    const isPlain = isCall && !/stream|metrics|docs|keys/.test(path);
    return isPlain ? [path.replace(':id', sagaId).replace(':name', 'place-order')] : [];
  });
});

afterAll(() => stack.close());

describe('What a definition marks as sensitive', () => {
  it('is in no answer to a viewer, whatever the route', async () => {
    for (const path of listed.filter((each) => !/:\w/.test(each))) {
      const { body } = await get(path, 'viewer');
      const text = JSON.stringify(body);
      const at = text.indexOf(CANARY);
      expect([path, at < 0 ? null : text.slice(Math.max(0, at - 200), at)]).toEqual([path, null]);
    }
  });

  it('is in the answers to operators, so that the test above is not empty', async () => {
    const paths = [
      ...['', '/history'].map((part) => `/v1/sagas/${sagaId}${part}`),
      ...['sagas', 'failures', 'audit', 'dead-messages', 'locks'].map(
        (list) => `/v1/admin/${list}`,
      ),
    ];
    for (const path of paths) {
      expect(listed).toContain(path);
      const { body } = await get(path, 'operator');
      const isShown = JSON.stringify(body).includes(CANARY);
      // the retry ended with another error, in which there is none
      if (!/failures|admin\/sagas/.test(path)) expect([path, isShown]).toEqual([path, true]);
    }
  });

  it('is in no expression that decided, which a viewer sees as written', async () => {
    const read = async (role: string): Promise<string> => {
      const pages = [1, 2, 3, 4].map((version) =>
        get(`/v1/sagas/${sagaId}/versions/${version}/expressions`, role),
      );
      return JSON.stringify((await Promise.all(pages)).map(({ body }) => body));
    };
    const [viewer, operator] = [await read('viewer'), await read('operator')];
    expect([viewer.includes(CANARY), operator.includes(CANARY)]).toEqual([false, true]);
    expect(viewer).toContain('"source":"');
  });

  it('is in no stream of a viewer, and in that of an operator', async () => {
    const read = async (role: string): Promise<string> => {
      const headers = { authorization: `Bearer ${role}-0123456789abcdef`, connection: 'close' };
      const asked = request(`${stack.conductor.url}/v1/sagas/${sagaId}/stream`, { headers });
      asked.end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      let text = '';
      for await (const chunk of answer) {
        text += String(chunk);
        if (text.includes('operator-acted')) break;
      }
      asked.destroy();
      return text;
    };
    expect(await read('viewer')).not.toContain(CANARY);
    expect(await read('operator')).toContain(CANARY);
  });

  it('is in no event of the stream of all sagas for a viewer', async () => {
    const listen = (role: string) =>
      StreamClient.open(`${stack.conductor.url}/v1/stream?kind=saga-stuck`, {
        authorization: `Bearer ${role}-0123456789abcdef`,
      });
    const [viewer, operator] = await Promise.all([listen('viewer'), listen('operator')]);
    await Promise.all([viewer.first('open'), operator.first('open')]);
    stack.script.set('shipping.ship', () => {
      return { type: 'errored', error: { code: 'NO_VAN', message: `no van for ${CANARY}` } };
    });
    const headers = { authorization: 'Bearer admin-0123456789abcdef' };
    // the lock of the same card is held
    const input = { orderId: 'o-2', card: `${CANARY}-2` };
    const body = { definition: 'place-order', input };
    await stack.call('POST', '/v1/sagas?wait=10s', { body, headers });
    const [shown, known] = await Promise.all([viewer.first('saga'), operator.first('saga')]);
    viewer.break();
    operator.break();
    expect(JSON.stringify(known.waiting)).toContain(CANARY);
    expect(JSON.stringify(shown)).not.toContain(CANARY);
    expect(shown).toMatchObject({ sagaId: known.sagaId, status: 'stuck', matches: true });
  });

  it('leaves a viewer steps, codes, attempts and times in sentences and timelines', async () => {
    const { body: saga } = await get(`/v1/sagas/${sagaId}`, 'viewer');
    expect(saga.waiting.text).toMatch(/^ship is stuck since \d{4}-.+Z: shipping answered NO_VAN/);
    const path = `/v1/sagas/${sagaId}/timeline`;
    const [seen, whole] = [await get(path, 'viewer'), await get(path, 'operator')];
    const withoutText = ({ body }: typeof seen) =>
      body.items.map(({ text: _text, error, ...rest }: Json) => ({ ...rest, code: error?.code }));
    expect(withoutText(seen)).toEqual(withoutText(whole));
    const lines: string[] = seen.body.items.map(({ text }: Json) => text);
    expect(lines[0]).toBe('saga started: place-order version 1');
    expect(lines).toContain('→ payment.authorize');
    expect(lines).toContain(`ship: errored, NO_VAN (${MASKED})`);
    expect(lines).toContain('operator admin: retry ship ("another van")');
    expect(lines.join()).not.toContain(CANARY);
    expect(whole.body.items.map(({ text }: Json) => text).join()).toContain(CANARY);
  });

  it('leaves a viewer everything else', async () => {
    const { body } = await get(`/v1/sagas/${sagaId}`, 'viewer');
    expect(body.input).toEqual({ orderId: 'o-1', card: MASKED });
    const authorize = body.steps.find(({ name }: { name: string }) => name === 'authorize');
    expect(authorize.output).toEqual({ token: MASKED, id: 'a-1' });
  });
});
