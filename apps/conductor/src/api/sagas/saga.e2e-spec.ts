import {
  ConductorStack,
  isSilent,
  ORDER_DEFINITION,
  refuses,
} from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;
let orders = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

function someStart(changes: object = {}) {
  orders += 1;
  return { definition: 'place-order', input: { orderId: `o-${orders}` }, ...changes };
}

function start(body: object, headers: Record<string, string> = {}, query = '') {
  return stack.call('POST', `/v1/sagas${query}`, { body, headers });
}

describe('Starting a saga', () => {
  it('answers 201 with the saga and its address once it is committed', async () => {
    const request = someStart({ key: 'order-1' });
    const answer = await start(request);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v1/sagas/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      status: 'running',
      direction: 'forward',
      version: 1,
      definition: { name: 'place-order', version: 1 },
      key: 'order-1',
      input: request.input,
      error: null,
    });
    expect(answer.body.steps[0]).toMatchObject({
      name: 'createOrder',
      status: 'executing',
      attempts: { execute: 1, compensate: 0, inquire: 0 },
      iteration: 0,
      nextAction: { what: 'await-reply', step: 'createOrder', at: expect.any(String) },
    });
    const { status } = await stack.call('GET', answer.headers.get('location') ?? '');
    expect(status).toBe(200);
  });

  it('answers when the saga comes to rest, if asked to wait', async () => {
    stack.script.set('shipping.ship', () => ({ type: 'succeeded', output: { parcel: 7 } }));
    const answer = await start(someStart(), {}, '?wait=30s');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ status: 'completed', nextAction: null });
    expect(answer.body.steps.at(-1)).toMatchObject({ status: 'succeeded', output: { parcel: 7 } });
  });

  it('answers with the saga as it is when the time is up', async () => {
    stack.script.set('order.create', isSilent);
    const answer = await start(someStart(), {}, '?wait=1ms');
    expect([answer.status, answer.body.status]).toEqual([201, 'running']);
  });

  it('gives the same request with the same key the same saga', async () => {
    const request = someStart();
    const headers = { 'idempotency-key': `start-${orders}` };
    const first = await start(request, headers);
    const again = await start({ input: request.input, definition: 'place-order' }, headers);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('starts one saga however many times a key is used at once', async () => {
    const request = someStart();
    const headers = { 'idempotency-key': `start-${orders}` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => start(request, headers)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
  });

  it('refuses the same key with another body, and starts nothing', async () => {
    const headers = { 'idempotency-key': `start-${orders}-other` };
    await start(someStart(), headers);
    const before = await sagaCount();
    expectProblem(await start(someStart(), headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    const unknown = someStart({ definition: 'nobody' });
    expectProblem(await start(unknown, headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    expect(await sagaCount()).toBe(before);
  });

  it('knows a repeated request also after its definition was retired', async () => {
    const body = { ...ORDER_DEFINITION, name: 'short-lived' };
    await stack.call('POST', '/v1/definitions', { body });
    const request = someStart({ definition: 'short-lived' });
    const headers = { 'idempotency-key': 'short-lived-1' };
    const first = await start(request, headers);
    await stack.call('POST', '/v1/definitions/short-lived/versions/1/retire', {
      body: { reason: 'over' },
    });
    const again = await start(request, headers);
    expect([again.status, again.body.id]).toEqual([200, first.body.id]);
  });
});

describe('Waiting for a saga', () => {
  it('ends also when another replica finishes it', async () => {
    const other = await stack.addReplica();
    const started = await Promise.all(
      Array.from({ length: 10 }, () => {
        const request = { body: someStart() };
        return callUrl('POST', `${other.url}/v1/sagas?wait=30s`, request);
      }),
    );
    expect(started.map(({ body }) => body.status)).toEqual(Array(10).fill('completed'));
  });

  it('is possible on an existing saga', async () => {
    const { body } = await start(someStart());
    const answer = await stack.call('GET', `/v1/sagas/${body.id}?wait=30s`);
    expect(answer.body.status).toBe('completed');
  });
});

describe('Looking at sagas', () => {
  it('shows what was refused and undone', async () => {
    stack.script.set('payment.authorize', refuses('CARD_DECLINED'));
    const { body } = await start(someStart(), {}, '?wait=30s');
    expect(body).toMatchObject({
      status: 'compensated',
      direction: 'backward',
      error: { code: 'CARD_DECLINED' },
    });
    expect(body.steps[0]).toMatchObject({ name: 'createOrder', status: 'compensated' });
    expect(body.steps[2]).toMatchObject({ name: 'capture', status: 'pending' });
  });

  it('gives every event in order', async () => {
    const { body: saga } = await start(someStart(), {}, '?wait=30s');
    const { body: history } = await stack.call('GET', `/v1/sagas/${saga.id}/history`);
    const versions = history.items.map(({ version }: { version: number }) => version);
    expect(versions).toEqual(versions.map((_: number, index: number) => index + 1));
    expect(versions.at(-1)).toBe(saga.version);
    const types = history.items.flatMap(({ events }: { events: { type: string }[] }) =>
      events.map(({ type }) => type),
    );
    expect(types[0]).toBe('saga-started');
    expect(types.at(-1)).toBe('saga-completed');
    expect(history.next).toBeNull();

    const paged: number[] = [];
    let cursor = '';
    do {
      const path = `/v1/sagas/${saga.id}/history?limit=2${cursor}`;
      const { body } = await stack.call('GET', path);
      paged.push(...body.items.map(({ version }: { version: number }) => version));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(paged).toEqual(versions);
  });

  it('shows a reply that came twice as ignored, with its reason', async () => {
    stack.repeated.add('order.create');
    const { body: saga } = await start(someStart(), {}, '?wait=30s');
    stack.repeated.clear();
    const { body: history } = await stack.call('GET', `/v1/sagas/${saga.id}/history`);
    const ignored = history.items.filter((entry: Json) => entry.ignored !== null);
    expect(ignored).toEqual([
      {
        version: null,
        at: expect.any(String),
        input: {
          type: 'reply',
          step: 'createOrder',
          iteration: 0,
          direction: 'execute',
          attempt: 1,
          outcome: 'succeeded',
        },
        events: [],
        ignored: { reason: 'step-closed', times: 1, lastAt: expect.any(String) },
      },
    ]);
  });

  it('lists them newest first, page by page, each once', async () => {
    const key = `paged-${orders}`;
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.unshift((await start(someStart({ key }))).body.id);
    const listed: string[] = [];
    let cursor = '';
    do {
      const { body } = await stack.call('GET', `/v1/sagas?key=${key}&limit=2${cursor}`);
      listed.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next === null ? '' : `&cursor=${body.next}`;
    } while (cursor !== '');
    expect(listed).toEqual(ids);
  });

  it('filters by status, definition, step, error, time and text', async () => {
    stack.script.set('payment.authorize', refuses('CARD_STOLEN'));
    const declined = (await start(someStart({ key: 'Needle-1' }), {}, '?wait=30s')).body;
    stack.script.set('payment.authorize', isSilent);
    const waiting = (await start(someStart({ key: 'hay-1' }))).body;
    await stack.call('GET', `/v1/sagas/${waiting.id}?wait=1ms`);
    const idsOf = async (query: string): Promise<readonly string[]> => {
      const { status, body } = await stack.call('GET', `/v1/sagas?limit=100&${query}`);
      expect(status).toBe(200);
      return body.items.map(({ id }: { id: string }) => id);
    };
    for (const query of [
      'status=compensated,completed',
      'error=CARD_STOLEN',
      'definition=place-order',
      'q=needle',
      `q=${declined.id}`,
      'from=2020-01-01T00:00:00Z&to=2100-01-01',
    ]) {
      expect([query, await idsOf(query)]).toEqual([query, expect.arrayContaining([declined.id])]);
    }
    for (const query of [
      'status=stuck',
      'error=NONE',
      'definition=other',
      'key=needle-1',
      "q=%25' or 1=1 --",
      'to=2020-01-01',
      'step=ship',
    ]) {
      expect([query, await idsOf(query)]).not.toEqual([
        query,
        expect.arrayContaining([declined.id]),
      ]);
    }
    expect(await idsOf('key=hay-1&status=running')).toEqual([waiting.id]);
  });
});

async function sagaCount(): Promise<number> {
  const { rows } = await stack.sql.query<{ count: string }>('select count(*) from saga');
  return Number(rows[0]?.count);
}
