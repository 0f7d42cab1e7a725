import { eventually } from '#testing-internal';
import { ConductorStack, errs, ORDER_DEFINITION } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const SAGAS = 50_000;
/** What the answer may take, of several tries: other tests have the machine, too. */
const GROUPING_MAX_MS = 100;
const TRIES = 100;
const isQuick = (ms: number): boolean => ms <= GROUPING_MAX_MS;
const UNKNOWN = '0123456789abcdef';

let stack: ConductorStack;
let orders = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
  const ship = { name: 'ship', command: 'shipping.ship', kind: 'retryable' };
  const retry = { maxAttempts: 5, initialInterval: '1h' };
  const steps = [
    { name: 'pay', command: 'payment.capture', kind: 'pivot' },
    { ...ship, retry },
  ];
  await stack.call('POST', '/v1/definitions', { body: { name: 'patient', steps } });
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

async function start(definition: string, wait: string): Promise<Json> {
  orders += 1;
  const body = { definition, input: { orderId: `o-${orders}` } };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

async function groups(): Promise<readonly Json[]> {
  const { status, body } = await stack.call('GET', '/v1/admin/failures');
  expect(status).toBe(200);
  return body.groups;
}

describe('Groups of failures', () => {
  it('given stuck sagas, when one is retried and goes on, then there is one less', async () => {
    stack.script.set('shipping.ship', errs('NO_TRUCK'));
    const first = await start('place-order', '30s');
    const second = await start('place-order', '30s');
    const [group] = await eventually(groups, ([first]) => first?.count === 2);
    expect(group).toMatchObject({
      definition: 'place-order',
      step: 'ship',
      direction: 'execute',
      state: 'stuck',
      error: { code: 'NO_TRUCK', message: 'errored: NO_TRUCK' },
      kind: 'errored: no_truck',
      ...{ count: 2, stuck: 2, retrying: 0, total: 2, versions: [1], revision: 0 },
      sampleSagaIds: [first.id, second.id],
      life: { status: 'new', owner: null },
      acts: ['acknowledge', 'mute', 'resolve'],
    });
    expect(group.trend).toHaveLength(24);
    stack.script.clear();
    const body = { reason: 'the truck is back' };
    await stack.call('POST', `/v1/admin/sagas/${first.id}/retry`, { body });
    await stack.call('GET', `/v1/sagas/${first.id}?wait=30s`);
    const [left] = await eventually(groups, ([one]) => one?.count === 1);
    expect(left).toMatchObject({ count: 1, sampleSagaIds: [second.id] });
    const { body: one } = await stack.call('GET', `/v1/admin/failures/${group.fingerprint}`);
    expect(one).toMatchObject({ fingerprint: group.fingerprint, count: 1 });
    const path = `/v1/admin/failures/${group.fingerprint}/sagas`;
    const { body: page } = await stack.call('GET', path);
    expect(page).toMatchObject({
      items: [{ sagaId: second.id, state: 'stuck', attempts: 1, error: { code: 'NO_TRUCK' } }],
      next: null,
    });
  });

  it('given two groups, when one is a filter, then lists, counts and bulks agree', async () => {
    const ids: string[] = [];
    for (const code of ['NO_TRUCK', 'NO_ROAD']) {
      stack.script.set('shipping.ship', errs(code));
      ids.push((await start('place-order', '30s')).id as string);
    }
    const { fingerprint } = await eventually(
      async () => (await groups()).find(({ sampleSagaIds }) => sampleSagaIds.includes(ids[1])),
      (group) => group !== undefined,
    );
    const found = async (path: string): Promise<Json> => (await stack.call('GET', path)).body;
    const own = `failure=${fingerprint}&status=stuck`;
    const { items } = await found(`/v1/sagas?${own}`);
    expect(items.map(({ id }: Json) => id as string)).toEqual([ids[1]]);
    expect(await found(`/v1/sagas/count?${own}`)).toMatchObject({ count: 1, isExact: true });
    const { items: others } = await found(`/v1/sagas?failure=!${fingerprint}`);
    const otherIds = others.map(({ id }: Json) => id as string);
    expect([otherIds.includes(ids[0]), otherIds.includes(ids[1])]).toEqual([true, false]);
    const body = { filter: own, action: 'retry', reason: 'the road is open', dryRun: true };
    const { body: looked } = await stack.call('POST', '/v1/admin/bulk', { body });
    expect(looked).toMatchObject({ count: 1, sample: [{ sagaId: ids[1], allowed: true }] });
    expectProblem(await stack.call('GET', `/v1/stream?${own}`), 400, 'VALIDATION_FAILED');
    expectProblem(await stack.call('GET', '/v1/sagas?failure=x'), 400, 'VALIDATION_FAILED');
  });

  it('given a saga with attempts left, when one fails, then a group has it', async () => {
    stack.script.set('shipping.ship', roadClosed);
    const saga = await start('patient', '1ms');
    const [group] = await eventually(
      async () => (await groups()).filter(({ definition }) => definition === 'patient'),
      (found) => found.length === 1,
    );
    expect(group).toMatchObject({ state: 'retrying', count: 1, sampleSagaIds: [saga.id] });
  });

  it('given what nobody has, when it is asked for, then the answer says so', async () => {
    for (const path of [UNKNOWN, `${UNKNOWN}/sagas`, 'what', 'what/sagas']) {
      const answer = await stack.call('GET', `/v1/admin/failures/${path}`);
      expectProblem(answer, 404, 'FAILURE_GROUP_NOT_FOUND');
    }
    const answer = await stack.call('GET', '/v1/admin/failures?status=odd');
    expectProblem(answer, 400, 'VALIDATION_FAILED');
  });

  it(`given ${SAGAS} failing sagas, when asked for, then the answer takes 100 ms`, async () => {
    await stack.sql.query(
      `insert into saga_failure (saga_id, fingerprint, definition_name, definition_version, step,
         direction, state, attempts, code, message, since, seen_at)
       select gen_random_uuid(), lpad(to_hex(n % 60), 16, '0'), 'place-order', 1 + n % 3, 'ship',
         'execute', case when n % 2 = 0 then 'stuck' else 'retrying' end, 3, 'NO_TRUCK',
         'carrier ' || (n % 60) || ' has no truck for order ' || n || repeat(' and says so', 10),
         clock_timestamp() - (n % 1500) * interval '1 minute', clock_timestamp()
       from generate_series(1, $1::int) as n`,
      [SAGAS],
    );
    await stack.sql.query('vacuum analyze saga_failure');
    await eventually(groups, (found) => found.length > 60);
    const times: number[] = [];
    for (let turn = 0; turn < TRIES && !times.some(isQuick); turn++) {
      const startedAt = performance.now();
      const answer = await fetch(`${stack.conductor.url}/v1/admin/failures`);
      const body = (await answer.json()) as Json;
      times.push(performance.now() - startedAt);
      const ours = body.groups.filter(({ fingerprint }: Json) => /^0{14}/.test(fingerprint));
      expect(ours).toHaveLength(60);
      const count = ours.reduce((sum: number, group: Json) => sum + group.count, 0);
      expect(count).toBe(SAGAS);
    }
    expect(Math.min(...times)).toBeLessThanOrEqual(GROUPING_MAX_MS);
  });
});

const roadClosed = errs('ROAD_CLOSED');
