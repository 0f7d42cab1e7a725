import { eventually } from '#testing-internal';
import { ConductorStack } from '../conductor-stack.fixture.js';
import type { Json } from '../api/openapi/conformance.fixture.js';

const SAGAS_MAX = 60;
const PACK = { name: 'pack', command: 'shipping.pack', compensation: 'none' };
const KID = { name: 'kid', steps: [PACK] };
/** Every child that ends starts another saga with three children. */
const MUM = {
  name: 'mum',
  trigger: { event: 'saga.completed.kid', key: '${data.sagaId}', input: {} },
  steps: [
    { name: 'kids', saga: { definition: 'kid' }, forEach: { items: '${[1, 2, 3]}' }, input: {} },
  ],
};
let stack: ConductorStack;

beforeAll(async () => {
  const limits = { family: { sagasMax: SAGAS_MAX, charsMax: 10_000_000 } };
  stack = await ConductorStack.start({ limits });
});

afterAll(() => stack.close());

const post = (body: object) => stack.call('POST', '/v1/definitions', { body });

async function countOf(where: string): Promise<number> {
  const { rows } = await stack.sql.query(`select count(*)::int as count from saga where ${where}`);
  return (rows[0] as { count: number }).count;
}

async function deadMessages(): Promise<Json[]> {
  return (await stack.call('GET', '/v1/admin/dead-messages')).body.items;
}

/** Nothing is open, no event waits to be published, and every published event was received. */
async function untilQuiet(): Promise<void> {
  const outbox = `select ((select count(*) from outbox) + (select count(*) from outbox_batch))::int
    as count`;
  const isQuiet = async () =>
    (await countOf('ended_at is null')) +
    ((await stack.sql.query(outbox)).rows[0] as { count: number }).count;
  await eventually(isQuiet, (count) => count === 0);
}

describe('Sagas whose children’s ends start more of them', () => {
  it('come to one family’s budget, whatever they branch into, and a person is told', async () => {
    await post(KID);
    const posted = await post(MUM);
    expect(posted.body.warnings).toContainEqual({
      path: '/trigger/event',
      rule: 'trigger-cycle',
      message: 'these sagas start each other without end: mum → kid → mum',
    });

    const start = { definition: 'mum', key: 'm-1', input: {} };
    const { body } = await stack.call('POST', '/v1/sagas', { body: start });

    await eventually(deadMessages, (items) => items.length > 0);
    await untilQuiet();
    // a fence only keeps a child from starting: going back uses no budget
    expect(await countOf(`error_code is distinct from 'FENCED'`)).toBe(1 + SAGAS_MAX);
    const dead = await deadMessages();
    expect(new Set(dead.map(({ reason }) => reason))).toEqual(new Set(['TRIGGER_FAILED']));
    expect(dead[0]).toMatchObject({
      detail: expect.stringMatching(/^mum@1: BUDGET_EXCEEDED: the root saga has 60 /),
    });
    const { rows } = await stack.sql.query('select root_id, sagas from saga_family');
    expect(rows).toEqual([{ root_id: body.id, sagas: SAGAS_MAX }]);
  });
});
