import type { JsonObject, JsonValue } from '#protocol';
import { document, faultsOf, step } from './document.fixture.js';

/** A rule and where it is broken; by which document. */
type Row = readonly [string, JsonObject];

const pivot: JsonObject = { name: 'pay', command: 'shop.pay', kind: 'pivot' };
const retryable = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  command: 'shop.ship',
  kind: 'retryable',
  ...more,
});
const withSteps = (...steps: readonly JsonValue[]): JsonObject => document({ steps });
const withStep = (more: JsonObject): JsonObject => withSteps(step('a', more));

function expectFault([fault, posted]: Row): void {
  expect(faultsOf(posted)).toEqual([fault]);
}

const TOO_LONG = 'worst-case-length /steps';

describe('The graph', () => {
  const wide = Array.from({ length: 65 }, (_, at) => step(`s${at}`, { after: [] }));

  it.each<Row>([
    ['unique-step-name /steps/1/name', withSteps(step('a'), step('a'))],
    ['unknown-after /steps/1/after/0', withSteps(step('a'), step('b', { after: ['x'] }))],
    ['self-edge /steps/1/after/0', withSteps(step('a'), step('b', { after: ['b'] }))],
    ['duplicate-after /steps/1/after', withSteps(step('a'), step('b', { after: ['a', 'a'] }))],
    [
      'graph-cycle /steps/2/after',
      withSteps(step('a'), step('b', { after: ['c'] }), step('c', { after: ['b'] })),
    ],
    ['parallel-limit /steps', document({ steps: wide })],
    ['worst-case-length /steps', withStep({ timeout: '1d', retry: { maxAttempts: 366 } })],
    [
      'worst-case-length /steps',
      withSteps(
        { name: 'a', wait: { signal: 'x', timeout: '200d' } },
        { name: 'b', delay: '200d' },
      ),
    ],
  ])('%s', (...row) => expectFault(row));

  it('no-root: somebody has to begin', () => {
    const steps = [step('a', { after: ['b'] }), step('b')];
    expect(faultsOf(document({ steps }))).toEqual(['no-root /steps', 'graph-cycle /steps/1/after']);
  });

  it('graph-cycle: every way round is told', () => {
    const steps = [
      step('a'),
      step('b', { after: ['d'] }),
      step('c', { after: ['b'] }),
      step('d', { after: ['c'] }),
      step('e', { after: ['f'] }),
      step('f', { after: ['e'] }),
    ];
    expect(faultsOf(document({ steps }))).toHaveLength(2);
  });

  it('parallel-limit: 64 steps at a time are fine, and so are more of them in turn', () => {
    const first = wide.slice(0, 64);
    const second = first.map((each, at) => ({ ...each, name: `t${at}`, after: [`s${at}`] }));
    expect(faultsOf(document({ steps: [...first, ...second] }))).toEqual([]);
  });

  it('`after` may name later steps', () => {
    const steps = [step('a', { after: ['b'] }), step('b', { after: [] })];
    expect(faultsOf(document({ steps }))).toEqual([]);
  });

  it('worst-case-length counts the way back too, and only the longest path', () => {
    const slow = { timeout: '1d', retry: { maxAttempts: 100, maxInterval: '1s' } };
    const undo = { command: 'shop.undo', ...slow };
    const parallel = ['b', 'c', 'd'].map((name) => step(name, { ...slow, after: ['a'] }));
    expect(faultsOf(withSteps(step('a', slow), ...parallel))).toEqual([]);
    const back = step('a', { ...slow, compensation: undo });
    const further = step('b', { ...slow, compensation: undo });
    expect(faultsOf(withSteps(back, further))).toEqual(['worst-case-length /steps']);
  });
});

