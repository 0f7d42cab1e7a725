import pg from 'pg';
import { ConductorStack, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { callUrl, expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;
let sagaId: string;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  for (const orderId of ['o-1', 'o-2', 'o-3']) {
    const body = { definition: 'place-order', key: orderId, input: { orderId } };
    sagaId = (await stack.call('POST', '/v1/sagas?wait=10s', { body })).body.id;
  }
});

afterAll(() => stack.close());

const LISTS = ['/v1/sagas', '/v1/admin/sagas'];

describe('Instants in queries', () => {
  const WRONG = [
    '20260131',
    '2026-W05-3',
    '2026-W01',
    '2026-031',
    '2026-01-31T12',
    '2026',
    '2026-01-31T12:00:00+02',
    '2026-01-31T120000Z',
    '20260101T101010Z',
    '2026-01-31T12:00:00',
    '2026-01-31T12:00',
    '2026-01-01T10:00,5Z',
    '2016-12-31T23:59:60Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T12:00:00+14:60',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '-0001-01-01T00:00:00Z',
    '-000001',
    '0000-01-01',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '2026-02-30',
    ' 2026-01-31',
    '2026-01-31 12:00:00Z',
    'now',
    'infinity',
    '1e3',
    'epoch',
  ];

  it.each(WRONG)('"%s" is refused, and the answer says what to write', async (text) => {
    for (const list of LISTS) {
      for (const name of ['from', 'to']) {
        const answer = await stack.call('GET', `${list}?${name}=${encodeURIComponent(text)}`);
        expectProblem(answer, 400, 'VALIDATION_FAILED');
        expect(answer.body.errors).toMatchObject([{ path: `/${name}`, rule: 'instant' }]);
        expect(answer.body.detail).toContain('2026-01-31T12:00:00Z');
      }
    }
  });

  it('says that a plus has to be escaped', async () => {
    const answer = await stack.call('GET', '/v1/sagas?from=2026-01-31T12:00:00+02:00');
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.body.detail).toContain('%2B');
  });

  it.each([
    ['2000-01-01', 3],
    ['2000-01-01T00:00:00Z', 3],
    ['2000-01-01t00:00:00.123456789z', 3],
    ['2000-01-01T00:00:00%2B01:00', 3],
    ['0001-01-01T00:00:00Z', 3],
    ['9999-12-31T23:59:59.999Z', 0],
  ])('from %s there are %i sagas', async (from, count) => {
    for (const list of LISTS) {
      const { status, body } = await stack.call('GET', `${list}?from=${from}`);
      expect([status, body.items.length]).toEqual([200, count]);
    }
  });

  it('an interval that ends before it begins is refused, an empty one is not', async () => {
    const wrong = await stack.call('GET', '/v1/sagas?from=2026-02-01&to=2026-01-01');
    expectProblem(wrong, 400, 'VALIDATION_FAILED');
    const empty = await stack.call('GET', '/v1/sagas?from=2026-01-01&to=2026-01-01');
    expect(empty.body).toEqual({ items: [], next: null });
  });
});

describe('Cursors', () => {
  /** A list with more than one page, and one of its cursors. */
  async function cursorOf(path: string): Promise<string> {
    const { body } = await stack.call('GET', path);
    expect(body.next).toEqual(expect.any(String));
    return body.next as string;
  }

  async function expectRefused(path: string, cursor: string): Promise<void> {
    const mark = path.includes('?') ? '&' : '?';
    const answer = await stack.call('GET', `${path}${mark}cursor=${encodeURIComponent(cursor)}`);
    expectProblem(answer, 400, 'CURSOR_INVALID');
  }

  it('are refused when one character of them is another', async () => {
    const cursor = await cursorOf('/v1/sagas?limit=1');
    for (let at = 0; at < cursor.length; at++) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      await expectRefused('/v1/sagas', cursor.slice(0, at) + other + cursor.slice(at + 1));
    }
    for (const more of [`${cursor}.`, `${cursor}A`, ` ${cursor}`, `${cursor}=`]) {
      await expectRefused('/v1/sagas', more);
    }
  });

  it('are refused by another list', async () => {
    const cursor = await cursorOf('/v1/sagas?limit=1');
    for (const path of ['audit', 'dead-messages', 'sagas', 'locks', 'participants']) {
      await expectRefused(`/v1/admin/${path}`, cursor);
    }
    await expectRefused(`/v1/sagas/${sagaId}/history`, cursor);
    await expectRefused('/v1/definitions', cursor);
  });

  it('are refused with another filter, and taken with another limit', async () => {
    const cursor = await cursorOf('/v1/sagas?limit=1&definition=place-order');
    await expectRefused('/v1/sagas?definition=other', cursor);
    await expectRefused('/v1/sagas', cursor);
    await expectRefused('/v1/sagas?definition=place-order&q=o', cursor);
    const path = `/v1/sagas?limit=2&definition=place-order&cursor=${cursor}`;
    expect((await stack.call('GET', path)).body.items).toHaveLength(2);
  });

  it('of the history of one saga are refused by that of another', async () => {
    const { body } = await stack.call('GET', '/v1/sagas');
    const [first, second] = body.items.map(({ id }: Json) => id as string);
    await expectRefused(
      `/v1/sagas/${second}/history`,
      await cursorOf(`/v1/sagas/${first}/history?limit=1`),
    );
  });

  it('that were made by hand never reach the database', async () => {
    const made = [
      ['history', '2147483648'],
      ['audit', '9999-99-99T99:99:99.999999Z', sagaId],
      ['dead-messages', '9999-99-99T99:99:99.999999Z', sagaId],
    ].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
    for (const cursor of made) {
      await expectRefused(`/v1/sagas/${sagaId}/history`, cursor);
      await expectRefused('/v1/admin/audit', cursor);
      await expectRefused('/v1/admin/dead-messages', cursor);
    }
  });

  it('of one replica are taken by another', async () => {
    const cursor = await cursorOf('/v1/sagas?limit=1');
    const replica = await stack.addReplica();
    const answer = await callUrl('GET', `${replica.url}/v1/sagas?limit=1&cursor=${cursor}`);
    expect(answer.status).toBe(200);
  });
});

