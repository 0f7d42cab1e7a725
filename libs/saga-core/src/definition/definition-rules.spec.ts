import type { JsonObject, JsonValue } from '../json.js';
import { document, faultsOf, step } from './document.fixture.js';

/** A rule's name, the document that breaks it, and where. */
type Row = readonly [string, JsonObject, string];

const pivot: JsonObject = { name: 'pay', command: 'shop.pay', kind: 'pivot' };
const retryable = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  command: 'shop.ship',
  kind: 'retryable',
  ...more,
});
const withSteps = (...steps: readonly JsonValue[]): JsonObject => document({ steps });
const withStep = (more: JsonObject): JsonObject => withSteps(step('a', more));
const EACH = { items: '${input}' };
const UNTIL = { until: '${output == 1}' };
const WAIT = { signal: 'approval' };
const withWait = (more: JsonObject): JsonObject =>
  withSteps({ name: 'a', wait: { ...WAIT, ...more } });
const withRetry = (retry: JsonValue): JsonObject => withStep({ retry });
const withoutField = (name: string): JsonObject => {
  const { [name]: _, ...rest } = step('a');
  return withSteps(rest);
};

function expectFault([rule, posted, path]: Row): void {
  expect(faultsOf(posted)).toEqual([`${rule} ${path}`]);
}

describe('Fields of a saga', () => {
  it.each<Row>([
    ['required', { steps: [step('a')] }, '/name'],
    ['required', { name: 'sale' }, '/steps'],
    ['definition-name', document({ name: 'Sale' }), '/name'],
    ['definition-name', document({ name: 'a'.repeat(64) }), '/name'],
    ['type', document({ name: 1 }), '/name'],
    ['type', document({ description: 1 }), '/description'],
    ['description-length', document({ description: 'x'.repeat(2001) }), '/description'],
    ['duration', document({ deadline: '0s' }), '/deadline'],
    ['type', document({ deadline: 5 }), '/deadline'],
    ['type', document({ steps: {} }), '/steps'],
    ['steps-limit', document({ steps: [] }), '/steps'],
    ['type', withSteps(step('a'), 'b'), '/steps/1'],
    ['unknown-field', document({ version: 1 }), '/version'],
    ['unknown-field', document({ 'a/b': 1 }), '/a~1b'],
    ['choice', document({ mode: 'x' }), '/mode'],
    ['type', document({ defaults: [] }), '/defaults'],
    ['unknown-field', document({ defaults: { kind: 'pivot' } }), '/defaults/kind'],
    ['duration', document({ defaults: { timeout: '1' } }), '/defaults/timeout'],
    [
      'retry-intervals',
      document({ defaults: { retry: { initialInterval: '9s', maxInterval: '1s' } } }),
      '/defaults/retry',
    ],
    [
      'unknown-field',
      document({ defaults: { compensation: { command: 'x.y' } } }),
      '/defaults/compensation/command',
    ],
    [
      'range',
      document({ defaults: { compensation: { retry: { maxAttempts: 0 } } } }),
      '/defaults/compensation/retry/maxAttempts',
    ],
  ])('%s', (...row) => expectFault(row));
});

