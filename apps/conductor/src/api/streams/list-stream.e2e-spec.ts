import { request } from 'node:http';
import { eventually } from '#testing-internal';
import { errs, refuses } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';
import { StreamStack, untilTold } from './stream-stack.fixture.js';

let live: StreamStack;

beforeAll(async () => {
  live = await StreamStack.start();
});

afterEach(() => live.reset());
afterAll(() => live.close());

describe('The stream of all sagas', () => {
  it('given a listener, when a saga runs, then it is told of each transition', async () => {
    const client = await live.open('/v1/stream');
    await client.first('open');
    const saga = await live.run('place-order', 'k-1');
    const told = await untilTold(client, saga.id, saga.version);
    const { body: history } = await live.stack.call('GET', `/v1/sagas/${saga.id}/history`);
    const sorted = told.toSorted((a, b) => a.version - b.version);
    expect(sorted.map(({ version, at, kinds }) => ({ version, at, kinds }))).toEqual(
      history.items.map(({ version, at, events }: Json) => {
        return { version, at, kinds: [...new Set(events.map(({ type }: Json) => type))] };
      }),
    );
    expect(sorted[0]).toMatchObject({
      definition: { name: 'place-order', version: 1 },
      key: 'k-1',
      status: 'running',
      statusBefore: null,
      steps: ['createOrder'],
    });
    expect(sorted.at(-1)).toMatchObject({ status: 'completed', statusBefore: 'running' });
    for (const each of client.events) {
      expect([each.event, live.faultOf('/v1/stream', each)]).toEqual([each.event, null]);
    }
  });

  it('given heartbeats are asked for, when nothing happens, then they come', async () => {
    const [client, other] = [
      await live.open('/v1/stream?heartbeat=true'),
      await live.open('/v1/stream'),
    ];
    await eventually(
      () => client.dataOf('heartbeat').length,
      (count) => count >= 2,
    );
    const [beat, ...more] = client.events.filter(({ event }) => event === 'heartbeat');
    expect([more.length > 0, live.faultOf('/v1/stream', beat!)]).toEqual([true, null]);
    expect(Date.parse(beat!.data.at)).not.toBeNaN();
    expect(other.dataOf('heartbeat')).toEqual([]);
    const saga = await live.run();
    await untilTold(client, saga.id, saga.version);
    const resumed = await live.open(`/v1/stream?lastEventId=${encodeURIComponent(beat!.id)}`);
    await untilTold(resumed, saga.id, saga.version);
    const wrong = await live.stack.call('GET', '/v1/stream?heartbeat=often');
    expectProblem(wrong, 400, 'VALIDATION_FAILED');
  });

  it('given a proxy, when a stream is opened, then its head says what is needed', async () => {
    const { status, headers } = await live.open('/v1/stream');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    const head = await new Promise<number>((resolve, reject) => {
      const call = request(`${live.stack.conductor.url}/v1/stream`, { method: 'HEAD' });
      call.on('response', (response) => resolve(response.resume().statusCode ?? 0));
      call.on('error', reject).end();
    });
    expect(head).toBe(200);
  });

  it('given a filter, when sagas change, then those that match or leave are told', async () => {
    const stuck = await live.open('/v1/stream?status=stuck');
    const other = await live.open('/v1/stream?definition=other-order');
    const kinds = await live.open('/v1/stream?kind=saga-completed');
    live.stack.script.set('shipping.ship', refuses('NO_SHIP'));
    const held = await live.run();
    live.stack.script.clear();
    const completed = await live.run('other-order');
    await untilTold(stuck, held.id, held.version);
    const body = { reason: 'the shipper is back' };
    await live.stack.call('POST', `/v1/admin/sagas/${held.id}/retry`, { body });
    const left = await eventually(
      () => stuck.dataOf('saga'),
      (told) => told.some(({ status }) => status !== 'stuck'),
    );
    expect(new Set(left.map(({ sagaId }) => sagaId))).toEqual(new Set([held.id]));
    expect(left.every(({ status, statusBefore }) => [status, statusBefore].includes('stuck'))).toBe(
      true,
    );
    await untilTold(other, completed.id, completed.version);
    await untilTold(kinds, completed.id, completed.version);
    expect(new Set(other.dataOf('saga').map(({ sagaId }) => sagaId))).toEqual(
      new Set([completed.id]),
    );
    expect(kinds.dataOf('saga').every((data) => data.kinds.includes('saga-completed'))).toBe(true);
  });

  it('given filters of steps under way, when a saga comes and goes, both are told', async () => {
    const filter = 'waiting=stuck&step=ship&participant=shipping&error=ERR_LOCKED&attempts=>=4';
    const stuck = await live.listen(`/v1/stream?${filter}`);
    live.stack.script.set('shipping.ship', errs('ERR_LOCKED'));
    const held = await live.run();
    const [came] = await untilTold(stuck, held.id, held.version);
    live.stack.script.clear();
    const { body: list } = await live.stack.call('GET', `/v1/sagas?${filter}`);
    expect(list.items.map(({ id }: Json) => id)).toEqual([held.id]);
    expect(came).toMatchObject({ matches: true, waiting: list.items[0].waiting });
    expect(came.waiting).toEqual(held.waiting);
    const before = { 'last-event-id': stuck.events[0]?.id ?? '' };
    const resumed = await live.open(`/v1/stream?${filter}`, before);
    const told = await untilTold(resumed, held.id, held.version);
    const again = told.find(({ version }) => version === held.version);
    expect(again).toEqual(came);
    await live.run();
    const body = { reason: 'the shipper is back' };
    const acted = await live.stack.call('POST', `/v1/admin/sagas/${held.id}/retry`, { body });
    const [, left] = await untilTold(stuck, held.id, acted.body.version);
    expect(left).toMatchObject({ matches: false, waiting: { code: 'executing' } });
    expect(new Set(stuck.dataOf('saga').map(({ sagaId }) => sagaId))).toEqual(new Set([held.id]));
    for (const each of stuck.events) expect(live.faultOf('/v1/stream', each)).toBeNull();
  });

  it.each([
    ['age=>1h', 'age becomes true as time passes'],
    ['unchanged=>1h&waiting=lock', 'unchanged becomes true'],
    ['waiting=outbox,lock', 'a saga comes to outbox'],
    ['status=lost', 'status'],
    ['kind=nothing', 'kind must be'],
    ['status=', 'status'],
    ['statuses=stuck', 'statuses'],
  ])('given %s, when it is asked for, then it is refused with a reason', async (query, reason) => {
    const answer = await live.stack.call('GET', `/v1/stream?${query}`);
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.detail + JSON.stringify(answer.body.errors)).toContain(reason);
  });

  it('given a hundred streams, when their caller opens another, then it is refused', async () => {
    const many = await Promise.all(Array.from({ length: 100 }, () => live.open('/v1/stream')));
    const refused = await live.stack.call('GET', '/v1/stream');
    expectProblem(refused, 429, 'TOO_MANY_LISTENERS');
    many[0]?.break();
    await eventually(
      () => live.openCount(),
      (count) => count < 100,
    );
    expect((await live.open('/v1/stream')).status).toBe(200);
  });
});
