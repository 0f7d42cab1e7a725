import { isDeepStrictEqual } from 'node:util';
import { eventually } from '#testing-internal';
import { ConductorStack, errs, isSilent, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';
import { StreamClient } from '../streams/stream-client.fixture.js';

const DEFINITIONS = [
  ORDER_DEFINITION,
  {
    name: 'approval',
    locks: [{ key: 'case:${input.case}', timeout: '1h' }],
    steps: [{ name: 'approve', wait: { signal: 'approved', timeout: '1h', title: 'Approve?' } }],
  },
  { name: 'parcel', steps: [{ name: 'sent', wait: { signal: 'sent' } }] },
  { name: 'shop', steps: [{ name: 'deliver', saga: { definition: 'parcel' } }] },
  {
    name: 'lonely',
    steps: [{ name: 'ask', command: 'nobody.ask', compensation: 'none', timeout: '10m' }],
  },
  { name: 'quiet', steps: [{ name: 'make', command: 'order.make', timeout: '10m' }] },
];

let stack: ConductorStack;
let stream: StreamClient;

beforeAll(async () => {
  stack = await ConductorStack.start();
  stream = await StreamClient.open(`${stack.conductor.url}/v1/stream`);
  await stream.first('open');
  for (const body of DEFINITIONS) {
    const posted = await stack.call('POST', '/v1/definitions', {
      body: withCompensations(body),
    });
    expect([body.name, posted.status]).toEqual([body.name, 201]);
  }
});

beforeEach(() => stack.script.clear());
afterAll(() => {
  stream.break();
  return stack.close();
});

function withCompensations(document: { readonly steps: readonly object[] }) {
  const steps = document.steps.map((step) =>
    'command' in step && !('kind' in step) ? { compensation: 'none', ...step } : step,
  );
  return { ...document, steps };
}

async function start(definition: string, input: object = {}, wait = ''): Promise<Json> {
  const { status, body } = await stack.call('POST', `/v1/sagas${wait}`, {
    body: { definition, input },
  });
  expect(status).toBe(201);
  return body;
}

/** Waits until the saga waits for that wherever it is shown, and returns what is said of it. */
async function untilItWaits(id: string, code: string): Promise<Json> {
  const [waiting] = await eventually(
    () => Promise.all(['', ...LISTS].map((list) => waitingIn(list, id))),
    ([one, ...others]) =>
      one?.code === code && others.every((other) => isDeepStrictEqual(other, one)),
  );
  if (!UNHEARD.has(code)) await expectHeard(id, waiting);
  return waiting;
}

/** A saga comes to these while nothing is committed of it. */
const UNHEARD = new Set(['no-consumer', 'outbox', 'paused']);

/** The stream says the same of its last change, but for who holds a lock or which child it is. */
async function expectHeard(id: string, { code, since, until, on }: Json): Promise<void> {
  const last = () => stream.dataOf('saga').findLast(({ sagaId }) => sagaId === id)?.waiting;
  const heard = await eventually(
    () => Promise.resolve(last()),
    (waiting) => waiting?.code === code,
  );
  const known = on.map((each: Json) => ({ ...each, sagaId: null }));
  expect({ ...heard, text: '' }).toEqual({ code, since, until, on: known, text: '' });
}

const LISTS = ['/v1/sagas?limit=100', '/v1/admin/sagas?limit=100'];

/** `list` empty: in the saga's own answer. */
async function waitingIn(list: string, id: string): Promise<Json> {
  const { body } = await stack.call('GET', list || `/v1/sagas/${id}`);
  const found = list ? body.items.find((each: Json) => each.id === id) : body;
  return found.waiting;
}

/** The sagas that lists and counts find by what they wait for. */
async function foundBy(code: string): Promise<readonly string[]> {
  const [{ body: list }, { body: counted }] = await Promise.all([
    stack.call('GET', `/v1/sagas?limit=100&waiting=${code}`),
    stack.call('GET', `/v1/sagas/count?waiting=${code}`),
  ]);
  expect(counted.count).toBe(list.items.length);
  expect(list.items.map(({ waiting }: Json) => waiting.code)).toEqual(list.items.map(() => code));
  return list.items.map(({ id }: Json) => id);
}

describe('What a saga waits for is said in its answers and in all lists:', () => {
  it('a participant, and nothing once it has ended', async () => {
    stack.script.set('order.make', isSilent);
    const { id, waiting } = await start('quiet');
    expect(waiting).toMatchObject({ code: 'executing', since: expect.any(String) });
    expect(waiting.text).toMatch(/^make waits since .+Z for order to answer order\.make, until/);
    await untilItWaits(id, 'executing');
    const body = { reason: 'not wanted' };
    const ended = await stack.call('POST', `/v1/admin/sagas/${id}/abandon`, { body });
    expect(ended.body).toMatchObject({ status: 'abandoned', waiting: null });
    const { body: list } = await stack.call('GET', '/v1/sagas?status=abandoned');
    expect(list.items).toMatchObject([{ id, waiting: null }]);
  });

  it('a person, when it is stuck, and its event says so too', async () => {
    const heard = await stack.listen('saga.stuck.place-order');
    stack.script.set('shipping.ship', errs('DOCK_CLOSED'));
    const { id, status } = await start('place-order', { orderId: 'o-1' }, '?wait=20s');
    expect(status).toBe('stuck');
    const waiting = await untilItWaits(id, 'stuck');
    expect(waiting).toMatchObject({ until: null, on: [{ step: 'ship', attempt: 1 }] });
    expect(waiting.text).toBe(
      `ship is stuck since ${toSeconds(waiting.since)}: shipping answered DOCK_CLOSED once; ` +
        'nothing happens until you act.',
    );
    await eventually(
      () => Promise.resolve(heard.length),
      (count) => count > 0,
    );
    expect(heard[0].data).toMatchObject({ sagaId: id, status: 'stuck', waiting });
    expect(await foundBy('stuck')).toEqual([id]);
  });

  it('a lock, with the saga that holds it; then a signal', async () => {
    const holder = await start('approval', { case: 'c-1' });
    await untilItWaits(holder.id, 'signal');
    const { id } = await start('approval', { case: 'c-1' });
    const waiting = await untilItWaits(id, 'lock');
    expect(waiting.text).toContain(`for the lock "case:c-1", which saga ${holder.id} holds`);
    expect(waiting.on[0]).toMatchObject({ name: 'case:c-1', sagaId: holder.id });
    expect(await foundBy('lock')).toEqual([id]);
    expect(await foundBy('signal')).toContain(holder.id);
    await stack.call('POST', `/v1/sagas/${holder.id}/signals/approved`, { body: {} });
    const next = await untilItWaits(id, 'signal');
    expect(next.text).toMatch(/^approve waits since .+ for the signal "approved", until/);
    expect(next.on).toMatchObject([{ code: 'signal', name: 'approved', title: 'Approve?' }]);
    expect(await foundBy('lock')).toEqual([]);
  });

  it('a child saga, with how that is', async () => {
    const { id } = await start('shop');
    const [child] = await eventually(
      async () => (await stack.call('GET', `/v1/sagas/${id}`)).body.children,
      (children: readonly Json[]) => children.length > 0,
    );
    const waiting = await untilItWaits(id, 'child');
    expect(waiting.text).toContain(`its child saga parcel (${child.id}), which is running`);
    expect(waiting.on[0]).toMatchObject({ name: 'parcel', sagaId: child.id });
    expect(await foundBy('child')).toEqual([id]);
  });

  it('a participant of which no process runs', async () => {
    const { id } = await start('lonely');
    const waiting = await untilItWaits(id, 'no-consumer');
    expect(waiting.text).toMatch(
      /^ask waits since .+ for nobody, whose queue has no consumer \(1 /,
    );
    expect(waiting.on[0]).toMatchObject({ participant: 'nobody' });
    expect(await foundBy('no-consumer')).toEqual([id]);
  });

  it('a person who paused its definition', async () => {
    const { id } = await start('approval', { case: 'c-2' });
    await untilItWaits(id, 'signal');
    const body = { scope: { definition: 'approval' }, reason: 'the office is closed' };
    const { body: pause } = await stack.call('POST', '/v1/admin/pauses', { body });
    const waiting = await untilItWaits(id, 'paused');
    expect(waiting.text).toContain('paused the definition approval ("the office is closed"), and');
    expect(waiting.on[0]?.pauses).toEqual([{ id: pause.id, scope: body.scope }]);
    expect(await foundBy('paused')).toContain(id);
    expect(await foundBy('signal')).not.toContain(id);
    const over = { body: { reason: 'it is open again' } };
    await stack.call('POST', `/v1/admin/pauses/${pause.id}/resume`, over);
    await untilItWaits(id, 'signal');
    expect(await foundBy('paused')).toEqual([]);
  });

  it('the broker, while that is away', async () => {
    await stack.leaveBroker();
    const { id } = await start('quiet');
    const waiting = await untilItWaits(id, 'outbox');
    expect(waiting.text).toContain('order.make is still in the outbox');
    expect(await foundBy('outbox')).toContain(id);
  });
});

function toSeconds(at: string): string {
  return at.replace(/\.\d+Z$/, 'Z');
}
