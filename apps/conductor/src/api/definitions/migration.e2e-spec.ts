import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

let stack: ConductorStack;
let names = 0;

const create = { name: 'create', command: 'order.create', compensation: 'order.reject' };
const approve = { name: 'approve', wait: { signal: 'approval', timeout: '24h' } };
const pay = { name: 'pay', command: 'payment.capture', kind: 'pivot' };
const check = { name: 'check', command: 'payment.check', compensation: 'none' };
const ship = { name: 'ship', command: 'shipping.ship', kind: 'retryable' };
const STEPS = [create, approve, pay];
const OPEN = { reason: 'a new version' };

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

/** Posts these versions of a definition that no other test posts. */
async function post(...versions: readonly (readonly object[])[]): Promise<string> {
  names += 1;
  const name = `migrated-${names}`;
  for (const steps of versions) {
    const body = { name, steps };
    const { status } = await stack.call('POST', '/v1/definitions', { body });
    expect(status).toBe(201);
  }
  return name;
}

/** Starts a saga of this version and waits until it reaches its waiting step. */
async function startWaiting(definition: string, version = 1): Promise<string> {
  const body = { definition, version, input: {} };
  const started = await stack.call('POST', '/v1/sagas', { body });
  const id = started.body.id as string;
  await eventually(
    () => read(id),
    (saga) => saga.steps.some(({ status }: Json) => status === 'waiting'),
  );
  return id;
}

/** Starts a saga and waits until it has its child. */
async function startParent(definition: string): Promise<Json> {
  const started = await stack.call('POST', '/v1/sagas', { body: { definition, input: {} } });
  return eventually(
    () => read(started.body.id),
    ({ children }) => children.length === 1,
  );
}

async function read(id: string, wait = ''): Promise<Json> {
  return (await stack.call('GET', `/v1/sagas/${id}${wait}`)).body;
}

function migrate(definition: string, version: number, body: object = OPEN, query = '') {
  const path = `/v1/definitions/${definition}/versions/${version}/migrate${query}`;
  return stack.call('POST', path, { body });
}

function approveSaga(id: string) {
  return stack.call('POST', `/v1/sagas/${id}/signals/approval`, { body: { by: 'ann' } });
}

