import type { SagaState } from '#engine';
import { HistoryQueries } from '#queries';
import { eventually } from '#testing-internal';
import { expectProblem } from '../../conductor-call.fixture.js';
import { ConductorStack, errs, ORDER_DEFINITION, refuses } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';
import { PastSagas } from './past-sagas.js';

const reason = 'a test';
const ONCE = { retry: { maxAttempts: 1 } };
const PARCEL = {
  name: 'parcel',
  steps: [{ name: 'label', command: 'order.label', compensation: 'order.unlabel' }],
};
const TOUR = {
  name: 'tour',
  locks: ['van:${input.van}'],
  steps: [
    {
      name: 'pack',
      forEach: { items: '${input.lines}', as: 'line', maxParallel: 2 },
      command: 'shipping.pack',
      compensation: 'shipping.unpack',
      input: { line: '${line}' },
    },
    { name: 'approve', wait: { signal: 'go', title: 'May the van go?' } },
    { name: 'parcel', saga: { definition: 'parcel' }, input: {} },
    { name: 'drive', command: 'shipping.drive', kind: 'pivot', ...ONCE },
  ],
};

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.sql.query(`
    create table written (id uuid, version int, state text, primary key (id, version));
    grant all on written to public;
    create function note_written() returns trigger language plpgsql as $$ begin
      insert into written values (new.id, new.version, new.state) on conflict do nothing;
      return new;
    end $$;
    create trigger note_written after insert or update on saga
      for each row execute function note_written()`);
  for (const body of [ORDER_DEFINITION, PARCEL, TOUR]) {
    const answer = await stack.call('POST', '/v1/definitions', { body });
    expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  }
});

beforeEach(() => stack.script.clear());
afterAll(() => stack?.close());

async function start(definition: string, input: object, wait = '20s'): Promise<Json> {
  const body = { definition, key: `of-${definition}`, input };
  return (await stack.call('POST', `/v1/sagas?wait=${wait}`, { body })).body;
}

async function act(id: string, action: string, more: object = {}): Promise<void> {
  const body = { reason, ...more };
  const answer = await stack.call('POST', `/v1/admin/sagas/${id}/${action}`, { body });
  expect([action, answer.status]).toEqual([action, 200]);
}

async function show(id: string, wait = '20s'): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}?wait=${wait}`)).body;
}

async function at(id: string, version: number): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}/versions/${version}`)).body;
}

function untilWaiting(id: string, code: string): Promise<Json> {
  return eventually(
    () => show(id, '0s'),
    ({ waiting }) => waiting?.code === code,
  );
}

/** As one that nobody tells of the past. */
function pastOf({ children: _children, ...saga }: Json, latestVersion: number): Json {
  return { ...saga, latestVersion };
}