describe('Fields of a step', () => {
  it.each<Row>([
    ['required', withoutField('name'), '/steps/0/name'],
    ['required', withoutField('command'), '/steps/0/command'],
    ['step-name', withStep({ name: 'A' }), '/steps/0/name'],
    ['step-name', withStep({ name: 'a-b' }), '/steps/0/name'],
    ['step-name', withStep({ name: `a${'b'.repeat(63)}` }), '/steps/0/name'],
    ['step-name-reserved', withStep({ name: 'in' }), '/steps/0/name'],
    ['step-name-reserved', withStep({ name: 'constructor' }), '/steps/0/name'],
    ['command-name', withStep({ command: 'pay' }), '/steps/0/command'],
    ['command-name', withStep({ command: 'Shop.pay' }), '/steps/0/command'],
    ['command-name', withStep({ command: 'shop.pay.' }), '/steps/0/command'],
    ['command-name', withStep({ command: 'shop.*' }), '/steps/0/command'],
    ['command-name', withStep({ command: `${'a'.repeat(64)}.pay` }), '/steps/0/command'],
    ['type', withStep({ command: 1 }), '/steps/0/command'],
    ['choice', withStep({ kind: 'final' }), '/steps/0/kind'],
    ['duration', withStep({ timeout: '366d' }), '/steps/0/timeout'],
    ['type', withStep({ after: 'b' }), '/steps/0/after'],
    ['type', withSteps(step('a'), step('b', { after: [1] })), '/steps/1/after'],
    ['when-expression', withStep({ when: 'true' }), '/steps/0/when'],
    ['when-expression', withStep({ when: 'x${true}' }), '/steps/0/when'],
    ['type', withStep({ when: true }), '/steps/0/when'],
    ['unknown-field', withStep({ queue: 'x' }), '/steps/0/queue'],
    ['one-loop', withStep({ forEach: EACH, repeat: UNTIL }), '/steps/0/repeat'],
    ['type', withStep({ forEach: [] }), '/steps/0/forEach'],
    ['required', withStep({ forEach: {} }), '/steps/0/forEach/items'],
    ['unknown-field', withStep({ forEach: { ...EACH, x: 1 } }), '/steps/0/forEach/x'],
    ['variable-name', withStep({ forEach: { ...EACH, as: 'A' } }), '/steps/0/forEach/as'],
    ['variable-name', withStep({ forEach: { ...EACH, as: 'input' } }), '/steps/0/forEach/as'],
    ['range', withStep({ forEach: { ...EACH, maxParallel: 65 } }), '/steps/0/forEach/maxParallel'],
    ['required', withStep({ repeat: {} }), '/steps/0/repeat/until'],
    ['duration', withStep({ repeat: { ...UNTIL, interval: 1 + '' } }), '/steps/0/repeat/interval'],
    [
      'range',
      withStep({ repeat: { ...UNTIL, maxIterations: 1001 } }),
      '/steps/0/repeat/maxIterations',
    ],
    ['when-expression', withStep({ repeat: { until: 'true' } }), '/steps/0/repeat/until'],
    ['expression-type', withStep({ repeat: { until: '${1}' } }), '/steps/0/repeat/until'],
    ['expression-scope', withStep({ input: '${item}' }), '/steps/0/input'],
    ['expression-scope', withStep({ input: '${output}', repeat: UNTIL }), '/steps/0/input'],
    ['command-only', withSteps({ name: 'a', wait: WAIT, forEach: EACH }), '/steps/0/forEach'],
    [
      'pivot-once',
      withSteps(step('a', { kind: 'pivot', compensation: 'none', forEach: EACH })),
      '/steps/0/kind',
    ],
    ['one-action', withStep({ delay: '1s' }), '/steps/0/delay'],
    ['one-action', withSteps({ name: 'a', wait: WAIT, delay: '1s' }), '/steps/0/delay'],
    ['type', withSteps({ name: 'a', wait: 'go' }), '/steps/0/wait'],
    ['required', withSteps({ name: 'a', wait: {} }), '/steps/0/wait/signal'],
    ['signal-name', withSteps({ name: 'a', wait: { signal: 'A b' } }), '/steps/0/wait/signal'],
    ['duration', withWait({ timeout: 'x' }), '/steps/0/wait/timeout'],
    ['choice', withWait({ timeout: '1s', onTimeout: 'x' }), '/steps/0/wait/onTimeout'],
    ['timeout-required', withWait({ onTimeout: 'fail' }), '/steps/0/wait/onTimeout'],
    ['unknown-field', withWait({ retry: {} }), '/steps/0/wait/retry'],
    ['command-only', withSteps({ name: 'a', wait: WAIT, input: {} }), '/steps/0/input'],
    ['command-only', withSteps({ name: 'a', wait: WAIT, timeout: '1s' }), '/steps/0/timeout'],
    ['command-only', withSteps({ name: 'a', delay: '1s', retry: {} }), '/steps/0/retry'],
    [
      'command-only',
      withSteps({ name: 'a', delay: '1s', compensation: 'none' }),
      '/steps/0/compensation',
    ],
    ['type', withSteps({ name: 'a', delay: 5 }), '/steps/0/delay'],
    ['duration', withSteps({ name: 'a', delay: 'soon' }), '/steps/0/delay'],
    ['duration', withSteps({ name: 'a', delay: '366d' }), '/steps/0/delay'],
    ['expression-syntax', withSteps({ name: 'a', delay: '${input.' }), '/steps/0/delay'],
    ['unknown-field', withStep({ mode: 'x' }), '/steps/0/mode'],
    ['type', withStep({ compensation: 1 }), '/steps/0/compensation'],
    ['command-name', withStep({ compensation: 'undo' }), '/steps/0/compensation'],
    ['required', withStep({ compensation: {} }), '/steps/0/compensation/command'],
    [
      'unknown-field',
      withStep({ compensation: { command: 'shop.undo', kind: 'x' } }),
      '/steps/0/compensation/kind',
    ],
    [
      'duration',
      withStep({ compensation: { command: 'shop.undo', timeout: 'x' } }),
      '/steps/0/compensation/timeout',
    ],
  ])('%s', (...row) => expectFault(row));
});

