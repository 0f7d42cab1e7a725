import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;

const CHANGE = {
  name: 'change-order',
  locks: ['order:${input.orderId}'],
  steps: [
    { name: 'ask', command: 'order.ask', compensation: 'none' },
    { name: 'approve', wait: { signal: 'go' } },
  ],
};
const IMPATIENT = {
  name: 'impatient',
  locks: [{ key: 'order:${input.orderId}', onBusy: 'reject' }],
  steps: [{ name: 'ask', command: 'order.ask', compensation: 'none' }],
};

beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const body of [CHANGE, IMPATIENT]) await stack.call('POST', '/v1/definitions', { body });
  await stack.addReplica();
});

afterAll(() => stack.close());

async function start(orderId: string, definition = 'change-order'): Promise<string> {
  const body = { definition, input: { orderId }, key: orderId };
  return (await stack.call('POST', '/v1/sagas', { body })).body.id as string;
}

async function show(id: string): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}`)).body;
}

/** Starts a saga that holds its lock and has reached the step that waits for a person. */
function waitsForApproval(id: string): Promise<Json> {
  return eventually(
    () => show(id),
    (saga) => saga.steps?.[1]?.status === 'waiting',
  );
}

async function finish(id: string): Promise<Json> {
  await stack.call('POST', `/v1/sagas/${id}/signals/go`);
  return (await stack.call('GET', `/v1/sagas/${id}?wait=30s`)).body;
}

async function locks(key: string): Promise<readonly Json[]> {
  return (await stack.call('GET', `/v1/admin/locks?key=${key}`)).body.items as readonly Json[];
}

describe('Sagas with the same lock', () => {
  it('take turns, in the order in which they came', async () => {
    const ids = [await start('o-1'), await start('o-1'), await start('o-1')];
    for (const [turn, id] of ids.entries()) {
      await waitsForApproval(id);
      const later = await Promise.all(ids.slice(turn + 1).map(show));
      for (const saga of later) {
        expect(saga.steps[0].status).toBe('pending');
        expect(saga).toMatchObject({
          locks: [{ key: 'order:o-1', status: 'waiting' }],
          nextAction: { what: 'await-lock' },
        });
      }
      expect(await finish(id)).toMatchObject({ status: 'completed' });
    }
    expect(await locks('order:o-1')).toEqual([]);
  });

  it('do not hold up those with another one', async () => {
    const [one, other] = [await start('o-2'), await start('o-3')];
    await Promise.all([waitsForApproval(one), waitsForApproval(other)]);
    await Promise.all([finish(one), finish(other)]);
  });

  it('end at once instead of waiting, if that is how they are', async () => {
    const holder = await start('o-4');
    await waitsForApproval(holder);
    const id = await start('o-4', 'impatient');
    const { body } = await stack.call('GET', `/v1/sagas/${id}?wait=30s`);
    expect(body).toMatchObject({ status: 'compensated', error: { code: 'LOCK_BUSY' } });
    await finish(holder);
    const again = await start('o-4', 'impatient');
    const { body: late } = await stack.call('GET', `/v1/sagas/${again}?wait=30s`);
    expect(late.status).toBe('completed');
  });

  it('a hundred at a time all get their turn, whoever is cancelled', async () => {
    const ids = await Promise.all(Array.from({ length: 100 }, () => start('o-5', 'change-order')));
    const cancelled = ids.filter((_, index) => index % 10 === 3);
    for (const id of cancelled) {
      await stack.call('POST', `/v1/admin/sagas/${id}/cancel`, { body: { reason: 'changed' } });
    }
    // a signal that arrives early is kept
    await Promise.all(ids.map((id) => stack.call('POST', `/v1/sagas/${id}/signals/go`)));
    const ended = await Promise.all(
      ids.map(async (id) => (await stack.call('GET', `/v1/sagas/${id}?wait=60s`)).body.status),
    );
    expect(ended.filter((status) => status === 'completed').length).toBeGreaterThanOrEqual(90);
    expect(ended.every((status) => status === 'completed' || status === 'compensated')).toBe(true);
  });
});

describe('An operator and a lock', () => {
  it('see who holds it and who waits, and give it to the next', async () => {
    const [holder, waiter] = [await start('o-6'), await start('o-6')];
    await waitsForApproval(holder);
    const [lock] = await locks('order:o-6');
    expect(lock).toMatchObject({
      key: 'order:o-6',
      holder: { sagaId: holder, definition: 'change-order', sagaKey: 'o-6', status: 'running' },
      waiters: [{ sagaId: waiter }],
      waiterCount: 1,
    });
    const body = { key: 'order:o-6', reason: 'it hangs' };
    const released = await stack.call('POST', '/v1/admin/locks/release', { body });
    expect(released.body).toMatchObject({
      id: holder,
      status: 'running',
      locks: [{ key: 'order:o-6', status: 'released' }],
    });
    await waitsForApproval(waiter);
    const { body: audit } = await stack.call('GET', `/v1/admin/audit?saga=${holder}`);
    expect(audit.items).toMatchObject([{ action: 'release-lock', reason: 'it hangs' }]);
    await Promise.all([finish(holder), finish(waiter)]);
  });

  it('take it from nobody else when the same request comes again', async () => {
    const ids = [await start('o-7'), await start('o-7'), await start('o-7')];
    const [holder, next, last] = ids as [string, string, string];
    await waitsForApproval(holder);
    const headers = { 'idempotency-key': 'release-o-7' };
    const body = { key: 'order:o-7', reason: 'it hangs' };
    const release = () => stack.call('POST', '/v1/admin/locks/release', { body, headers });
    expect((await release()).body.id).toBe(holder);
    await waitsForApproval(next);
    expect((await release()).body.id).toBe(holder);
    const [lock] = await locks('order:o-7');
    expect(lock).toMatchObject({ holder: { sagaId: next }, waiters: [{ sagaId: last }] });
    for (const id of ids) await finish(id);
  });

  it('take it from nobody but the saga that they name', async () => {
    const [holder, next] = [await start('o-8'), await start('o-8')];
    await waitsForApproval(holder);
    const body = { key: 'order:o-8', reason: 'it hangs', sagaId: holder };
    const release = () => stack.call('POST', '/v1/admin/locks/release', { body });
    expect((await release()).status).toBe(200);
    await waitsForApproval(next);
    expectProblem(await release(), 409, 'LOCK_NOT_HELD');
    expect(await locks('order:o-8')).toMatchObject([{ holder: { sagaId: next } }]);
    await Promise.all([finish(holder), finish(next)]);
  });

  it('are told when nobody holds it, or the reason is missing', async () => {
    const release = (body: object) => stack.call('POST', '/v1/admin/locks/release', { body });
    expectProblem(await release({ key: 'nobody', reason: 'r' }), 404, 'LOCK_NOT_FOUND');
    expectProblem(await release({ key: 'nobody' }), 400, 'VALIDATION_FAILED');
    expectProblem(await release({ reason: 'r' }), 400, 'VALIDATION_FAILED');
  });

  it('page through them', async () => {
    const ids = await Promise.all(['p-1', 'p-2', 'p-3'].map((orderId) => start(orderId)));
    await Promise.all(ids.map(waitsForApproval));
    const first = await stack.call('GET', '/v1/admin/locks?limit=2');
    const keysOf = ({ body }: Json): string[] => body.items.map(({ key }: Json) => key);
    expect(keysOf(first)).toEqual(['order:p-1', 'order:p-2']);
    const rest = await stack.call('GET', `/v1/admin/locks?limit=2&cursor=${first.body.next}`);
    expect([keysOf(rest), rest.body.next]).toEqual([['order:p-3'], null]);
    await Promise.all(ids.map(finish));
  });
});