describe('A saga as it was', () => {
  it('is what it was shown as then: stuck, paused, waiting for a person', async () => {
    stack.script.set('shipping.ship', errs('DOCK_CLOSED'));
    const stuck = await start('place-order', { orderId: 'o-1' });
    await act(stuck.id, 'pause');
    const paused = await show(stuck.id);
    await act(stuck.id, 'resume');
    stack.script.clear();
    await act(stuck.id, 'retry');
    const ended = await show(stuck.id);
    expect(ended.status).toBe('completed');
    for (const then of [stuck, paused, ended]) {
      expect(await at(stuck.id, then.version)).toEqual(pastOf(then, ended.version));
    }
    expect((await at(stuck.id, stuck.version)).waiting.text).toMatch(
      /^ship is stuck since .*DOCK_CL/,
    );
    expect(await at(stuck.id, 1)).toMatchObject({ status: 'running', version: 1, endedAt: null });
  });

  it('is in every version what was written then: loops, locks, children, undos', async () => {
    const input = { van: 'v-1', lines: ['a', 'b', 'c'] };
    const first = await start('tour', input, '1ms');
    await untilWaiting(first.id, 'signal');
    const second = await start('tour', input, '1ms');
    await untilWaiting(second.id, 'lock');
    const asked = await show(first.id, '0s');
    stack.script.set('shipping.drive', refuses('NO_DRIVER'));
    for (const { id } of [first, second]) {
      await untilWaiting(id, 'signal');
      await stack.call('POST', `/v1/sagas/${id}/signals/go`, { body: { payload: { by: 'anna' } } });
      expect((await show(id)).status).toBe('compensated');
    }
    const then = await at(first.id, asked.version);
    expect(then.steps[1]).toMatchObject({ signal: 'go', title: 'May the van go?' });
    expect(then.steps[0].iterations).toHaveLength(3);
    const past = new PastSagas(new HistoryQueries({ query: readRows }));
    const rows = await readRows<{ state: string }[]>(
      'select state from written order by id, version',
    );
    const states = rows.map(({ state }) => JSON.parse(state) as SagaState);
    expect(states.length).toBeGreaterThan(30);
    for (const state of states) expect(await past.at(state.id, state.version)).toEqual(state);
  });

  it('given what decided a transition, then it is told with the values that it saw', async () => {
    const input = { van: 'v-2', lines: ['a', 'b'] };
    const { id } = await start('tour', input, '1ms');
    const { version } = await untilWaiting(id, 'signal');
    const { body } = await stack.call('GET', `/v1/sagas/${id}/versions/1/expressions`);
    expect(body).toMatchObject({ version: 1, definition: { name: 'tour' }, isWhole: true });
    expect(body.expressions[0]).toEqual({
      path: '/locks/0',
      source: 'van:${input.van}',
      step: null,
      seen: [{ text: 'input.van', data: '"v-2"' }],
      data: '"van:v-2"',
      error: null,
    });
    const told: Json[] = [];
    for (let each = 1; each <= version; each++) {
      const answer = await stack.call('GET', `/v1/sagas/${id}/versions/${each}/expressions`);
      told.push(...answer.body.expressions);
    }
    expect(told.map(({ path, step, data }) => [path, step, data])).toEqual(
      expect.arrayContaining([
        ['/steps/0/forEach/items', 'pack', '["a","b"]'],
        ['/steps/0/input', 'pack[1]', '{"line":"b"}'],
      ]),
    );
    const late = await stack.call('GET', `/v1/sagas/${id}/versions/99/expressions`);
    expectProblem(late, 404, 'SAGA_VERSION_NOT_FOUND');
  });

  it('is refused in words where there was no such version, or its history is gone', async () => {
    const { id, version } = await start('place-order', { orderId: 'o-2' });
    for (const wrong of ['0', '-1', 'one', '1.5', '99999999999', String(version + 1)]) {
      const answer = await stack.call('GET', `/v1/sagas/${id}/versions/${wrong}`);
      expectProblem(answer, 404, 'SAGA_VERSION_NOT_FOUND');
      expect(answer.body.detail).toBe(`It has the versions 1 to ${version}.`);
    }
    const nobody = '01940000-0000-7000-8000-000000000000';
    const none = await stack.call('GET', `/v1/sagas/${nobody}/versions/1`);
    expectProblem(none, 404, 'SAGA_NOT_FOUND');
    await stack.sql.query('delete from saga_event where saga_id = $1 and version = 2', [id]);
    expect((await at(id, 1)).version).toBe(1);
    const torn = await stack.call('GET', `/v1/sagas/${id}/versions/3`);
    expectProblem(torn, 410, 'HISTORY_INCOMPLETE');
    expect(torn.body.detail).toContain('version 2');
  });

  it('is rebuilt from a history of 10,000 transitions', async () => {
    stack.script.set('shipping.ship', errs('DOCK_CLOSED'));
    const { id } = await start('place-order', { orderId: 'o-3' });
    await stack.sql.query(
      `insert into saga_event (saga_id, version, at, data)
       select $1, version, now(), '{"input":{"type":"timer"},"events":[{"type":"operator-acted",
         "actor":"a","action":{"name":"retry"},"reason":"again"}]}'
         from generate_series((select version + 1 from saga where id = $1), 10000) as version`,
      [id],
    );
    await stack.sql.query(
      `update saga set version = 10000, state = jsonb_set(state::jsonb, '{version}', '10000')::text
        where id = $1`,
      [id],
    );
    const answer = await stack.call('GET', `/v1/sagas/${id}/versions/9999`);
    expect([answer.status, answer.body.version]).toEqual([200, 9999]);
  });
});

async function readRows<Row>(sql: string, parameters: unknown[] = []): Promise<Row> {
  return (await stack.sql.query(sql, parameters)).rows as Row;
}