describe('The worst-case-length of a saga', () => {
  const polled = (maxIterations: number): JsonObject =>
    withStep({ repeat: { until: '${output == 1}', interval: '1d', maxIterations } });
  const items = (maxParallel: number): JsonObject =>
    withStep({
      forEach: { items: '${input}', maxParallel },
      timeout: '1d',
      retry: { maxAttempts: 1 },
    });

  it.each<[string, JsonObject, readonly string[]]>([
    ['365 days are fine', withSteps({ name: 'a', delay: '365d' }), []],
    ['more are not', withSteps({ name: 'a', delay: '365d' }, step('b')), [TOO_LONG]],
    ['a `repeat` takes its `interval` as often as it may', polled(365), []],
    ['a `repeat` that may take a year is refused', polled(367), [TOO_LONG]],
    ['a `forEach` has a thousand items, so many at a time', items(3), []],
    ['a `forEach` with too few at a time is refused', items(2), [TOO_LONG]],
  ])('%s', (_, posted, faults) => {
    expect(faultsOf(posted)).toEqual(faults);
  });
});

describe('The pivot', () => {
  const before = step('a');
  const beside = step('b', { after: [] });

  it.each<Row>([
    ['single-pivot /steps/1/kind', withSteps(pivot, { ...pivot, name: 'pay2' })],
    ['after-pivot-retryable /steps/1/kind', withSteps(pivot, step('b'))],
    ['retryable-after-pivot /steps/0/kind', withSteps(retryable('b'), { ...pivot })],
    ['retryable-after-pivot /steps/0/kind', withSteps(retryable('b'))],
    ['retryable-after-pivot /steps/1/kind', withSteps(pivot, retryable('b', { after: [] }))],
    ['parallel-to-pivot /steps/1', withSteps(pivot, beside)],
  ])('%s', (...row) => expectFault(row));

  it('`kind`: what comes before it can be undone, what comes after it is repeated', () => {
    expect(faultsOf(withSteps(before, pivot, retryable('b'), retryable('c')))).toEqual([]);
  });
});

describe('A step that fails or ends the saga', () => {
  const end: JsonObject = { name: 'stop', end: {} };
  const fail: JsonObject = { name: 'no', fail: { code: 'NO' } };

  it.each<Row>([
    ['fail-before-pivot /steps/1/fail', withSteps(pivot, fail)],
    ['parallel-to-pivot /steps/1', withSteps(pivot, { ...fail, after: [] })],
    ['parallel-to-end /steps/2', withSteps(step('a'), end, step('b', { after: ['a'] }))],
    ['end-no-pivot /steps/0/kind', withSteps({ ...end, kind: 'pivot' })],
    ['after-pivot-retryable /steps/1/kind', withSteps(pivot, end)],
  ])('%s', (...row) => expectFault(row));

  it('may be there more than once, before and after all else', () => {
    const more = [{ ...fail, name: 'no2' }, step('b'), { ...end, name: 'stop2' }];
    expect(faultsOf(withSteps(step('a'), fail, end, ...more))).toEqual([]);
  });
});

describe('Compensations', () => {
  const named = (command: string): JsonObject => withStep({ compensation: command });

  it.each<Row>([
    ['compensation-required /steps/0/compensation', withSteps({ name: 'a', command: 'shop.a' })],
    ['compensation-participant /steps/0/compensation', named('payment.undo')],
    ['compensation-participant /steps/0/compensation', named('shop2.undo')],
    [
      'compensation-participant /steps/0/compensation/command',
      withStep({ compensation: { command: 'payment.undo' } }),
    ],
    [
      'compensation-not-allowed /steps/0/compensation',
      withSteps({ ...pivot, compensation: 'shop.undo' }),
    ],
    [
      'compensation-not-allowed /steps/1/compensation',
      withSteps(pivot, retryable('b', { compensation: 'shop.undo' })),
    ],
  ])('%s', (...row) => expectFault(row));

  it('"none" may also be said where there is never one', () => {
    expect(faultsOf(withSteps({ ...pivot, compensation: 'none' }))).toEqual([]);
  });
});
