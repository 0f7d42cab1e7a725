import { eventually } from '#testing-internal';
import { ConductorStack, errs, succeeds } from '../../conductor-stack.fixture.js';

/** What docs/OPERATIONS.md says to do about an open saga that has lost its timer. */

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start();
  const retry = { maxAttempts: 5, initialInterval: '2s', jitter: 'none' };
  const steps = [{ name: 'pay', command: 'payment.take', kind: 'pivot', retry }];
  await stack.call('POST', '/v1/definitions', { body: { name: 'sale', steps } });
});

afterAll(() => stack.close());

describe('A saga that nothing wakes', () => {
  it('given one without a timer, when it is paused and resumed, then it goes on', async () => {
    stack.script.set('payment.take', errs('BUSY'));
    const { body: saga } = await stack.call('POST', '/v1/sagas?wait=1ms', {
      body: { definition: 'sale', input: {} },
    });
    await eventually(
      async () => (await stack.call('GET', `/v1/sagas/${saga.id}`)).body.waiting.code,
      (code) => code === 'back-off',
    );
    await stack.sql.query('update saga set wake_at = null where id = $1', [saga.id]);
    stack.script.set('payment.take', succeeds);
    const body = { reason: 'it stands still' };
    for (const verb of ['pause', 'resume']) {
      const { status } = await stack.call('POST', `/v1/admin/sagas/${saga.id}/${verb}`, { body });
      expect(status).toBe(200);
    }
    const { body: ended } = await stack.call('GET', `/v1/sagas/${saga.id}?wait=20s`);
    expect(ended.status).toBe('completed');
  });
});
