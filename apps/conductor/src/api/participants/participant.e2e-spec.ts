import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;

const OUTPUT = { type: 'object', properties: { id: { type: 'string' } } };

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

async function list(query = '?limit=100'): Promise<Json> {
  return (await stack.call('GET', `/v1/admin/participants${query}`)).body;
}

/** undefined: the conductor does not know it. */
async function find(participant: string): Promise<Json> {
  const { items } = await list();
  return (items as readonly Json[]).find((item) => item.participant === participant);
}

async function post(name: string, command: string): Promise<void> {
  const steps = [{ name: 'one', command, compensation: 'none' }];
  const { status } = await stack.call('POST', '/v1/definitions', { body: { name, steps } });
  expect(status).toBe(201);
}

async function start(definition: string): Promise<string> {
  const { body } = await stack.call('POST', '/v1/sagas', { body: { definition, input: {} } });
  return body.id as string;
}

/** The dead messages. */
async function dead(): Promise<readonly Json[]> {
  return (await stack.call('GET', '/v1/admin/dead-messages')).body.items;
}

const neverDescribed = { envelopes: 1, lastSeenAt: null, commands: null };

describe('GET /v1/admin/participants', () => {
  it('shows who described itself, and whom definitions name, by name', async () => {
    await stack.describe('payment', [
      { command: 'payment.take', inputSchema: true, outputSchema: OUTPUT },
      { command: 'payment.refund' },
    ]);
    await post('uses-order', 'order.create');
    await post('uses-ghost', 'ghost.appear');
    const page = await list();
    expect(page).toEqual({
      items: [
        {
          participant: 'ghost',
          queue: 'conductor.commands.ghost',
          queueExists: true,
          consumers: 0,
          ready: 0,
          ...neverDescribed,
        },
        {
          participant: 'order',
          queue: 'conductor.commands.order',
          queueExists: true,
          consumers: 1,
          ready: 0,
          ...neverDescribed,
        },
        {
          participant: 'payment',
          queue: 'conductor.commands.payment',
          queueExists: true,
          consumers: 1,
          ready: 0,
          envelopes: 1,
          lastSeenAt: expect.stringMatching(/^\d{4}-.*Z$/),
          commands: [
            { command: 'payment.take', hasInputSchema: true, hasOutputSchema: true },
            { command: 'payment.refund', hasInputSchema: false, hasOutputSchema: false },
          ],
        },
      ],
      next: null,
    });
    // inspecting a queue declared none
    expect(await list()).toEqual(page);
  });

  it('gives pages', async () => {
    const first = await list('?limit=2');
    expect(first.items).toMatchObject([{ participant: 'ghost' }, { participant: 'order' }]);
    const second = await list(`?limit=2&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ participant: 'payment' }], next: null });
    const answer = await stack.call('GET', '/v1/admin/participants?cursor=x');
    expectProblem(answer, 400, 'CURSOR_INVALID');
  });

  it('counts the commands that nobody takes', async () => {
    await post('uses-sleeper', 'sleeper.wake');
    await start('uses-sleeper');
    await start('uses-sleeper');
    const found = await eventually(
      () => find('sleeper'),
      ({ ready }) => ready === 2,
    );
    expect(found).toMatchObject({ queueExists: true, consumers: 0 });
  });

  it('forgets whom only retired definitions name, once they have no open saga', async () => {
    await post('uses-veteran', 'veteran.salute');
    const id = await start('uses-veteran');
    const reason = { body: { reason: 'over' } };
    await stack.call('POST', '/v1/definitions/uses-veteran/versions/1/retire', reason);
    expect(await find('veteran')).toMatchObject(neverDescribed);
    await stack.call('POST', `/v1/admin/sagas/${id}/abandon`, reason);
    expect(await find('veteran')).toBeUndefined();
  });
});

describe('A description of a participant', () => {
  it('takes the place of the one before', async () => {
    await stack.describe('bank', [{ command: 'bank.take' }]);
    await stack.describe('bank', [{ command: 'bank.give' }]);
    expect(await find('bank')).toMatchObject({ commands: [{ command: 'bank.give' }] });
  });

  it('does not take the place of a newer one that overtook it', async () => {
    const at = Date.now() - 60_000;
    await stack.describe('hotel', [{ command: 'hotel.newer' }], at);
    await stack.describe('hotel', [{ command: 'hotel.older' }], at - 1_000);
    expect(await find('hotel')).toMatchObject({ commands: [{ command: 'hotel.newer' }] });
  });

  it('does not keep later ones away when its sender’s clock is ahead', async () => {
    await stack.describe('ferry', [{ command: 'ferry.ahead' }], Date.now() + 3_600_000);
    await stack.describe('ferry', [{ command: 'ferry.now' }]);
    expect(await find('ferry')).toMatchObject({ commands: [{ command: 'ferry.now' }] });
  });

  it('loses a schema that cannot be used, which is told, and nothing else', async () => {
    await stack.describe('train', [
      { command: 'train.take', inputSchema: { pattern: 'a+' }, outputSchema: OUTPUT },
      { command: 'train.leave', outputSchema: { $ref: 'elsewhere' } },
    ]);
    expect((await find('train')).commands).toEqual([
      { command: 'train.take', hasInputSchema: false, hasOutputSchema: true },
      { command: 'train.leave', hasInputSchema: false, hasOutputSchema: false },
    ]);
    const [found] = await eventually(dead, (items) => items.length === 1);
    expect(found).toMatchObject({ source: 'intake', reason: 'SCHEMA_UNUSABLE' });
    expect(found.detail).toMatch(/train\.take: inputSchema\/pattern: schema-pattern: /);
    expect(found.detail).toMatch(/train\.leave: outputSchema\/\$ref: schema-ref: /);
  });

  it('is kept when the database ended the connection under it', async () => {
    await stack.sql.query('begin; lock table participant_description');
    const data = { participant: 'plane', commands: [{ command: 'plane.take' }] };
    await stack.publish({ json: { pattern: 'participant.describe', data } });
    const [pid] = await eventually(blocked, (pids) => pids.length === 1);
    await stack.sql.query('select pg_terminate_backend($1)', [pid]);
    await stack.sql.query('commit');
    const found = await eventually(
      () => find('plane'),
      (participant) => participant !== undefined,
    );
    expect(found).toMatchObject({ commands: [{ command: 'plane.take' }] });
  });
});

/** How many connections wait for a lock. */
async function blocked(): Promise<readonly number[]> {
  const { rows } = await stack.sql.query<{ pid: number }>(
    `select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.map(({ pid }) => pid);
}

describe('Forgetting a participant', () => {
  const forget = (name: string, body: object = { reason: 'it is gone' }) =>
    stack.call('POST', `/v1/admin/participants/${name}/forget`, { body });

  it('deletes what is known of it, once no process of it is live', async () => {
    await stack.describe('leaving', [{ command: 'leaving.go' }]);
    expectProblem(await forget('leaving'), 409, 'PARTICIPANT_LIVE');
    await stack.sql.query(
      `update participant_instance set seen_at = seen_at - interval '1 hour'
        where participant = 'leaving'`,
    );
    const { status, body } = await forget('leaving');
    expect({ status, body }).toEqual({ status: 200, body: { participant: 'leaving' } });
    expect(await find('leaving')).toBeUndefined();
    const { rows } = await stack.sql.query(
      `select count(*)::int as count from participant_instance where participant = 'leaving'`,
    );
    expect(rows).toEqual([{ count: 0 }]);
    const audit = await stack.call(
      'GET',
      '/v1/admin/audit?subject=participant:leaving&outcome=done',
    );
    expect(audit.body.items).toMatchObject([
      { action: 'forget-participant', reason: 'it is gone' },
    ]);
    expectProblem(await forget('leaving'), 404, 'PARTICIPANT_NOT_FOUND');
    await stack.describe('leaving', [{ command: 'leaving.back' }]);
    expect(await find('leaving')).toMatchObject({ commands: [{ command: 'leaving.back' }] });
  });

  it('needs a reason', async () => {
    expectProblem(await forget('anybody', {}), 400, 'VALIDATION_FAILED');
  });
});

describe('GET /v1/admin/participants/{name}', () => {
  it('shows its queue, and its commands with their schemas', async () => {
    await stack.describe('crane', [
      { command: 'crane.lift', inputSchema: true, outputSchema: OUTPUT },
      { command: 'crane.lower' },
    ]);
    const { status, body } = await stack.call('GET', '/v1/admin/participants/crane');
    expect(status).toBe(200);
    const { commands: _listed, ...facts } = await find('crane');
    expect(body).toEqual({
      ...facts,
      commands: [
        {
          ...{ command: 'crane.lift', hasInputSchema: true, hasOutputSchema: true },
          ...{ inputSchema: true, outputSchema: OUTPUT },
        },
        {
          ...{ command: 'crane.lower', hasInputSchema: false, hasOutputSchema: false },
          ...{ inputSchema: null, outputSchema: null },
        },
      ],
    });
  });

  it('shows whom a definition names, and says of whom nothing is known', async () => {
    await post('uses-winch', 'winch.pull');
    const { body } = await stack.call('GET', '/v1/admin/participants/winch');
    expect(body).toMatchObject({ participant: 'winch', consumers: 0, ...neverDescribed });
    for (const name of ['nobody-known', 'NO%20NAME']) {
      const answer = await stack.call('GET', `/v1/admin/participants/${name}`);
      expectProblem(answer, 404, 'PARTICIPANT_NOT_FOUND');
    }
  });
});