describe('Retry policies', () => {
  it.each<Row>([
    ['type', withRetry(3), '/steps/0/retry'],
    ['unknown-field', withRetry({ attempts: 3 }), '/steps/0/retry/attempts'],
    ['range', withRetry({ maxAttempts: 0 }), '/steps/0/retry/maxAttempts'],
    ['range', withRetry({ maxAttempts: 1001 }), '/steps/0/retry/maxAttempts'],
    ['range', withRetry({ maxAttempts: 1.5 }), '/steps/0/retry/maxAttempts'],
    ['type', withRetry({ maxAttempts: '3' }), '/steps/0/retry/maxAttempts'],
    ['duration', withRetry({ initialInterval: '0ms' }), '/steps/0/retry/initialInterval'],
    ['duration', withRetry({ maxInterval: '1y' }), '/steps/0/retry/maxInterval'],
    ['range', withRetry({ backoffCoefficient: 0.5 }), '/steps/0/retry/backoffCoefficient'],
    ['range', withRetry({ backoffCoefficient: 101 }), '/steps/0/retry/backoffCoefficient'],
    ['choice', withRetry({ jitter: 'some' }), '/steps/0/retry/jitter'],
    ['type', withRetry({ nonRetryable: 'X' }), '/steps/0/retry/nonRetryable'],
    ['error-codes', withRetry({ nonRetryable: [1] }), '/steps/0/retry/nonRetryable'],
    ['error-codes', withRetry({ nonRetryable: [''] }), '/steps/0/retry/nonRetryable'],
    ['error-codes', withRetry({ nonRetryable: ['a b'] }), '/steps/0/retry/nonRetryable'],
    ['retry-intervals', withRetry({ initialInterval: '5s', maxInterval: '1s' }), '/steps/0/retry'],
  ])('%s', (...row) => expectFault(row));
});

