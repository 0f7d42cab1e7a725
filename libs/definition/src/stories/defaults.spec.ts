import type { JsonValue } from '#protocol';
import { commandsOf, compile, document, step } from './document.fixture.js';

const SCOPE = { input: {}, saga: { id: 's-1', key: null }, steps: {} };

describe('What a definition leaves out has a default', () => {
  const FORWARD = {
    maxAttempts: 3,
    initialIntervalMs: 1000,
    backoffCoefficient: 2,
    maxIntervalMs: 30_000,
    jitter: 'full',
    nonRetryable: [],
  };

  it('a step: `timeout` 30 s, three `maxAttempts`, compensatable, no `input`, always runs', () => {
    const [only] = commandsOf(compile(document()));
    expect(only).toMatchObject({ kind: 'compensatable', timeoutMs: 30_000, retry: FORWARD });
    expect(only?.when).toBeNull();
    expect(only?.compensation).toBeNull();
    expect(only?.input(SCOPE)).toEqual({});
  });

  it('a saga: no `deadline`, no `locks`, no `trigger`, an empty `output`, any input', () => {
    const definition = compile(document());
    expect(definition.deadlineMs).toBeNull();
    expect(definition.pivot).toBeNull();
    expect(definition.locks).toEqual([]);
    expect(definition.trigger).toBeNull();
    expect(definition.output(SCOPE)).toEqual({});
    expect(definition.checkInput(['anything'])).toEqual([]);
  });

  it('the `$schema` that an editor checks it by means nothing to a saga', () => {
    const given = compile(document({ $schema: 'http://localhost:3000/schemas/definition.json' }));
    expect(JSON.stringify(given)).toBe(JSON.stringify(compile(document())));
  });

  it.each([
    ['a command', 'shop.undo'],
    ['an object', { command: 'shop.undo' }],
  ])(
    'a compensation given as %s: `timeout` 30 s, ten `maxAttempts`, up to a minute apart',
    (_, compensation) => {
      const [only] = commandsOf(compile(document({ steps: [step('a', { compensation })] })));
      expect(only?.compensation).toEqual({
        command: 'shop.undo',
        input: null,
        timeoutMs: 30_000,
        retry: { ...FORWARD, maxAttempts: 10, maxIntervalMs: 60_000 },
      });
    },
  );

  it('a retryable step: 20 `maxAttempts`', () => {
    const steps = [
      { name: 'pay', command: 'shop.pay', kind: 'pivot' },
      { name: 'ship', command: 'shop.ship', kind: 'retryable' },
    ];
    const attempts = commandsOf(compile(document({ steps }))).map(({ retry }) => retry.maxAttempts);
    expect(attempts).toEqual([3, 20]);
  });

  it('`defaults` stand in for every step, and the step itself wins, field by field', () => {
    const defaults = {
      timeout: '5s',
      retry: { maxAttempts: 7, jitter: 'none' },
      compensation: { timeout: '9s', retry: { maxAttempts: 4 } },
    };
    const steps = [
      step('a', { compensation: 'shop.undo' }),
      step('b', {
        timeout: '1s',
        retry: { maxAttempts: 2 },
        compensation: { command: 'shop.undo', timeout: '2s', retry: { initialInterval: '3s' } },
      }),
    ];
    const [a, b] = commandsOf(compile(document({ defaults, steps })));
    expect(a).toMatchObject({ timeoutMs: 5000, retry: { maxAttempts: 7, jitter: 'none' } });
    expect(a?.compensation).toMatchObject({ timeoutMs: 9000, retry: { maxAttempts: 4 } });
    expect(b).toMatchObject({ timeoutMs: 1000, retry: { maxAttempts: 2, jitter: 'none' } });
    expect(b?.compensation).toMatchObject({
      timeoutMs: 2000,
      retry: { maxAttempts: 4, initialIntervalMs: 3000 },
    });
  });

  it('a `maxInterval` that nobody chose makes room for a longer `initialInterval`', () => {
    const steps = [step('a', { retry: { initialInterval: '5m' } })];
    const [only] = commandsOf(compile(document({ steps })));
    expect(only?.retry).toMatchObject({ initialIntervalMs: 300_000, maxIntervalMs: 300_000 });
  });

  it('`after`: the step before it in the list', () => {
    const steps = [step('a'), step('b'), step('c', { after: [] })];
    expect(compile(document({ steps })).steps.map(({ after }) => after)).toEqual([[], ['a'], []]);
  });

  it('a `forEach`: the item is `item`, `maxParallel` is 8', () => {
    const loop = { forEach: { items: '${input}' }, input: '${item}' };
    const [only] = commandsOf(compile(document({ steps: [step('a', loop)] })));
    expect(only?.loop).toMatchObject({ type: 'forEach', maxParallel: 8 });
    expect(only?.input({ ...SCOPE, variables: ['lamp', 0] })).toBe('lamp');
  });

  it('a `repeat`: an `interval` of 10 s, 30 `maxIterations`', () => {
    const loop = { repeat: { until: '${output == 1}' } };
    const [only] = commandsOf(compile(document({ steps: [step('a', loop)] })));
    expect(only?.loop).toMatchObject({ type: 'repeat', intervalMs: 10_000, maxIterations: 30 });
  });

  it('a `repeat` without `collect`: the output is the last one', () => {
    const steps = [step('a', { repeat: { until: '${signals.b != null || signals.a != null}' } })];
    const loop = { collects: false, intervalMs: 10_000, maxIterations: 30 };
    expect(compile(document({ steps })).steps[0]).toMatchObject({ loop });
  });

  it('a `wait`: `onTimeout` fail, after a year', () => {
    const steps = [{ name: 'a', wait: { signal: 'approval' } }];
    expect(compile(document({ steps })).steps[0]).toMatchObject({
      signal: 'approval',
      onTimeout: 'fail',
      title: null,
      payload: { schema: undefined },
      timeout: 365 * 86_400_000,
    });
  });

  it('a `wait` for an `event` with a `key` and an `eventKey`: any, and no `where`', () => {
    const wait = { event: 'payment.settled', key: 'p-1', eventKey: '${data.id}' };
    const { steps, eventTtlMs } = compile(document({ steps: [{ name: 'a', wait }] }));
    expect(steps[0]).toMatchObject({
      ...{ type: 'event', event: 'payment.settled' },
      ...{ where: null, onTimeout: 'fail', timeout: 365 * 86_400_000 },
    });
    expect(eventTtlMs).toBe(3_600_000);
  });

  it.each<[string, JsonValue]>([
    ['a text', 'order'],
    ['an object', { key: 'order' }],
  ])('a lock given as %s: `onBusy` wait, `timeout` 24 h', (_, lock) => {
    const [only] = compile(document({ locks: [lock] })).locks;
    expect(only).toMatchObject({ onBusy: 'wait', timeoutMs: 86_400_000 });
    expect(only?.key(SCOPE)).toBe('order');
  });

  it('the `input` of a `trigger`: all of the data', () => {
    const { trigger } = compile(document({ trigger: { event: 'order.placed', key: 'k' } }));
    expect(trigger?.input({ ...SCOPE, variables: [{ orderId: 'o-1' }] })).toEqual({
      orderId: 'o-1',
    });
  });
});
