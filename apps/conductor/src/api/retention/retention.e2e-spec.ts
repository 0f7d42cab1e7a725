import { eventually } from '#testing-internal';
import { expectProblem } from '../../conductor-call.fixture.js';
import { ConductorStack, ORDER_DEFINITION, refuses } from '../../conductor-stack.fixture.js';

const PATH = '/v1/admin/retention';
const REASON = { reason: 'the disk is not endless' };

let stack: ConductorStack;
let orders = 0;

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: ORDER_DEFINITION });
});

beforeEach(() => stack.script.clear());

afterEach(async () => {
  for (const definition of [null, 'place-order']) {
    await stack.call('POST', `${PATH}/clear`, { body: { ...REASON, definition } });
  }
});

afterAll(() => stack.close());

async function ended(agoDays: number, headers: Record<string, string> = {}): Promise<string> {
  orders += 1;
  const body = { definition: 'place-order', input: { orderId: `o-${orders}` } };
  const { body: saga } = await stack.call('POST', '/v1/sagas?wait=30s', { body, headers });
  await stack.sql.query('alter table saga disable trigger user');
  await stack.sql.query(
    `update saga set ended_at = ended_at - $2 * interval '1 day' where id = $1`,
    [saga.id, agoDays],
  );
  await stack.sql.query('alter table saga enable trigger user');
  return saga.id;
}

const set = (body: object) => stack.call('POST', PATH, { body: { ...REASON, ...body } });
const statusOf = async (id: string) => (await stack.call('GET', `/v1/sagas/${id}`)).status;

function untilGone(id: string): Promise<unknown> {
  return eventually(
    () => statusOf(id),
    (status) => status === 404,
  );
}

describe('Rules of retention', () => {
  it('given ended sagas, when it is a dry run, then it counts them, and all stay', async () => {
    const old = await ended(40);
    const exempt = await ended(41);
    await stack.call('POST', `/v1/admin/sagas/${exempt}/exempt`, { body: REASON });
    const { status, body } = await set({ completedDays: 30, dryRun: true });
    expect(status).toBe(200);
    expect(body).toEqual({
      dryRun: true,
      rule: null,
      due: { sagas: 1, families: 1, keptFamilies: 1, isExact: true },
    });
    expect(await statusOf(old)).toBe(200);
    const { body: now } = await stack.call('GET', PATH);
    expect(now).toEqual({ rules: [], deleted: [] });
    await stack.call('POST', `/v1/admin/sagas/${exempt}/unexempt`, { body: REASON });
  });

  it('given a rule, when it is set, then what is old goes, and it is on record', async () => {
    const old = await ended(40);
    const young = await ended(3);
    const known = await ended(20, { 'idempotency-key': 'order-20' });
    stack.script.set('payment.authorize', refuses('POOR'));
    const undone = await ended(400);
    const { body } = await set({ definition: 'place-order', completedDays: 5 });
    expect(body).toMatchObject({
      rule: { definition: 'place-order', completedDays: 5, abandonedDays: null, revision: 1 },
    });
    await untilGone(old);
    for (const id of [young, known, undone]) expect(await statusOf(id)).toBe(200);
    const { body: now } = await stack.call('GET', PATH);
    expect(now.rules).toMatchObject([{ definition: 'place-order', ...REASON, actor: 'local' }]);
    expect(now.deleted).toMatchObject([{ definition: 'place-order', status: 'completed' }]);
    const { body: audit } = await stack.call('GET', '/v1/admin/audit?action=set-retention');
    expect(audit.items[0]).toMatchObject({
      subject: { kind: 'retention', id: 'place-order' },
      before: null,
      after: { completedDays: 5, compensatedDays: null, abandonedDays: null },
      ...REASON,
    });
  });

  it('given a rule, when somebody else changed it, then it is refused and nothing is', async () => {
    await set({ completedDays: 900 });
    expectProblem(await set({ completedDays: 1, expectedRevision: 0 }), 409, 'RETENTION_CHANGED');
    expect((await set({ completedDays: 900, expectedRevision: 1 })).body.rule.revision).toBe(1);
    expect((await set({ completedDays: 800, expectedRevision: 1 })).body.rule.revision).toBe(2);
    const records = await stack.call('GET', '/v1/admin/audit?action=set-retention');
    const all = records.body.items.filter(({ subject }: { subject: { id: string } }) => {
      return subject.id === '*';
    });
    expect(all).toHaveLength(2);
    const cleared = await stack.call('POST', `${PATH}/clear`, { body: REASON });
    expect(cleared.body).toEqual({ cleared: true });
  });

  it('given what makes no sense, when it is asked for, then the answer says so', async () => {
    expectProblem(await set({ definition: 'no-such' }), 404, 'DEFINITION_NOT_FOUND');
    for (const wrong of [{ completedDays: 0 }, { abandonedDays: 1.5 }, { days: 3 }]) {
      expectProblem(await set(wrong), 400, 'VALIDATION_FAILED');
    }
    const silent = await stack.call('POST', PATH, { body: { completedDays: 3 } });
    expectProblem(silent, 400, 'VALIDATION_FAILED');
  });
});