describe('The graph', () => {
  const wide = Array.from({ length: 65 }, (_, at) => step(`s${at}`, { after: [] }));

  it.each<Row>([
    ['unique-step-name', withSteps(step('a'), step('a')), '/steps/1/name'],
    ['unknown-after', withSteps(step('a'), step('b', { after: ['x'] })), '/steps/1/after/0'],
    ['self-edge', withSteps(step('a'), step('b', { after: ['b'] })), '/steps/1/after/0'],
    ['duplicate-after', withSteps(step('a'), step('b', { after: ['a', 'a'] })), '/steps/1/after'],
    [
      'graph-cycle',
      withSteps(step('a'), step('b', { after: ['c'] }), step('c', { after: ['b'] })),
      '/steps/2/after',
    ],
    ['parallel-limit', document({ steps: wide }), '/steps'],
    ['worst-case-length', withStep({ timeout: '1d', retry: { maxAttempts: 366 } }), '/steps'],
    [
      'worst-case-length',
      withSteps(
        { name: 'a', wait: { signal: 'x', timeout: '200d' } },
        { name: 'b', delay: '200d' },
      ),
      '/steps',
    ],
  ])('%s', (...row) => expectFault(row));

  it('no-root: somebody has to begin', () => {
    const steps = [step('a', { after: ['b'] }), step('b')];
    expect(faultsOf(document({ steps }))).toEqual(['no-root /steps', 'graph-cycle /steps/1/after']);
  });

  it('a cycle is told as a way round', () => {
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

  it('64 steps at a time are fine, and so are more of them one after the other', () => {
    const first = wide.slice(0, 64);
    const second = first.map((each, at) => ({ ...each, name: `t${at}`, after: [`s${at}`] }));
    expect(faultsOf(document({ steps: [...first, ...second] }))).toEqual([]);
  });

  it('`after` may name later steps', () => {
    const steps = [step('a', { after: ['b'] }), step('b', { after: [] })];
    expect(faultsOf(document({ steps }))).toEqual([]);
  });

  it('the worst case counts the way back too, and only the longest path', () => {
    const slow = { timeout: '1d', retry: { maxAttempts: 100, maxInterval: '1s' } };
    const undo = { command: 'shop.undo', ...slow };
    const parallel = ['b', 'c', 'd'].map((name) => step(name, { ...slow, after: ['a'] }));
    expect(faultsOf(withSteps(step('a', slow), ...parallel))).toEqual([]);
    const back = step('a', { ...slow, compensation: undo });
    const further = step('b', { ...slow, compensation: undo });
    expect(faultsOf(withSteps(back, further))).toEqual(['worst-case-length /steps']);
  });
});

describe('The pivot', () => {
  const before = step('a');
  const beside = step('b', { after: [] });

  it.each<Row>([
    ['single-pivot', withSteps(pivot, { ...pivot, name: 'pay2' }), '/steps/1/kind'],
    ['after-pivot-retryable', withSteps(pivot, step('b')), '/steps/1/kind'],
    ['retryable-after-pivot', withSteps(retryable('b'), { ...pivot }), '/steps/0/kind'],
    ['retryable-after-pivot', withSteps(retryable('b')), '/steps/0/kind'],
    ['retryable-after-pivot', withSteps(pivot, retryable('b', { after: [] })), '/steps/1/kind'],
    ['parallel-to-pivot', withSteps(pivot, beside), '/steps/1'],
  ])('%s', (...row) => expectFault(row));

  it('what comes before it can be undone, what comes after it is repeated', () => {
    expect(faultsOf(withSteps(before, pivot, retryable('b'), retryable('c')))).toEqual([]);
  });
});

describe('Compensations', () => {
  const named = (command: string): JsonObject => withStep({ compensation: command });

  it.each<Row>([
    ['compensation-required', withoutField('compensation'), '/steps/0/compensation'],
    ['compensation-participant', named('payment.undo'), '/steps/0/compensation'],
    ['compensation-participant', named('shop2.undo'), '/steps/0/compensation'],
    [
      'compensation-participant',
      withStep({ compensation: { command: 'payment.undo' } }),
      '/steps/0/compensation/command',
    ],
    [
      'compensation-not-allowed',
      withSteps({ ...pivot, compensation: 'shop.undo' }),
      '/steps/0/compensation',
    ],
    [
      'compensation-not-allowed',
      withSteps(pivot, retryable('b', { compensation: 'shop.undo' })),
      '/steps/1/compensation',
    ],
  ])('%s', (...row) => expectFault(row));

  it('a step that cannot be undone may say so', () => {
    expect(faultsOf(withSteps({ ...pivot, compensation: 'none' }))).toEqual([]);
  });
});