describe('Migrating sagas to another version', () => {
  it('moves one that waits, which then goes on with the new steps', async () => {
    const name = await post(STEPS, [create, approve, check, pay, ship]);
    const id = await startWaiting(name);
    const answer = await migrate(name, 2);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        dryRun: false,
        version: 2,
        migrated: 1,
        fitting: 1,
        notFitting: 0,
        next: null,
        sagas: [{ id, fromVersion: 1, fits: true, reasons: [] }],
      },
    ]);
    await approveSaga(id);
    const saga = await read(id, '?wait=30s');
    expect(saga).toMatchObject({ status: 'completed', definition: { name, version: 2 } });
    expect(saga.steps.map(({ name: step, status }: Json) => [step, status])).toEqual([
      ...['create', 'approve', 'check', 'pay', 'ship'].map((step) => [step, 'succeeded']),
    ]);
  });

  it('keeps the lists, the history and the audit log true', async () => {
    const name = await post(STEPS, [create, approve]);
    const id = await startWaiting(name);
    await migrate(name, 2, { reason: 'nobody pays any more' });
    const { rows } = await stack.sql.query(
      'select definition_version, version from saga where id = $1',
      [id],
    );
    expect(rows).toEqual([{ definition_version: 2, version: 3 }]);
    const list = await stack.call('GET', `/v1/sagas?definition=${name}`);
    expect(list.body.items).toMatchObject([{ id, definition: { name, version: 2 } }]);
    const history = await stack.call('GET', `/v1/sagas/${id}/history`);
    expect(history.body.items.at(-1)).toMatchObject({
      input: { type: 'operator', action: 'migrate' },
      events: [
        { type: 'operator-acted', reason: 'nobody pays any more' },
        { type: 'definition-migrated', from: 1, to: 2, steps: ['create', 'approve'] },
      ],
    });
    const audit = await stack.call('GET', `/v1/admin/audit?saga=${id}`);
    expect(audit.body.items).toMatchObject([
      { action: 'migrate', reason: 'nobody pays any more', request: { toVersion: 2 } },
    ]);
  });

  it('leaves one whose past does not fit, and says why', async () => {
    const name = await post(STEPS, [check, create, approve, pay]);
    const id = await startWaiting(name);
    const before = await read(id);
    const { body } = await migrate(name, 2);
    expect(body).toMatchObject({ migrated: 0, fitting: 0, notFitting: 1 });
    expect(body.sagas).toEqual([
      {
        id,
        fromVersion: 1,
        fits: false,
        reasons: [
          { code: 'STEP_OUT_OF_ORDER', step: 'create', detail: expect.stringContaining('check') },
        ],
      },
    ]);
    expect(await read(id)).toEqual(before);
    await approveSaga(id);
    expect(await read(id, '?wait=30s')).toMatchObject({
      status: 'completed',
      definition: { version: 1 },
    });
  });

  it('with a dry run says the same, and changes nothing', async () => {
    const name = await post(STEPS, [create, approve], [approve]);
    const [fitting, other] = [await startWaiting(name), await startWaiting(name, 3)];
    const rows = await stack.countRows();
    const dry = await migrate(name, 2, OPEN, '?dryRun=true');
    expect(dry.body).toMatchObject({ dryRun: true, migrated: 0, fitting: 1, notFitting: 1 });
    expect(await stack.countRows()).toBe(rows);
    expect(await read(fitting)).toMatchObject({ definition: { version: 1 } });
    const wet = await migrate(name, 2);
    expect(wet.body).toEqual({ ...dry.body, dryRun: false, migrated: 1 });
    expect(wet.body.sagas.map(({ id, fits }: Json) => [id, fits])).toEqual([
      [fitting, true],
      [other, false],
    ]);
  });

  it('moves nothing twice, nor what has ended, nor other versions than asked for', async () => {
    const name = await post(STEPS, [create, approve], [create, approve, check]);
    const ended = await startWaiting(name);
    await approveSaga(ended);
    await read(ended, '?wait=30s');
    const [first, second] = [await startWaiting(name), await startWaiting(name, 2)];
    const only = await migrate(name, 3, { ...OPEN, from: [2] });
    expect(only.body.sagas).toMatchObject([{ id: second, fromVersion: 2, fits: true }]);
    const rest = await migrate(name, 3);
    expect(rest.body.sagas).toMatchObject([{ id: first, fromVersion: 1, fits: true }]);
    expect((await migrate(name, 3)).body).toMatchObject({ migrated: 0, sagas: [], next: null });
  });

  it('moves each saga once, when two ask for it at the same time', async () => {
    const name = await post(STEPS, [create, approve]);
    const ids = await Promise.all([1, 1, 1, 1, 1, 1].map((version) => startWaiting(name, version)));
    const answers = await Promise.all([1, 2, 3, 4].map(() => migrate(name, 2)));
    const migrated = answers.map(({ body }) => Number(body.migrated));
    expect(migrated.reduce((sum, each) => sum + each)).toBe(ids.length);
    const { rows } = await stack.sql.query(
      'select saga_id from operator_audit where saga_id = any($1)',
      [ids],
    );
    expect(rows).toHaveLength(ids.length);
  });

  it('goes page by page through all of them', async () => {
    const name = await post(STEPS, [create, approve]);
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) ids.push(await startWaiting(name));
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const query: string = next === null ? '' : `?cursor=${next}`;
      const { body }: Json = await migrate(name, 2, { ...OPEN, limit: 2 }, query);
      expect(body.sagas.length).toBeLessThanOrEqual(2);
      seen.push(...body.sagas.map(({ id }: Json) => id));
      next = body.next;
    } while (next !== null);
    expect(seen).toEqual(ids);
  });

  it('gives a child no pivot behind the back of its parent', async () => {
    const name = await post([create, approve], [create, approve, pay]);
    const steps = [{ name: 'part', saga: { definition: name, version: 1 } }];
    await stack.call('POST', '/v1/definitions', { body: { name: `${name}-parent`, steps } });
    const parent = await startParent(`${name}-parent`);
    const [{ id }] = parent.children;
    const { body } = await migrate(name, 2);
    expect(body).toMatchObject({
      migrated: 0,
      sagas: [{ id, reasons: [{ code: 'CHILD_PIVOT' }] }],
    });
  });
});

describe('A migration is refused', () => {
  it('to a version that is not there, or is retired', async () => {
    const name = await post(STEPS, [create, approve]);
    expectProblem(await migrate(name, 9), 404, 'DEFINITION_NOT_FOUND');
    expectProblem(await migrate('nowhere', 1), 404, 'DEFINITION_NOT_FOUND');
    await stack.call('POST', `/v1/definitions/${name}/versions/2/retire`, {
      body: { reason: 'over' },
    });
    expectProblem(await migrate(name, 2), 409, 'DEFINITION_RETIRED');
  });

  it.each<[string, object, string]>([
    ['has no reason', {}, ''],
    ['has a blank reason', { reason: ' \t ' }, ''],
    ['has a reason of 501 characters', { reason: 'r'.repeat(501) }, ''],
    ['looks at too many', { ...OPEN, limit: 501 }, ''],
    ['comes from no version', { ...OPEN, from: [] }, ''],
    ['comes from what is no version', { ...OPEN, from: [0] }, ''],
    ['has an unknown field', { ...OPEN, rate: 1 }, ''],
    ['says perhaps', OPEN, '?dryRun=perhaps'],
  ])('when it %s', async (_what, body, query) => {
    const name = await post(STEPS);
    expectProblem(await migrate(name, 1, body, query), 400, 'VALIDATION_FAILED');
  });

  it('from a version that is not there', async () => {
    const name = await post(STEPS);
    const answer = await migrate(name, 1, { ...OPEN, from: [1, 99] });
    expectProblem(answer, 404, 'DEFINITION_NOT_FOUND');
    expect(answer.body.detail).toContain(`${name}@99`);
    expect(answer.body.detail).not.toContain(`${name}@1,`);
  });

  it('with another list’s cursor', async () => {
    const name = await post(STEPS);
    expectProblem(await migrate(name, 1, OPEN, '?cursor=WyJ4Il0'), 400, 'CURSOR_INVALID');
  });
});
