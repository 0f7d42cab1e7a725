import { eventually } from '#testing-internal';
import { ConductorStack, isSilent } from '../../conductor-stack.fixture.js';
import type { Json } from '../openapi/conformance.fixture.js';

const SAGAS_MAX = 60;

let stack: ConductorStack;

/** Each level starts a child of the level below for each item, and passes the list on to it. */
const level = (name: string, child: string) => ({
  name,
  steps: [
    {
      name: 'each',
      saga: { definition: child },
      forEach: { items: '${input.list}', maxParallel: 64 },
      input: { list: '${input.list}' },
    },
  ],
});
const LEAF = {
  name: 'leaf',
  steps: [{ name: 'pack', command: 'shipping.pack', compensation: 'shipping.unpack' }],
};
const LIST = Array.from({ length: 12 }, (_, at) => `item ${at}`);

beforeAll(async () => {
  const limits = { family: { sagasMax: SAGAS_MAX, charsMax: 10_000_000 } };
  stack = await ConductorStack.start({ limits });
  const levels = ['leaf', 'level-1', 'level-2', 'level-3', 'level-4'];
  const definitions = levels.map((child, at) => level(`level-${at + 1}`, child));
  for (const body of [LEAF, ...definitions]) {
    expect((await stack.call('POST', '/v1/definitions', { body })).status).toBe(201);
  }
});

beforeEach(() => stack.script.clear());

afterAll(() => stack.close());

async function start(definition: string, wait = ''): Promise<Json> {
  const body = { definition, input: { list: LIST } };
  return (await stack.call('POST', `/v1/sagas${wait}`, { body })).body;
}

async function countOf(where: string): Promise<number> {
  const { rows } = await stack.sql.query(`select count(*)::int as count from saga where ${where}`);
  return (rows[0] as { count: number }).count;
}

describe('A saga whose children have children, 12 of each, five levels deep', () => {
  it('goes back once its family has used up its budget, and leaves nothing open', async () => {
    const saga = await start('level-5', '?wait=30s');
    expect(saga).toMatchObject({ status: 'compensated', error: { code: 'BUDGET_EXCEEDED' } });
    const { rows } = await stack.sql.query('select sagas from saga_family where root_id = $1', [
      saga.id,
    ]);
    expect(rows).toEqual([{ sagas: SAGAS_MAX }]);
    await eventually(
      () => countOf('ended_at is null'),
      (count) => count === 0,
    );
    const { body } = await stack.call('POST', '/v1/sagas?wait=10s', {
      body: { definition: 'leaf', input: {} },
    });
    expect(body.status).toBe('completed');
  });

  it('completes where the budget suffices', async () => {
    expect(await start('level-1', '?wait=30s')).toMatchObject({ status: 'completed' });
  });

  it('is cancelled while its children wait for their participants', async () => {
    stack.script.set('shipping.pack', isSilent);
    const { id } = await start('level-1');
    await eventually(
      () => countOf(`parent_id = '${id}'`),
      (count) => count === LIST.length,
    );
    const body = { reason: 'too many' };
    const answer = await stack.call('POST', `/v1/admin/sagas/${id}/cancel`, { body });
    expect(answer.status).toBe(200);
    await eventually(
      () => countOf('ended_at is null'),
      (count) => count === 0,
    );
    expect(await countOf(`parent_id = '${id}' and status = 'compensated'`)).toBe(LIST.length);
  });
});
