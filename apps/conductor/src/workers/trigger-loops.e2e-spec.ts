import { eventually } from '#testing-internal';
import { ConductorStack } from '../conductor-stack.fixture.js';

/** Two definitions that start each other at their end. */
const echo = (name: string, other: string) => ({
  name,
  trigger: { event: `saga.completed.${other}`, key: '${data.sagaId}', input: {} },
  steps: [{ name: 'pack', command: 'shipping.pack', compensation: 'none' }],
});

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
});

afterAll(() => stack.close());

describe('Sagas that start each other by their ends', () => {
  it('stop after 16 generations, and a person is told', async () => {
    const post = (body: object) => stack.call('POST', '/v1/definitions', { body });
    expect((await post(echo('ping', 'pong'))).status).toBe(201);
    expect((await post(echo('pong', 'ping'))).body.warnings).toMatchObject([
      { rule: 'trigger-cycle' },
    ]);
    await stack.call('POST', '/v1/sagas', { body: { definition: 'ping', input: {} } });
    const dead = await eventually(
      async () => (await stack.call('GET', '/v1/admin/dead-messages')).body.items,
      (items) => items.length > 0,
    );
    expect(dead).toMatchObject([{ reason: 'TRIGGER_LOOP' }]);
    const { rows } = await stack.sql.query('select count(*)::int as count from saga');
    expect(rows).toEqual([{ count: 17 }]);
  });
});