describe('Numbers and texts in addresses', () => {
  it.each([
    '/v1/sagas?limit=0',
    '/v1/sagas?limit=101',
    '/v1/sagas?limit=1e1',
    '/v1/sagas?limit=1.5',
    '/v1/sagas?limit=99999999999999999999',
    '/v1/sagas?limit=-1',
    '/v1/sagas?limit=0x10',
    '/v1/sagas?limit=1&limit=2',
    '/v1/sagas?q=a&q=b',
    '/v1/sagas?from=2026-01-01&from=x',
    `/v1/sagas?q=${'x'.repeat(257)}`,
    `/v1/sagas?key=${'x'.repeat(257)}`,
    '/v1/sagas?q=',
    '/v1/sagas?key=a%00b',
    '/v1/sagas?q=%00',
    '/v1/admin/locks?key=%00',
    '/v1/admin/audit?saga=none',
    `/v1/admin/audit?saga=%7B${'0'.repeat(32)}%7D`,
    '/v1/sagas?status=none',
    '/v1/sagas?status=',
    '/v1/sagas?unknown=1',
  ])('%s is refused', async (path) => {
    expect((await stack.call('GET', path)).status).toBe(400);
  });

  it.each([
    '/v1/definitions/place-order/versions/2147483648',
    '/v1/definitions/place-order/versions/0',
    '/v1/definitions/place-order/versions/99999999999',
    '/v1/definitions/none/versions/1',
    '/v1/definitions/place-order/versions/1e0',
    '/v1/definitions/%F0%9F%8D%8B',
    '/v1/sagas/none',
    `/v1/sagas/%7B${'0'.repeat(32)}%7D`,
    `/v1/sagas/${'0'.repeat(32)}`,
  ])('%s names nothing', async (path) => {
    expect((await stack.call('GET', path)).status).toBe(404);
  });

  it.each([
    '/v1/sagas?q=a+b',
    '/v1/sagas?q=%F0%9F%8D%8B',
    '/v1/sagas?key=%EF%BF%BD',
    '/v1/sagas?q=%25',
    '/v1/sagas?q=_',
    '/v1/sagas?q=%5C',
    '/v1/sagas?q=%27%22%3B--',
    '/v1/sagas?step=%5C',
    '/v1/sagas?error=%7B%7D',
    '/v1/sagas?status=running,stuck',
  ])('%s is answered', async (path) => {
    expect((await stack.call('GET', path)).status).toBe(200);
  });

  it('the id of a saga is one in capitals, too', async () => {
    const id = sagaId.toUpperCase();
    expect((await stack.call('GET', `/v1/sagas/${id}`)).status).toBe(200);
    expect((await stack.call('GET', `/v1/admin/audit?saga=${id}`)).status).toBe(200);
  });
});

describe('A value that the database refuses', () => {
  it('is the fault of the request', async () => {
    const client = new pg.Client({ connectionString: stack.database.url });
    await client.connect();
    await client.query('alter table saga add constraint no_canary check (key <> $$canary$$)');
    await client.end();
    const body = { definition: 'place-order', key: 'canary', input: { orderId: 'o-4' } };
    expectProblem(await stack.call('POST', '/v1/sagas', { body }), 400, 'VALIDATION_FAILED');
  });
});
