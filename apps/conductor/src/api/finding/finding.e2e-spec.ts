import { FILTER_NAMES, FILTERS } from '#filters';
import { eventually } from '#testing-internal';
import { ConductorStack, errs, ORDER_DEFINITION, refuses } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const WAITING = { name: 'wait-for-go', steps: [{ name: 'hold', wait: { signal: 'go' } }] };
const LISTS = ['/v1/sagas', '/v1/admin/sagas'];

let stack: ConductorStack;

/** One saga of each fate: completed, compensated, stuck, abandoned, and one that waits. */
beforeAll(async () => {
  stack = await ConductorStack.start();
  for (const body of [ORDER_DEFINITION, WAITING]) {
    await stack.call('POST', '/v1/definitions', { body });
  }
  await run('completes');
  stack.script.set('payment.authorize', refuses('CARD_DECLINED'));
  await run('goes-back');
  stack.script.clear();
  stack.script.set('shipping.ship', errs('ERR_LOCKED'));
  await run('is-stuck');
  const { id } = await run('is-given-up');
  stack.script.clear();
  const body = { reason: 'nobody wants it any more' };
  await stack.call('POST', `/v1/admin/sagas/${id}/abandon`, { body });
  await start('wait-for-go', 'waits');
});

afterAll(() => stack.close());

async function start(definition: string, key: string, wait = ''): Promise<Json> {
  const body = { definition, key, input: { orderId: key } };
  return (await stack.call('POST', `/v1/sagas${wait}`, { body })).body;
}

const run = (key: string) => start('place-order', key, '?wait=10s');

async function keysAt(list: string, filter: string): Promise<string[]> {
  const { status, body } = await stack.call('GET', `${list}?${filter}`);
  expect([filter, status]).toEqual([filter, 200]);
  return body.items.map(({ key }: Json) => key).reverse();
}

describe('Filters of lists and counts', () => {
  const ALL = ['completes', 'goes-back', 'is-stuck', 'is-given-up', 'waits'];

  it.each([
    ['', ALL],
    ['status=stuck', ['is-stuck']],
    ['status=completed,abandoned', ['completes', 'is-given-up']],
    ['status=!completed,stuck', ['goes-back', 'is-given-up', 'waits']],
    ['definition=place-order', ALL.slice(0, 4)],
    ['definition=!place-order', ['waits']],
    ['definition=wait-for-go,place-order&status=running,compensated', ['goes-back', 'waits']],
    ['version=1', ALL],
    ['version=>1', []],
    ['definition=place-order&version=1&status=compensated', ['goes-back']],
    ['key=waits', ['waits']],
    ['step=ship', ['is-stuck']],
    ['step=!ship', ['waits']],
    ['step=hold,ship', ['is-stuck', 'waits']],
    ['error=CARD_DECLINED', ['goes-back']],
    ['error=CARD_DECLINED,ERR_LOCKED&status=stuck', ['is-stuck']],
    ['error=!CARD_DECLINED&status=!completed,abandoned', ['is-stuck', 'waits']],
    ['participant=shipping', ['is-stuck']],
    ['participant=payment,order', []],
    ['participant=!shipping', ['waits']],
    ['waiting=stuck', ['is-stuck']],
    ['waiting=signal,timer', ['waits']],
    ['waiting=signal&status=stuck', []],
    ['waiting=!signal', ['is-stuck']],
    ['waiting=executing', []],
    ['waiting=executing,stuck', ['is-stuck']],
    ['attempts=4', ['is-stuck']],
    ['attempts=>=1', ['is-stuck']],
    ['attempts=<1', ['waits']],
    ['attempts=>3,<=4', ['is-stuck']],
    ['age=<1h', ALL],
    ['age=>1h', []],
    ['unchanged=<1h', ['is-stuck', 'waits']],
    ['unchanged=>1h', []],
    ['from=2026-01-01&status=stuck,completed', ['completes', 'is-stuck']],
    ['to=2026-01-01', []],
    ['q=give', ['is-given-up']],
    ['q=ERRORED', ['is-stuck', 'is-given-up']],
    ['q=refused&status=stuck', []],
  ])('given "%s", then lists and counts have the same', async (filter, keys) => {
    for (const list of LISTS) expect(await keysAt(list, filter)).toEqual(keys);
    const { body } = await stack.call('GET', `/v1/sagas/count?${filter}`);
    const statuses: number[] = Object.values(body.byStatus);
    expect(body).toMatchObject({ count: keys.length, isExact: true });
    expect(statuses.reduce((sum, each) => sum + each, 0)).toBe(keys.length);
  });

  it('given ids, then those sagas are found', async () => {
    const { body } = await stack.call('GET', '/v1/sagas?status=stuck,completed');
    const ids = body.items.map(({ id }: Json) => id);
    const found = await keysAt('/v1/sagas', `id=${ids.join(',').toUpperCase()}`);
    expect(found).toEqual(['completes', 'is-stuck']);
    expect(await keysAt('/v1/sagas', `id=${ids[0]}&status=completed`)).toEqual([]);
  });

  it.each([
    'status=stuck,completed,compensated',
    'definition=!none&status=!running',
    'error=!none',
    '',
  ])('given "%s", when it is read one by one, then each saga comes once', async (filter) => {
    const whole = await keysAt('/v1/sagas', filter);
    const read: string[] = [];
    let cursor = '';
    do {
      const { body } = await stack.call('GET', `/v1/sagas?limit=1&${filter}${cursor}`);
      read.push(...body.items.map(({ key }: Json) => key));
      cursor = body.next === null ? '' : `&cursor=${encodeURIComponent(body.next)}`;
    } while (cursor !== '');
    expect(read.reverse()).toEqual(whole);
  });

  it('given several faults, then each is named with its place', async () => {
    for (const path of [...LISTS, '/v1/sagas/count']) {
      const answer = await stack.call('GET', `${path}?status=lost&age=1h&from=x`);
      expectProblem(answer, 400, 'VALIDATION_FAILED');
      expect(answer.body.errors.map(({ path: at, rule }: Json) => [at, rule])).toEqual([
        ['/status', 'isIn'],
        ['/age', 'range'],
        ['/from', 'instant'],
      ]);
    }
  });

  it('given the OpenAPI document, then every list of sagas has every filter', async () => {
    const { body: document } = await stack.call('GET', '/openapi.json');
    for (const path of [...LISTS, '/v1/sagas/count']) {
      const { parameters } = document.paths[path].get;
      const described = parameters.map(({ name, description }: Json) => [name, description]);
      const filters = FILTER_NAMES.map((name) => [name, FILTERS[name].about]);
      expect(described).toEqual(expect.arrayContaining(filters));
    }
  });

  it('given sagas that ended long ago, when they are counted, the tally has them', async () => {
    await stack.sql.query('alter table saga disable trigger user');
    await stack.sql.query(
      `update saga set ended_at = ended_at - interval '1 day' where ended_at is not null`,
    );
    await stack.sql.query('alter table saga enable trigger user');
    await stack.addReplica();
    const counted = async () => {
      const { rows } = await stack.sql.query('select from ended_tally_mark where next is not null');
      return rows.length;
    };
    await eventually(counted, (rows) => rows === 1);
    const { body } = await stack.call('GET', '/v1/sagas/count');
    expect(body).toMatchObject({ count: 5, byStatus: { completed: 1, abandoned: 1, stuck: 1 } });
  });
});
