import { eventually } from '#testing-internal';
import { ConductorStack, refuses } from '../../conductor-stack.fixture.js';

let stack: ConductorStack;

const MARKETPLACE = {
  name: 'marketplace',
  steps: [
    {
      name: 'reserve',
      command: 'order.create',
      compensation: 'order.reject',
      forEach: { items: '${input.lines}', as: 'line', maxParallel: 20 },
      input: { line: '${line}', index: '${index}' },
    },
    {
      name: 'poll',
      command: 'payment.authorize',
      compensation: 'none',
      repeat: { until: '${output.done}', interval: '50ms', maxIterations: 5 },
    },
    { name: 'ship', command: 'shipping.ship', kind: 'pivot' },
  ],
  output: { parcels: '${steps.reserve.output}' },
};

const METERING = {
  name: 'metering',
  steps: [
    {
      name: 'measure',
      command: 'payment.authorize',
      compensation: 'none',
      input: { sum: '${coalesce(previous.sum, 0)}', round: '${iteration}' },
      repeat: { until: '${coalesce(signals.stop.by, "") == "ann"}', interval: '1d', collect: true },
    },
  ],
  output: '${steps.measure.output}',
};

beforeAll(async () => {
  stack = await ConductorStack.start();
  await stack.call('POST', '/v1/definitions', { body: MARKETPLACE });
  await stack.call('POST', '/v1/definitions', { body: METERING });
});

beforeEach(() => stack.script.clear());
afterAll(() => stack.close());

function run(lines: readonly unknown[]) {
  const body = { definition: 'marketplace', input: { lines } };
  return stack.call('POST', '/v1/sagas?wait=60s', { body });
}

describe('A saga with loops', () => {
  it('does a step for each of a thousand items, and another until it is done', async () => {
    let polled = 0;
    stack.script.set('order.create', ({ data }) => ({
      type: 'succeeded',
      output: (data as { index: number }).index,
    }));
    stack.script.set('payment.authorize', () => {
      polled += 1;
      return { type: 'succeeded', output: { done: polled === 3 } };
    });
    const lines = Array.from({ length: 1000 }, (_, index) => `line-${index}`);
    const { body } = await run(lines);
    expect(body).toMatchObject({ status: 'completed', error: null });
    expect(body.output.parcels).toEqual(lines.map((_, index) => index));
    expect(body.steps.map(({ name }: { name: string }) => name)).toEqual([
      'reserve',
      'poll',
      'ship',
    ]);
    expect(body.steps[0].iterations).toHaveLength(1000);
    expect(body.steps[1].iterations).toHaveLength(3);
  });

  it('is ended by the signal that it asks for while it sleeps, and by no other', async () => {
    stack.script.set('payment.authorize', ({ data }) => ({
      type: 'succeeded',
      output: { sum: (data as { sum: number }).sum + 1 },
    }));
    const { body: begun } = await stack.call('POST', '/v1/sagas', {
      body: { definition: 'metering', input: {} },
    });
    const path = `/v1/sagas/${begun.id}`;
    await eventually(
      async () => (await stack.call('GET', path)).body,
      ({ steps }) => steps[0].status === 'waiting',
    );
    for (const by of ['bob', 'ann']) {
      const { status } = await stack.call('POST', `${path}/signals/stop`, { body: { by } });
      expect(status).toBe(202);
    }
    const { body } = await stack.call('GET', `${path}?wait=30s`);
    expect(body).toMatchObject({ status: 'completed', output: [{ sum: 1 }] });
    const history = await stack.call('GET', `${path}/history`);
    expect(JSON.stringify(history.body)).toContain('"signal-superseded"');
  });

  it('goes back with a clear error when there are more than a thousand', async () => {
    const { body } = await run(Array.from({ length: 1001 }, (_, index) => index));
    expect(body).toMatchObject({ status: 'compensated', error: { code: 'FOR_EACH_TOO_LONG' } });
  });

  it('undoes what was done for the other items when one is refused', async () => {
    stack.script.set('order.create', (command) => {
      const { index } = command.data as { index: number };
      if (index === 7) return refuses('OUT_OF_STOCK')(command);
      return { type: 'succeeded', output: null };
    });
    const { body } = await run(Array.from({ length: 10 }, (_, index) => index));
    expect(body).toMatchObject({ status: 'compensated', error: { code: 'OUT_OF_STOCK' } });
    const { iterations } = body.steps[0];
    expect(iterations.map(({ status }: { status: string }) => status)).toEqual(
      Array.from({ length: 10 }, () => 'compensated'),
    );
  });
});
