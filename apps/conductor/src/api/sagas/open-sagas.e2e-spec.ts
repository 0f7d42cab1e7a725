import { eventually } from '#testing-internal';
import { ConductorStack } from '../../conductor-stack.fixture.js';
import { expectProblem } from '../../conductor-call.fixture.js';

const FAMILY = { sagasMax: 100, charsMax: 10_000_000 };
const waiting = (name: string) => ({ name, steps: [{ name: 'go', wait: { signal: 'go' } }] });

let stack: ConductorStack;

beforeAll(async () => {
  stack = await ConductorStack.start({ limits: { family: FAMILY, openSagasMax: 3 } });
  for (const name of ['order', 'other']) {
    await stack.call('POST', '/v1/definitions', { body: waiting(name) });
  }
});

afterAll(() => stack.close());

function start(definition: string, key?: string) {
  const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
  return stack.call('POST', '/v1/sagas', { body: { definition, input: {} }, headers });
}

describe('A definition whose sagas end as fast as they begin', () => {
  it('has no limit to how many begin', async () => {
    const steps = [{ name: 'pack', command: 'shipping.pack', compensation: 'none' }];
    await stack.call('POST', '/v1/definitions', { body: { name: 'quick', steps } });
    for (let started = 0; started < 20; started++) {
      const body = { definition: 'quick', input: {} };
      const answer = await stack.call('POST', '/v1/sagas?wait=10s', { body });
      expect({ status: answer.status, saga: answer.body.status }).toEqual({
        status: 201,
        saga: 'completed',
      });
    }
  });
});

describe('A definition with as many open sagas as it may have', () => {
  it('takes no more until some have ended; others and repeated starts go on', async () => {
    const started = [await start('order', 'k-1'), await start('order'), await start('order')];
    expect(started.map(({ status }) => status)).toEqual([201, 201, 201]);
    const refused = await start('order');
    expectProblem(refused, 429, 'TOO_MANY_OPEN_SAGAS');
    expect(refused.headers.get('retry-after')).toBe('10');
    expect((await start('order', 'k-1')).status).toBe(200);
    expect((await start('other')).status).toBe(201);
    const [{ body: first } = { body: {} }] = started;
    await stack.call('POST', `/v1/sagas/${first.id}/signals/go`, { body: {} });
    await eventually(
      async () => (await start('order')).status,
      (status) => status === 201,
    );
  });
});
