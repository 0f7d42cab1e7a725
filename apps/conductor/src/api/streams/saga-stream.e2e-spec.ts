import { eventually } from '#testing-internal';
import { errs } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';
import { StreamStack } from './stream-stack.fixture.js';

let live: StreamStack;

beforeAll(async () => {
  live = await StreamStack.start();
});

afterEach(() => live.reset());
afterAll(() => live.close());

describe('The stream of a saga', () => {
  it('given a saga, when it is listened to, then its history is told, entry by entry', async () => {
    live.stack.script.set('payment.capture', errs('LATER'));
    const before = await live.run();
    const client = await live.open(`/v1/sagas/${before.id}/stream`);
    await eventually(
      () => client.dataOf('entry').length,
      (count) => count >= before.version,
    );
    await live.stack.call('POST', `/v1/admin/sagas/${before.id}/abandon`, {
      body: { reason: 'a test' },
    });
    const { body: history } = await live.stack.call('GET', `/v1/sagas/${before.id}/history`);
    const entries = history.items.filter(({ version }: Json) => version !== null);
    await eventually(
      () => client.dataOf('entry').length,
      (count) => count >= entries.length,
    );
    expect(client.dataOf('entry')).toEqual(entries);
    expect(client.lastEventId).toBe(String(entries.length));
    for (const each of client.events) {
      expect([each.event, live.faultOf('/v1/sagas/{id}/stream', each)]).toEqual([each.event, null]);
    }
  });

  it('given a version that is known, when it goes on, then what came after is told', async () => {
    const saga = await live.run();
    const header = await live.open(`/v1/sagas/${saga.id}/stream`, { 'last-event-id': '3' });
    const query = await live.open(`/v1/sagas/${saga.id}/stream?lastEventId=3`);
    for (const client of [header, query]) {
      await eventually(
        () => client.dataOf('entry').length,
        (count) => count >= saga.version - 3,
      );
      expect(client.dataOf('entry').map(({ version }) => version)).toEqual(
        Array.from({ length: saga.version - 3 }, (_, index) => index + 4),
      );
    }
  });

  it('given an entry that is too large, when it is told, then its size is', async () => {
    const saga = await live.run();
    await live.stack.sql.query(
      `insert into saga_event (saga_id, version, at, data)
       values ($1, $2, now(),
         '{"input":{"type":"timer"},"events":[]' || repeat(' ', 300000) || '}')`,
      [saga.id, saga.version + 1],
    );
    const client = await live.open(`/v1/sagas/${saga.id}/stream?lastEventId=${saga.version}`);
    const large = await client.first('large-entry');
    expect(large).toMatchObject({ version: saga.version + 1, bytes: expect.any(Number) });
    const told = { id: '', event: 'large-entry', data: large };
    expect(live.faultOf('/v1/sagas/{id}/stream', told)).toBeNull();
    await live.stack.sql.query('delete from saga_event where saga_id = $1 and version = $2', [
      saga.id,
      saga.version + 1,
    ]);
  });

  it('given no saga, or an id that is no version, then it is refused', async () => {
    const nobody = '0192f0c1-aaaa-7bbb-8ccc-0123456789ab';
    expectProblem(
      await live.stack.call('GET', `/v1/sagas/${nobody}/stream`),
      404,
      'SAGA_NOT_FOUND',
    );
    expectProblem(await live.stack.call('GET', '/v1/sagas/x/stream'), 404, 'SAGA_NOT_FOUND');
    const { id } = await live.run();
    const wrong = await live.stack.call('GET', `/v1/sagas/${id}/stream?lastEventId=new`);
    expectProblem(wrong, 400, 'VALIDATION_FAILED');
  });
});
